//! One page of conversations.
//!
//! The order is `(sort key, id)`, both in the same direction, and a page begins strictly beyond its cursor in that
//! order: no offset is counted and no row is shown twice or skipped, however many share a sort key. First the page's
//! *places* are found, its sort keys and ids, from indexes alone where they suffice, along the way that [`super::plan`]
//! chose; then the rows that stand there are read. Postgres builds the page as one text with just the table view's
//! columns, a line of JSON for each row: it crosses into the guest in one piece, is taken apart at the ends of its lines
//! without being read as JSON, and the rows go out as they came.
//!
//! A list by quality has two sections, the scored and after them the unscored, since no index puts nulls last both ways.
//! So has a search by title, the titles that begin in ASCII and after them the others: what a title begins with and the
//! words in it go together, and the titles of other languages lie in one clump, which a scan for an English word would
//! read to its end. Each section is a statement of its own; a page that lies in both takes two.

use super::{
    condition::{pairs, push_all, push_pairs, push_rest, push_span},
    count::push_total,
    counters::push_day,
    plan::{Plan, index_expression},
};
use crate::statement::{Statement, Value};
use memchr::memchr;
use parley_domain::{
    cursor::{Cursor, Key, Side},
    query::ListQuery,
    sort::{Direction, SortKey},
    timestamp::{RangeEnd, Timestamp},
};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// The columns of the table view, named as the API names them.
const COLUMNS: &str = r#"
  SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore",
         c.total_turns AS "totalTurns", c.category, c.version,
         to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM ("#;

/// A part of the list whose order one index has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// All of it.
    Whole,
    /// Those with a quality.
    Scored,
    /// Those without.
    Unscored,
    /// Those whose title begins before [`BEYOND_ASCII`].
    Ascii,
    /// Those whose title begins there or after it.
    BeyondAscii,
}

/// The first character past ASCII that is printed. The index `idx_conversations_search_beyond_ascii` has the same.
const BEYOND_ASCII: char = '¡';

/// Rows that a scan reads beyond ASCII before it collects: there it is guessed least well, and collected cheapest, from an
/// index of that section alone.
const BEYOND_ASCII_BOUND: u32 = 500;

/// The sections that a page may lie in, in reading order.
pub fn sections(query: &ListQuery, plan: Plan) -> &'static [Section] {
    let filter = &query.filter;
    // What is collected is sorted without an index.
    if plan == Plan::Collect {
        return &[Section::Whole];
    }
    match query.sort.key {
        SortKey::QualityScore if filter.quality_min.is_some() || filter.quality_max.is_some() => {
            &[Section::Scored]
        }
        SortKey::QualityScore => by_quality(query.cursor.as_ref()),
        SortKey::Title if filter.search.is_some() => by_title(query),
        _ => &[Section::Whole],
    }
}

fn by_quality(cursor: Option<&Cursor>) -> &'static [Section] {
    match cursor.map(|cursor| (&cursor.key, cursor.side)) {
        Some((Key::QualityScore(None), Side::After)) => &[Section::Unscored],
        Some((Key::QualityScore(None), Side::Before)) => &[Section::Unscored, Section::Scored],
        Some((_, Side::Before)) => &[Section::Scored],
        _ => &[Section::Scored, Section::Unscored],
    }
}

fn by_title(query: &ListQuery) -> &'static [Section] {
    let is_beyond = query
        .cursor
        .as_ref()
        .map(|cursor| begins_beyond_ascii(&cursor.key));
    match (reading(query), is_beyond) {
        (Direction::Ascending, Some(true)) => &[Section::BeyondAscii],
        (Direction::Ascending, _) => &[Section::Ascii, Section::BeyondAscii],
        (Direction::Descending, Some(false)) => &[Section::Ascii],
        (Direction::Descending, _) => &[Section::BeyondAscii, Section::Ascii],
    }
}

fn begins_beyond_ascii(key: &Key) -> bool {
    matches!(key, Key::Title(title) if title.starts_with(|first| first >= BEYOND_ASCII))
}

/// The direction in which rows are read: the list's own going forward, the reverse going back.
fn reading(query: &ListQuery) -> Direction {
    match &query.cursor {
        Some(Cursor {
            side: Side::Before, ..
        }) => query.sort.direction.reversed(),
        _ => query.sort.direction,
    }
}

