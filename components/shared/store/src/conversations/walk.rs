//! The ways along the indexes to a page's places, its sort keys and ids, which [`super::plan`] chooses from.

use super::{
    condition::{pairs, push_all, push_all_ordered, push_pairs, push_rest, push_span},
    counters::push_day,
    page::{BEYOND_ASCII, Section},
    plan::index_expression,
    words::WordOrder,
};
use crate::statement::{Statement, Value};
use parley_domain::{
    cursor::{Cursor, Key, Side},
    filter::Filter,
    query::ListQuery,
    sort::{Direction, SortKey},
    status::{Status, Tier},
};

/// Rows that a scan reads beyond ASCII before it collects: there it is guessed least well, and collected cheapest, from an
/// index of that section alone.
const BEYOND_ASCII_BOUND: u32 = 500;

pub(super) fn begins_beyond_ascii(key: &Key) -> bool {
    matches!(key, Key::Title(title) if title.starts_with(|first| first >= BEYOND_ASCII))
}

/// The cursor, where it lies in the section.
pub(super) fn cursor_within(query: &ListQuery, section: Section) -> Option<&Cursor> {
    query.cursor.as_ref().filter(|cursor| match &cursor.key {
        Key::QualityScore(None) => section != Section::Scored,
        Key::QualityScore(Some(_)) => section != Section::Unscored,
        key if begins_beyond_ascii(key) => section != Section::Ascii,
        _ => section != Section::BeyondAscii,
    })
}

/// A scan's bound in the section.
pub(super) fn bound_within(section: Section, bound: u32) -> u32 {
    match section {
        Section::BeyondAscii => bound.min(BEYOND_ASCII_BOUND),
        _ => bound,
    }
}

/// The direction in which rows are read: the list's own going forward, the reverse going back.
pub(super) fn reading(query: &ListQuery) -> Direction {
    match &query.cursor {
        Some(Cursor {
            side: Side::Before, ..
        }) => query.sort.direction.reversed(),
        _ => query.sort.direction,
    }
}

/// What a statement has the cursor's sort key from.
#[derive(Clone, Copy)]
enum KeyOf {
    /// A parameter, which the planner reads.
    Cursor,
    /// A column of the pairs, which it does not: see [`Walk::push_places`].
    Pair,
}

