//! Along the titles, with the words of each in the index.
//!
//! The words in a title and what it begins with go together, so a search by title passes thousands of titles between two that
//! match, and to read their rows takes 2.5 µs each. `idx_conversations_search_by_title` has the words beside the title, and what
//! else most filters ask for, so that what does not match is left out for 0.6 µs (docs/decisions/016).
//!
//! An entry of an index is bounded and a text is not, so the long ones are not in it. Their places are in an index of their own, whose
//! rows are read, and the two are merged.

use super::{
    condition::{has_names, push_pairs, push_rest},
    plan::UNBOUNDED,
    walk::Walk,
};
use crate::statement::Statement;
use parley_domain::{query::ListQuery, sort::SortKey};

/// The two indexes, as the condition that each has.
const INDEXES: [&str; 2] = [
    "octet_length(title) + octet_length(persona) + octet_length(emotion) <= 320",
    "octet_length(title) + octet_length(persona) + octet_length(emotion) > 320",
];

/// Whether the index has all that the list's filter asks for, words among it.
pub(super) fn know(query: &ListQuery) -> bool {
    let filter = &query.filter;
    query.sort.key == SortKey::Title && filter.search.is_some() && !has_names(filter)
}

/// The places of what matches, of as many titles as the bound.
pub(super) fn push_scan(statement: &mut Statement, walk: &Walk<'_>, bound: u32) {
    if bound >= UNBOUNDED {
        return push_whole_scan(statement, walk);
    }
    statement.push("\n    SELECT key, id FROM (");
    push_along(statement, walk, bound, "");
    statement.push("\n    LIMIT ").push_number(u64::from(bound));
    statement.push("\n    ) AS near WHERE true");
    push_pairs(statement, walk.filter());
    push_rest(statement, walk.filter(), SortKey::Title);
    walk.push_order(statement, "key", "id");
    walk.push_limit(statement);
}

/// As [`push_scan`], of titles beyond ASCII from the first on; and where none of those matches, of all in the section: it has few
/// titles, or all that match lie beyond the bound. Collecting, from the section's own index, is right for either and costs less
/// than to ask which, or to be asked for by itself.
pub(super) fn push_scan_or_all(statement: &mut Statement, walk: &Walk<'_>, bound: u32) {
    statement.push("\n    WITH walked AS MATERIALIZED (");
    if know(walk.query()) {
        push_scan(statement, walk, bound);
    } else {
        statement.push("\n    SELECT key, id FROM ");
        walk.push_bounded_scan(statement, bound);
    }
    statement.push("\n    ), found AS MATERIALIZED (");
    walk.push_matching(statement, "NOT EXISTS (SELECT FROM walked)");
    statement.push(
        "\n    ) SELECT key, id FROM (SELECT key, id FROM walked UNION ALL SELECT key, id FROM found) AS places",
    );
    walk.push_order(statement, "key", "id");
    walk.push_limit(statement);
}

/// The places of what matches. What does not is left out where the index is read: a title that is handed on first takes half as
/// long again.
fn push_whole_scan(statement: &mut Statement, walk: &Walk<'_>) {
    for (number, index) in INDEXES.iter().enumerate() {
        push_from(statement, walk, number, index, "");
        push_pairs(statement, walk.filter());
        push_rest(statement, walk.filter(), SortKey::Title);
        walk.push_order(statement, walk.expression(), "id");
        walk.push_limit(statement);
        statement.push(")");
    }
    walk.push_order(statement, "key", "id");
    walk.push_limit(statement);
}

/// A condition: there are titles beyond the bound.
pub(super) fn push_goes_on(statement: &mut Statement, walk: &Walk<'_>, bound: u32) {
    statement.push("EXISTS (");
    push_along(statement, walk, bound, " + 1");
    statement
        .push("\n    OFFSET ")
        .push_number(u64::from(bound))
        .push(")");
}

/// Titles in order, matching or not: so many of each index at most, and `more`, as the planner hands no limit down to them.
fn push_along(statement: &mut Statement, walk: &Walk<'_>, bound: u32, more: &'static str) {
    for (number, index) in INDEXES.iter().enumerate() {
        push_from(statement, walk, number, index, COLUMNS);
        walk.push_order(statement, walk.expression(), "id");
        statement
            .push("\n    LIMIT ")
            .push_number(u64::from(bound))
            .push(more)
            .push(")");
    }
    walk.push_order(statement, "key", "id");
}

/// What of a title is read to tell whether it matches.
const COLUMNS: &str = ", tier, status, quality_score, created_at, search_vector";

/// Begins the reading of one of the indexes, from the cursor on.
fn push_from(
    statement: &mut Statement,
    walk: &Walk<'_>,
    number: usize,
    index: &'static str,
    columns: &'static str,
) {
    statement
        .push(if number == 0 { "" } else { "\n    UNION ALL" })
        .push("\n    (SELECT ")
        .push(walk.expression())
        .push(" AS key, id")
        .push(columns)
        .push(" FROM conversations\n    WHERE ")
        .push(index);
    walk.push_bounds_of_cursor(statement);
}