/// One row: a `text`, up to `fetch` rows of a section as lines of JSON in reading order (the list's own going forward, the
/// reverse going back); and an `int8`, on a first page the number of rows in all where the counters know it, else null.
pub fn rows(query: &ListQuery, plan: Plan, section: Section, fetch: usize) -> Statement {
    let walk = Walk::new(query, section, fetch);
    let mut statement =
        Statement::new("SELECT coalesce(string_agg(row_to_json(page)::text, E'\\n'), ''), ");
    if query.cursor.is_none() && sections(query, plan).first() == Some(&section) {
        push_total(&mut statement, &query.filter);
    } else {
        statement.push("NULL::int8");
    }
    statement.push("\nFROM (").push(COLUMNS);
    match plan {
        Plan::Scan { bound: None } => walk.push_scan(&mut statement),
        Plan::Grid { bound: None } => walk.push_grid(&mut statement),
        Plan::Scan { bound: Some(bound) } => {
            walk.push_bounded_scan(&mut statement, walk.bound(bound));
        }
        Plan::Grid { bound: Some(bound) } => {
            walk.push_bounded_grid(&mut statement, walk.bound(bound));
        }
        Plan::Days => walk.push_days(&mut statement),
        Plan::Collect => walk.push_collect(&mut statement),
    }
    statement.push("\n  ) AS place JOIN conversations AS c ON c.id = place.id");
    walk.push_order(&mut statement, "place.key", "place.id");
    statement.push("\n) AS page");
    statement
}

/// One reading of one section.
struct Walk<'a> {
    query: &'a ListQuery,
    section: Section,
    /// The cursor, where it lies in this section.
    cursor: Option<&'a Cursor>,
    reading: Direction,
    fetch: usize,
}

impl<'a> Walk<'a> {
    fn new(query: &'a ListQuery, section: Section, fetch: usize) -> Self {
        let lies_here = |cursor: &&Cursor| match &cursor.key {
            Key::QualityScore(None) => section != Section::Scored,
            Key::QualityScore(Some(_)) => section != Section::Unscored,
            key if begins_beyond_ascii(key) => section != Section::Ascii,
            _ => section != Section::BeyondAscii,
        };
        Self {
            query,
            section,
            cursor: query.cursor.as_ref().filter(lies_here),
            reading: reading(query),
            fetch,
        }
    }

    fn key(&self) -> SortKey {
        self.query.sort.key
    }