/// One reading of one section.
pub(super) struct Walk<'a> {
    query: &'a ListQuery,
    section: Section,
    /// The cursor, where it lies in this section.
    cursor: Option<&'a Cursor>,
    reading: Direction,
    fetch: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(query: &'a ListQuery, section: Section, fetch: usize) -> Self {
        Self {
            query,
            section,
            cursor: cursor_within(query, section),
            reading: reading(query),
            fetch,
        }
    }

    pub(super) fn query(&self) -> &'a ListQuery {
        self.query
    }

    pub(super) fn filter(&self) -> &'a Filter {
        &self.query.filter
    }

    fn key(&self) -> SortKey {
        self.query.sort.key
    }

    /// Whether it begins where the titles beyond ASCII do.
    pub(super) fn begins_beyond_ascii(&self) -> bool {
        self.section == Section::BeyondAscii && self.cursor.is_none()
    }

    pub(super) fn expression(&self) -> &'static str {
        index_expression(self.key())
    }

    pub(super) fn bound(&self, bound: u32) -> u32 {
        bound_within(self.section, bound)
    }

    /// The places along the sort's index.
    pub(super) fn push_scan(&self, statement: &mut Statement) {
        self.push_select(statement);
        self.push_matching_along(statement);
        self.push_limit(statement);
    }

    /// What follows `FROM conversations` for the rows along the sort's index that match.
    pub(super) fn push_matching_along(&self, statement: &mut Statement) {
        statement.push("\n    WHERE true");
        self.push_bounds(statement, KeyOf::Cursor);
        push_pairs(statement, &self.query.filter);
        push_rest(statement, &self.query.filter, self.key());
        self.push_order(statement, self.expression(), "id");
    }

    /// What follows `FROM conversations` for the rows along the sort's index, with those that the rest leaves out.
    fn push_along(&self, statement: &mut Statement) {
        statement.push("\n    WHERE true");
        self.push_bounds(statement, KeyOf::Cursor);
        self.push_order(statement, self.expression(), "id");
    }

    /// Along one range for each pair.
    pub(super) fn push_grid(&self, statement: &mut Statement) {
        statement.push("\n    SELECT near.key, near.id FROM (VALUES ");
        self.push_places(statement);
        statement
            .push(") AS pair ")
            .push(self.place_columns())
            .push(" CROSS JOIN LATERAL (");
        self.push_select(statement);
        statement.push("\n    WHERE tier = pair.tier AND status = pair.status");
        self.push_bounds(statement, KeyOf::Pair);
        push_rest(statement, &self.query.filter, self.key());
        self.push_order(statement, self.expression(), "id");
        self.push_limit(statement);
        statement.push("\n    ) AS near");
        self.push_order(statement, "near.key", "near.id");
        self.push_limit(statement);
    }

    /// The rows along the sort's index that match, of as many as the bound.
    pub(super) fn push_bounded_scan(&self, statement: &mut Statement, bound: u32) {
        statement.push("(");
        self.push_select_all(statement);
        self.push_along(statement);
        statement.push("\n    LIMIT ").push_number(u64::from(bound));
        statement.push("\n  ) AS c WHERE true");
        push_pairs(statement, &self.query.filter);
        push_rest(statement, &self.query.filter, self.key());
        self.push_order(statement, "key", "id");
        self.push_limit(statement);
    }

    /// A condition: there are rows along the sort's index beyond the bound.
    pub(super) fn push_goes_on(&self, statement: &mut Statement, bound: u32) {
        statement.push("EXISTS (SELECT FROM conversations");
        self.push_along(statement);
        statement
            .push("\n    OFFSET ")
            .push_number(u64::from(bound))
            .push(")");
    }

    /// The places of all that matches in the section: what [`Self::push_bounded_scan`] was given up for.
    pub(super) fn push_rest(&self, statement: &mut Statement) {
        statement.push("\n    WITH found AS MATERIALIZED (");
        self.push_matching(statement, "true");
        statement.push("\n    ) SELECT key, id FROM found");
        self.push_order(statement, "key", "id");
        self.push_limit(statement);
    }

    /// Along one range for each pair, each as far as the bound; where one was cut short, all is collected.
    pub(super) fn push_bounded_grid(&self, statement: &mut Statement, bound: u32) {
        statement
            .push("\n    WITH pair ")
            .push(self.place_columns())
            .push(" AS (VALUES ");
        self.push_places(statement);
        statement.push(
            "), walked AS MATERIALIZED (\n    SELECT pair.number, match.key, match.id FROM pair CROSS JOIN LATERAL (SELECT key, id FROM (",
        );
        self.push_select_all(statement);
        statement.push("\n    WHERE tier = pair.tier AND status = pair.status");
        self.push_bounds(statement, KeyOf::Pair);
        self.push_order(statement, self.expression(), "id");
        statement.push("\n    LIMIT ").push_number(u64::from(bound));
        statement.push("\n    ) AS near WHERE true");
        push_rest(statement, &self.query.filter, self.key());
        self.push_limit(statement);
        statement
            .push("\n    ) AS match), short AS MATERIALIZED (\n    SELECT EXISTS (SELECT FROM pair WHERE (SELECT count(*) FROM walked WHERE walked.number = pair.number) < ")
            .push_number(self.fetch as u64)
            .push(" AND EXISTS (SELECT FROM conversations WHERE tier = pair.tier AND status = pair.status");
        self.push_bounds(statement, KeyOf::Pair);
        self.push_order(statement, self.expression(), "id");
        statement
            .push("\n    OFFSET ")
            .push_number(u64::from(bound))
            .push(")) AS needed");
        self.push_otherwise_collect(statement);
    }

    /// The end of a bounded grid, after `walked` and `short`.
    fn push_otherwise_collect(&self, statement: &mut Statement) {
        statement.push("\n    ), found AS MATERIALIZED (");
        self.push_matching(statement, "(SELECT needed FROM short)");
        statement.push(
            "\n    ) SELECT key, id FROM (SELECT key, id FROM walked WHERE NOT (SELECT needed FROM short) UNION ALL SELECT key, id FROM found) AS places",
        );
        self.push_order(statement, "key", "id");
        self.push_limit(statement);
    }

    /// All that matches, within the section and beyond the cursor.
    pub(super) fn push_matching(&self, statement: &mut Statement, condition: &'static str) {
        self.push_select(statement);
        statement.push("\n    WHERE ").push(condition);
        push_all(statement, &self.query.filter);
        self.push_bounds(statement, KeyOf::Cursor);
    }

    /// Along one range for each day of creation. The series is one of timestamps without time zone: a series of instants would
    /// count off the session's days, and lose the last where one of them begins without a midnight.
    pub(super) fn push_days(&self, statement: &mut Statement) {
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
        self.push_bounds(statement, KeyOf::Cursor);
        self.push_order(statement, self.expression(), "id");
        self.push_limit(statement);
        statement.push("\n    ) AS near");
        self.push_order(statement, "near.key", "near.id");
        self.push_limit(statement);
    }

    /// Everything that matches, wherever it lies in the list; materialised, so that the planner cannot see the order, the
    /// cursor and the limit, and walk along the sort's index after all.
    pub(super) fn push_collect(&self, statement: &mut Statement, words: WordOrder) {
        statement.push("\n    WITH found AS MATERIALIZED (");
        self.push_select(statement);
        statement.push("\n    WHERE true");
        push_all_ordered(statement, &self.query.filter, words);
        statement.push("\n    ) SELECT key, id FROM found WHERE true");
        self.push_beyond(statement, "key", KeyOf::Cursor);
        self.push_order(statement, "key", "id");
        self.push_limit(statement);
    }

    pub(super) fn push_select(&self, statement: &mut Statement) {
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
    pub(super) fn push_pair_values(&self, statement: &mut Statement) {
        for (number, (tier, status)) in pairs(&self.query.filter).enumerate() {
            push_pair(statement, number, tier, status);
            statement.push(")");
        }
    }

    /// The pairs, each with the cursor's sort key where there is one.
    ///
    /// A planner that reads the key takes what shares it for a row: at a number of turns that 18,421 conversations have, it
    /// found the sort's own index as good as the pair's, and read them all (5.6 ms against 0.6). A column it cannot read
    /// costs nothing; but the values of a single row it can, hence one that matches nothing beside it.
    fn push_places(&self, statement: &mut Statement) {
        let Some(cursor) = self.keyed_cursor() else {
            return self.push_pair_values(statement);
        };
        for (number, (tier, status)) in pairs(&self.query.filter).enumerate() {
            push_pair(statement, number, tier, status);
            push_key(statement.push(", "), cursor);
            statement.push(")");
        }
        if pairs(&self.query.filter).count() == 1 {
            statement.push(", (NULL, NULL, NULL, NULL)");
        }
    }

    fn place_columns(&self) -> &'static str {
        match self.keyed_cursor() {
            Some(_) => "(number, tier, status, key)",
            None => "(number, tier, status)",
        }
    }

    /// The cursor, unless its sort key is a missing quality.
    fn keyed_cursor(&self) -> Option<&'a Cursor> {
        self.cursor
            .filter(|cursor| cursor.key != Key::QualityScore(None))
    }

    /// `AND` within the section, the span of the sort key, and beyond the cursor as a parameter.
    pub(super) fn push_bounds_of_cursor(&self, statement: &mut Statement) {
        self.push_bounds(statement, KeyOf::Cursor);
    }

    /// `AND` within the section, the span of the sort key, and beyond the cursor.
    fn push_bounds(&self, statement: &mut Statement, key: KeyOf) {
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
        self.push_beyond(statement, self.expression(), key);
        if self.query.rank.is_some() {
            self.push_from_rank(statement);
        }
    }

    /// `AND` from the conversation at the wanted rank on, whose place is the one row of [`super::rank`]'s `first`.
    fn push_from_rank(&self, statement: &mut Statement) {
        let onward = match self.reading {
            Direction::Ascending => " >= ",
            Direction::Descending => " <= ",
        };
        statement
            .push("\n      AND (")
            .push(self.expression())
            .push(", id)")
            .push(onward)
            .push("((SELECT key FROM first), (SELECT id FROM first))");
    }

    /// `AND` strictly beyond the cursor in reading direction. A missing quality cannot be compared: where the section is
    /// the whole list, it stands after every score.
    fn push_beyond(&self, statement: &mut Statement, key: &'static str, place: KeyOf) {
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
            statement
                .push("(")
                .push(key)
                .push(", id)")
                .push(beyond)
                .push("(");
            match place {
                KeyOf::Cursor => push_key(statement, cursor),
                KeyOf::Pair => {
                    statement.push("pair.key");
                }
            }
            statement.push(", ").bind_text(cursor.id).push("::uuid)");
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
    pub(super) fn push_order(
        &self,
        statement: &mut Statement,
        key: &'static str,
        id: &'static str,
    ) {
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

    pub(super) fn push_limit(&self, statement: &mut Statement) {
        statement
            .push("\n    LIMIT ")
            .push_number(self.fetch as u64);
    }
}

fn push_pair(statement: &mut Statement, number: usize, tier: Tier, status: Status) {
    statement.push(if number == 0 { "(" } else { ", (" });
    statement
        .push_number(number as u64)
        .push(", '")
        .push(tier.name())
        .push("', '")
        .push(status.name())
        .push("'");
}

/// The cursor's sort key.
fn push_key(statement: &mut Statement, cursor: &Cursor) {
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
}
