//! One page of conversations.
//!
//! The order is `(sort key, id)`, both in the same direction, and a page begins strictly beyond its cursor in that
//! order: no offset is counted and no row is shown twice or skipped, however many share a sort key. Where every row along
//! the sort's index is shown, it is read as it comes. Else the page's *places* are found first, its sort keys and ids, from
//! indexes alone where they suffice, along the way that [`super::plan`] chose; then the rows that stand there are read.
//! Postgres builds the page as one text with just the table view's columns, a line of JSON for each row: it crosses into the guest in one piece, is taken apart at the ends of its lines
//! without being read as JSON, and the rows go out as they came.
//!
//! A list by quality has two sections, the scored and after them the unscored, since no index puts nulls last both ways.
//! So has a search by title, the titles that begin in ASCII and after them the others: what a title begins with and the
//! words in it go together, and the titles of other languages lie in one clump, which a scan for an English word would
//! read to its end. Each section is a statement of its own; a page that lies in both takes two.

use super::{
    count::push_total,
    plan::Plan,
    titles,
    walk::{Walk, begins_beyond_ascii, reading},
};
use crate::statement::Statement;
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
         to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt""#;

/// All rows of `page`, as lines of JSON.
const LINES: &str = r"coalesce(string_agg(row_to_json(page)::text, E'\n'), '')";

/// What a statement sees as committed, in one word.
const SNAPSHOT: &str = "pg_current_snapshot()::text";

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
pub(super) const BEYOND_ASCII: char = '¡';

/// The sections that a page may lie in, in reading order.
pub fn sections(query: &ListQuery, plan: Plan) -> &'static [Section] {
    let filter = &query.filter;
    // What is collected is sorted without an index.
    if let Plan::Collect { .. } = plan {
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

/// One row: a `text`, up to `fetch` rows of a section as lines of JSON in reading order (the list's own going forward, the
/// reverse going back); and an `int8`, on a first page the number of rows in all where the counters know it, else null.
///
/// A bounded scan has a last line besides: the snapshot under which it ran.
pub fn rows(query: &ListQuery, plan: Plan, section: Section, fetch: usize) -> Statement {
    let walk = Walk::new(query, section, fetch);
    let mut statement = Statement::new("SELECT ");
    statement.push(LINES);
    if let Plan::Scan { bound: Some(_) } = plan {
        statement.push(r" || E'\n' || ").push(SNAPSHOT);
    }
    statement.push(", ");
    if query.cursor.is_none() && sections(query, plan).first() == Some(&section) {
        push_total(&mut statement, &query.filter);
    } else {
        statement.push("NULL::int8");
    }
    match plan {
        Plan::Scan { bound } => push_scanned(&mut statement, &walk, bound),
        Plan::Grid { bound: None } => {
            push_page(&mut statement, &walk, &|statement| {
                walk.push_grid(statement)
            });
        }
        Plan::Grid { bound: Some(bound) } => push_page(&mut statement, &walk, &|statement| {
            walk.push_bounded_grid(statement, walk.bound(bound));
        }),
        Plan::Days => push_page(&mut statement, &walk, &|statement| {
            walk.push_days(statement)
        }),
        Plan::Collect { words } => {
            push_page(&mut statement, &walk, &|statement| {
                walk.push_collect(statement, words)
            });
        }
    }
    statement
}

/// What [`came_to_its_end`] says of a scan that did.
pub(super) const ENDED: &str = "yes";

/// What [`came_to_its_end`] says of a scan that ran under another snapshot.
pub(super) const ELSEWHEN: &str = "elsewhen";

/// Whether a scan of the section that found too little came to its end: a `text`, which is [`ENDED`], [`ELSEWHEN`], or empty
/// where it was given up at its bound; and an `int8` that is null.
///
/// There may have been more beyond its bound when it ran, if rows that it passed have been removed since. So nothing is said of a
/// scan that ran under another snapshot than this statement's.
pub fn came_to_its_end(
    query: &ListQuery,
    bound: u32,
    section: Section,
    snapshot: &str,
) -> Statement {
    let walk = Walk::new(query, section, 0);
    let mut statement = Statement::new("SELECT CASE WHEN ");
    statement
        .push(SNAPSHOT)
        .push(" <> ")
        .bind_text(snapshot)
        .push(" THEN '")
        .push(ELSEWHEN)
        .push("' WHEN ");
    push_ended(&mut statement, &walk, bound);
    statement.push(", NULL::int8");
    statement
}

/// What a bounded scan of the section finds, and whether it came to its end, under one snapshot: a `text`, lines as of [`rows`] with
/// [`ENDED`] or nothing as the last; and an `int8` that is null.
pub fn rows_and_end(query: &ListQuery, bound: u32, section: Section, fetch: usize) -> Statement {
    let walk = Walk::new(query, section, fetch);
    let mut statement = Statement::new("SELECT ");
    statement.push(LINES).push(r" || E'\n' || CASE WHEN ");
    push_ended(&mut statement, &walk, bound);
    statement.push(", NULL::int8");
    push_scanned(&mut statement, &walk, Some(bound));
    statement
}

/// Adds the end of a `CASE`: [`ENDED`], or nothing where there is more beyond the bound.
fn push_ended(statement: &mut Statement, walk: &Walk<'_>, bound: u32) {
    let bound = walk.bound(bound);
    if titles::know(walk.query()) {
        titles::push_goes_on(statement, walk, bound);
    } else {
        walk.push_goes_on(statement, bound);
    }
    statement.push(" THEN '' ELSE '").push(ENDED).push("' END");
}

/// As [`rows`], of all that matches in the section, for a scan that was given up.
pub fn rest(query: &ListQuery, section: Section, fetch: usize) -> Statement {
    let walk = Walk::new(query, section, fetch);
    let mut statement = Statement::new("SELECT ");
    statement.push(LINES).push(", NULL::int8");
    push_page(&mut statement, &walk, &|statement| {
        walk.push_rest(statement)
    });
    statement
}

/// Adds `FROM` the rows along the sort's index, in reading order, as `page`. They are shown as they are read, so there are no
/// places to read first: one relation is planned and none joined, in 0.7 of the time (docs/decisions/005). Titles that know their
/// words are the exception: what is left out there is no row yet.
fn push_scanned(statement: &mut Statement, walk: &Walk<'_>, bound: Option<u32>) {
    if let Some(bound) = bound
        && walk.begins_beyond_ascii()
    {
        return push_page(statement, walk, &|statement| {
            titles::push_scan_or_all(statement, walk, walk.bound(bound));
        });
    }
    if let Some(bound) = bound
        && titles::know(walk.query())
    {
        return push_page(statement, walk, &|statement| {
            titles::push_scan(statement, walk, walk.bound(bound));
        });
    }
    statement.push("\nFROM (").push(COLUMNS).push("\n  FROM ");
    match bound {
        None => {
            statement.push("conversations AS c");
            walk.push_matching_along(statement);
            walk.push_limit(statement);
        }
        Some(bound) => walk.push_bounded_scan(statement, walk.bound(bound)),
    }
    statement.push("\n) AS page");
}

/// Adds `FROM` the rows that stand at the places which `push_places` selects, in reading order, as `page`.
pub(super) fn push_page(
    statement: &mut Statement,
    walk: &Walk<'_>,
    push_places: &dyn Fn(&mut Statement),
) {
    statement.push("\nFROM (").push(COLUMNS).push("\n  FROM (");
    push_places(statement);
    statement.push("\n  ) AS place JOIN conversations AS c ON c.id = place.id");
    walk.push_order(statement, "place.key", "place.id");
    statement.push("\n) AS page");
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