    fn expression(&self) -> &'static str {
        index_expression(self.key())
    }

    fn bound(&self, bound: u32) -> u32 {
        match self.section {
            Section::BeyondAscii => bound.min(BEYOND_ASCII_BOUND),
            _ => bound,
        }
    }

    /// Along the sort's index; all that is read is shown.
    fn push_scan(&self, statement: &mut Statement) {
        self.push_select(statement);
        statement.push("\n    WHERE true");
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        self.push_limit(statement);
    }

    /// Along one range for each pair.
    fn push_grid(&self, statement: &mut Statement) {
        statement.push("\n    SELECT near.key, near.id FROM (VALUES ");
        self.push_pair_values(statement);
        statement.push(") AS pair (number, tier, status) CROSS JOIN LATERAL (");
        self.push_select(statement);
        statement.push("\n    WHERE tier = pair.tier AND status = pair.status");
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        self.push_limit(statement);
        statement.push("\n    ) AS near");
        self.push_order(statement, "near.key", "near.id");
        self.push_limit(statement);
    }

    /// Along the sort's index as far as the bound; what then lacks is collected.
    fn push_bounded_scan(&self, statement: &mut Statement, bound: u32) {
        statement.push("\n    WITH walked AS MATERIALIZED (\n    SELECT key, id FROM (");
        self.push_select_all(statement);
        statement.push("\n    WHERE true");
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        statement.push("\n    LIMIT ").push_number(u64::from(bound));
        statement.push("\n    ) AS near WHERE true");
        push_pairs(statement, &self.query.filter);
        push_rest(statement, &self.query.filter, self.key());
        self.push_limit(statement);
        statement
            .push("\n    ), short AS MATERIALIZED (\n    SELECT (SELECT count(*) FROM walked) < ")
            .push_number(self.fetch as u64)
            .push(" AND EXISTS (SELECT FROM conversations WHERE true");
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        statement
            .push("\n    OFFSET ")
            .push_number(u64::from(bound))
            .push(") AS needed");
        self.push_otherwise_collect(statement);
    }

    /// Along one range for each pair, each as far as the bound; where one was cut short, all is collected.
    fn push_bounded_grid(&self, statement: &mut Statement, bound: u32) {
        statement.push("\n    WITH pair (number, tier, status) AS (VALUES ");
        self.push_pair_values(statement);
        statement.push(
            "), walked AS MATERIALIZED (\n    SELECT pair.number, match.key, match.id FROM pair CROSS JOIN LATERAL (SELECT key, id FROM (",
        );
        self.push_select_all(statement);
        statement.push("\n    WHERE tier = pair.tier AND status = pair.status");
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        statement.push("\n    LIMIT ").push_number(u64::from(bound));
        statement.push("\n    ) AS near WHERE true");
        push_rest(statement, &self.query.filter, self.key());
        self.push_limit(statement);
        statement
            .push("\n    ) AS match), short AS MATERIALIZED (\n    SELECT EXISTS (SELECT FROM pair WHERE (SELECT count(*) FROM walked WHERE walked.number = pair.number) < ")
            .push_number(self.fetch as u64)
            .push(" AND EXISTS (SELECT FROM conversations WHERE tier = pair.tier AND status = pair.status");
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        statement
            .push("\n    OFFSET ")
            .push_number(u64::from(bound))
            .push(")) AS needed");
        self.push_otherwise_collect(statement);
    }

    /// The end of a bounded way, after `walked` and `short`.
    fn push_otherwise_collect(&self, statement: &mut Statement) {
        statement.push("\n    ), found AS MATERIALIZED (");
        self.push_select(statement);
        statement.push("\n    WHERE (SELECT needed FROM short)");
        push_all(statement, &self.query.filter);
        self.push_bounds(statement);
        statement.push(
            "\n    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places",
        );
        self.push_order(statement, "key", "id");
        self.push_limit(statement);
    }

    /// Along one range for each day of creation. The series is one of timestamps without time zone: a series of instants would
    /// count off the session's days, and lose the last where one of them begins without a midnight.
    fn push_days(&self, statement: &mut Statement) {
        let filter = &self.query.filter;
        statement.push("\n    SELECT near.key, near.id FROM generate_series(");
        if let Some((from, to)) = filter.created_from.zip(filter.created_to) {
            push_day(statement, from);
            push_day(statement.push("::timestamp, "), to);
        }
        statement.push("::timestamp, interval '1 day') AS series (day) CROSS JOIN LATERAL (");
        self.push_select(statement);
        statement.push("\n    WHERE (created_at AT TIME ZONE 'UTC')::date = series.day::date");
        push_all(statement, filter);
        self.push_bounds(statement);
        self.push_order(statement, self.expression(), "id");
        self.push_limit(statement);
        statement.push("\n    ) AS near");
        self.push_order(statement, "near.key", "near.id");
        self.push_limit(statement);
    }

    /// Everything that matches, wherever it lies in the list; materialised, so that the planner cannot see the order, the
    /// cursor and the limit, and walk along the sort's index after all.
    fn push_collect(&self, statement: &mut Statement) {
        statement.push("\n    WITH found AS MATERIALIZED (");
        self.push_select(statement);
        statement.push("\n    WHERE true");
        push_all(statement, &self.query.filter);
        statement.push("\n    ) SELECT key, id FROM found WHERE true");
        self.push_beyond(statement, "key");
        self.push_order(statement, "key", "id");
        self.push_limit(statement);
    }

    fn push_select(&self, statement: &mut Statement) {
        statement
            .push("\n    SELECT ")
            .push(self.expression())
            .push(" AS key, id FROM conversations");
    }

    /// With every column, for the conditions around it: the planner leaves out those that none of them names.
    fn push_select_all(&self, statement: &mut Statement) {
        statement
            .push("\n    SELECT ")
            .push(self.expression())
            .push(" AS key, conversations.* FROM conversations");
    }

    /// The names are Parley's own, so they stand in the text: Spin plans each statement anew, and a known pair plans
    /// cheaper than a parameter.
    fn push_pair_values(&self, statement: &mut Statement) {
        for (number, (tier, status)) in pairs(&self.query.filter).enumerate() {
            statement.push(if number == 0 { "(" } else { ", (" });
            statement
                .push_number(number as u64)
                .push(", '")
                .push(tier.name())
                .push("', '")
                .push(status.name())
                .push("')");
        }
    }

    /// `AND` within the section, the span of the sort key, and beyond the cursor.
    fn push_bounds(&self, statement: &mut Statement) {
        match self.section {
            Section::Whole => {}
            Section::Scored => {
                statement.push("\n      AND quality_score IS NOT NULL");
            }
            Section::Unscored => {
                statement.push("\n      AND quality_score IS NULL");
            }
            Section::Ascii => {
                statement.push("\n      AND left(title, 80) COLLATE \"C\" < '¡'");
            }
            Section::BeyondAscii => {
                statement.push("\n      AND left(title, 80) COLLATE \"C\" >= '¡'");
            }
        }
        push_span(statement, &self.query.filter, self.key());
        self.push_beyond(statement, self.expression());
    }

    /// `AND` strictly beyond the cursor in reading direction. A missing quality cannot be compared: where the section is
    /// the whole list, it stands after every score.
    fn push_beyond(&self, statement: &mut Statement, key: &'static str) {
        let Some(cursor) = self.cursor else {
            return;
        };
        let beyond = match self.reading {
            Direction::Ascending => " > ",
            Direction::Descending => " < ",
        };
        let unscored = match (&cursor.key, self.section, cursor.side) {
            (Key::QualityScore(None), Section::Whole, Side::Before) => Some(" IS NOT NULL OR id"),
            (Key::QualityScore(None), _, _) => Some(" IS NULL AND id"),
            _ => None,
        };
        statement.push("\n      AND (");
        if let Some(unscored) = unscored {
            statement
                .push(key)
                .push(unscored)
                .push(beyond)
                .bind_text(cursor.id)
                .push("::uuid");
        } else {
            statement.push("(").push(key).push(", id)").push(beyond);
            push_place(statement, cursor);
            if self.key() == SortKey::QualityScore
                && self.section == Section::Whole
                && cursor.side == Side::After
            {
                statement.push(" OR ").push(key).push(" IS NULL");
            }
        }
        statement.push(")");
    }

    /// `ORDER BY`, in reading direction. Nulls stay where the indexes have them, and only where the section is the whole
    /// list do they have to be put last in it.
    fn push_order(&self, statement: &mut Statement, key: &'static str, id: &'static str) {
        let direction = match self.reading {
            Direction::Ascending => " ASC",
            Direction::Descending => " DESC",
        };
        statement.push("\n    ORDER BY ").push(key).push(direction);
        if self.key() == SortKey::QualityScore && self.section == Section::Whole {
            statement.push(if self.reading == self.query.sort.direction {
                " NULLS LAST"
            } else {
                " NULLS FIRST"
            });
        }
        statement.push(", ").push(id).push(direction);
    }

    fn push_limit(&self, statement: &mut Statement) {
        statement
            .push("\n    LIMIT ")
            .push_number(self.fetch as u64);
    }
}

