//! One page of conversations, from a rank on: so many conversations lie before it.
//!
//! Counting off the rows of half a list takes as long as reading it. The counters by day have most of that count: summed
//! up in reading order they say which day the rank lies in, and only the rows of that day are counted off, along its range
//! of the sort's index. From the place that is found there the page is read as any other, all in one statement, hence in
//! one snapshot.
//!
//! | the list | its ranks |
//! |---|---|
//! | by creation, under tier, status and creation | from the counters: [`counted`] |
//! | any other, while what matches is cheap to gather ([`super::count`]) | from all that matches: [`collected`] |
//! | any other | not known |
//!
//! A rank past the last page is taken for that of the last page: whoever asks for it has a count from before something
//! was deleted, and is at the end of the list.

use super::{
    condition::{has_pairs, has_rest, push_all, push_span},
    counters::push_days,
    page::{Section, push_page},
    walk::Walk,
};
use crate::statement::{Statement, Value};
use parley_domain::{
    query::ListQuery,
    sort::{Direction, SortKey},
};

/// One row: a `text`, up to `limit + 1` rows as lines of JSON in the order of the list; an `int8`, the number of
/// conversations in all; and an `int8`, the rank of the first row. `None` where the counters do not know ranks.
pub fn counted(query: &ListQuery, rank: u32) -> Option<Statement> {
    let filter = &query.filter;
    if query.sort.key != SortKey::CreatedAt || has_rest(filter, query.sort.key) {
        return None;
    }
    let walk = walk(query);
    let mut statement = Statement::new("WITH counted AS MATERIALIZED (\n  ");
    push_days(&mut statement, filter);
    statement.push("\n), ");
    push_wanted(
        &mut statement,
        query,
        rank,
        "coalesce(sum(n), 0)::int8 AS total FROM counted",
    );
    statement
        .push(
            ", day AS MATERIALIZED (\
             \n  SELECT day::timestamp AT TIME ZONE 'UTC' AS begins, (day + 1)::timestamp AT TIME ZONE 'UTC' AS ends, rank - before AS skipped\
             \n  FROM (SELECT day, n, (sum(n) OVER (ORDER BY day ",
        )
        .push(match query.sort.direction {
            Direction::Ascending => "ASC",
            Direction::Descending => "DESC",
        })
        .push(
            "))::int8 - n AS before FROM counted) AS summed CROSS JOIN wanted\
             \n  WHERE rank >= before AND rank < before + n\
             \n), first AS MATERIALIZED (",
        );
    push_first(&mut statement, &walk);
    statement.push("\n)\n");
    push_answer(&mut statement, &walk, &|statement| {
        if has_pairs(filter) {
            walk.push_grid(statement);
        } else {
            walk.push_scan(statement);
        }
    });
    Some(statement)
}

/// As [`counted`], from all that matches.
pub fn collected(query: &ListQuery, rank: u32) -> Statement {
    let walk = walk(query);
    let mut statement = Statement::new("WITH found AS MATERIALIZED (");
    walk.push_select(&mut statement);
    statement.push("\n    WHERE true");
    push_all(&mut statement, &query.filter);
    statement.push("\n), ");
    push_wanted(&mut statement, query, rank, "count(*) AS total FROM found");
    statement.push("\n");
    push_answer(&mut statement, &walk, &|statement| {
        statement.push("\n    SELECT key, id FROM found");
        walk.push_order(statement, "key", "id");
        statement.push("\n    OFFSET (SELECT rank FROM wanted)");
        walk.push_limit(statement);
    });
    statement
}

fn walk(query: &ListQuery) -> Walk<'_> {
    Walk::new(query, Section::Whole, query.limit.rows() + 1)
}

/// Adds `wanted`: the total, and the rank, which is at most that of the last page.
fn push_wanted(statement: &mut Statement, query: &ListQuery, rank: u32, total: &'static str) {
    statement
        .push("wanted AS MATERIALIZED (\n  SELECT greatest(least(")
        .bind(Value::Integer(i64::from(rank)))
        .push(", total - ")
        .push_number(query.limit.rows() as u64)
        .push("), 0) AS rank, total FROM (SELECT ")
        .push(total)
        .push(") AS summed\n)");
}

/// Adds a query for the place of the conversation at the rank: that many rows of its day are skipped.
fn push_first(statement: &mut Statement, walk: &Walk<'_>) {
    if has_pairs(walk.filter()) {
        statement.push("\n    SELECT near.key, near.id FROM (VALUES ");
        walk.push_pair_values(statement);
        statement.push(") AS pair (number, tier, status) CROSS JOIN LATERAL (");
        push_day_rows(statement, walk, "tier = pair.tier AND status = pair.status");
        // No range needs to be read farther than all of them together.
        statement.push("\n    LIMIT (SELECT skipped + 1 FROM day)\n    ) AS near");
        walk.push_order(statement, "near.key", "near.id");
    } else {
        push_day_rows(statement, walk, "true");
    }
    statement.push("\n    OFFSET (SELECT skipped FROM day) LIMIT 1");
}

fn push_day_rows(statement: &mut Statement, walk: &Walk<'_>, condition: &'static str) {
    walk.push_select(statement);
    statement.push("\n    WHERE ").push(condition).push(
        "\n      AND created_at >= (SELECT begins FROM day) AND created_at < (SELECT ends FROM day)",
    );
    push_span(statement, walk.filter(), SortKey::CreatedAt);
    walk.push_order(statement, walk.expression(), "id");
}

fn push_answer(statement: &mut Statement, walk: &Walk<'_>, push_places: &dyn Fn(&mut Statement)) {
    statement.push(
        "SELECT coalesce(string_agg(row_to_json(page)::text, E'\\n'), ''), (SELECT total FROM wanted), (SELECT rank FROM wanted)",
    );
    push_page(statement, walk, push_places);
}