/// The cursor's sort key and id as a row.
fn push_place(statement: &mut Statement, cursor: &Cursor) {
    statement.push("(");
    match &cursor.key {
        Key::CreatedAt(at) | Key::UpdatedAt(at) => statement.bind_text(at).push("::timestamptz"),
        Key::QualityScore(quality) => statement
            .bind_text(
                quality
                    .map(|quality| quality.to_string())
                    .unwrap_or_default(),
            )
            .push("::numeric"),
        Key::Title(title) => statement.bind_text(title),
        Key::TotalTurns(turns) => statement.bind(Value::Integer(i64::from(*turns))),
    };
    statement.push(", ").bind_text(cursor.id).push("::uuid)");
}

/// The rows of a page, each as the JSON that Postgres made: JSON holds no end of a line but an escaped one.
pub fn lines(text: &str) -> Vec<&str> {
    let mut rows = Vec::new();
    let mut rest = text;
    while let Some(end) = memchr(b'\n', rest.as_bytes())
        && let Some((row, next)) = rest.split_at_checked(end)
    {
        rows.push(row);
        rest = next.get(1..).unwrap_or_default();
    }
    if !rest.is_empty() {
        rows.push(rest);
    }
    rows
}

/// A row's place in the list.
///
/// Fails only if the row is not one of [`rows`].
pub fn place(row: &str, key: SortKey) -> serde_json::Result<(Key, Uuid)> {
    use serde::de::Error;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Row<'a> {
        id: Uuid,
        title: String,
        #[serde(borrow)]
        quality_score: Option<&'a RawValue>,
        total_turns: i32,
        created_at: &'a str,
        updated_at: &'a str,
    }

    // From bytes, though it is text: tokens are read from bytes, and a second reader would be 10 kB of every guest.
    let row: Row = serde_json::from_slice(row.as_bytes())?;
    let timestamp = |text| {
        Timestamp::parse(text, RangeEnd::Start)
            .map_err(|_| serde_json::Error::custom("not a timestamp"))
    };
    let key = match key {
        SortKey::CreatedAt => Key::CreatedAt(timestamp(row.created_at)?),
        SortKey::UpdatedAt => Key::UpdatedAt(timestamp(row.updated_at)?),
        SortKey::QualityScore => {
            let quality = row
                .quality_score
                .map(|score| score.get().parse())
                .transpose();
            Key::QualityScore(
                quality.map_err(|_| serde_json::Error::custom("not a quality score"))?,
            )
        }
        SortKey::Title => Key::title(&row.title),
        SortKey::TotalTurns => Key::TotalTurns(row.total_turns),
    };
    Ok((key, row.id))
}
