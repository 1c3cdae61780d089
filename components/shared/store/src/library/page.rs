//! One page of templates, scenarios or edge cases.
//!
//! Rows without their text and its variables: those are for whoever opens one. There are hundreds, written by hand, and
//! they are sorted as they are read: no index keeps this order.

use super::{parent, push_columns, table};
use crate::statement::Statement;
use parley_domain::{
    cursor::{Cursor, Key},
    library::{Filter, ListQuery, Resource},
    sort::Direction,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// The sort key, of [`parley_domain::sort::TITLE_KEY_CHARS`] characters.
const KEY: &str = "left(r.name, 80) COLLATE \"C\"";

/// One row: a `text`, a JSON array of up to a page's rows and one more, in reading order; and an `int8`, how many rows the
/// filter selects.
pub fn rows(query: &ListQuery) -> Statement {
    let mut statement =
        Statement::new("SELECT coalesce(json_agg(page), '[]')::text, (SELECT count(*) FROM ");
    push_filtered(&mut statement, query.resource, &query.filter);
    statement.push(")\nFROM (SELECT ");
    push_columns(&mut statement, query.resource);
    statement.push("\n  FROM ");
    push_filtered(&mut statement, query.resource, &query.filter);
    let (beyond, direction) = match query.reading() {
        Direction::Ascending => (" > ", " ASC"),
        Direction::Descending => (" < ", " DESC"),
    };
    if let Some(Cursor {
        key: Key::Title(name),
        id,
        ..
    }) = &query.cursor
    {
        statement
            .push("\n  AND (")
            .push(KEY)
            .push(", r.id)")
            .push(beyond)
            .push("(")
            .bind_text(name)
            .push(", ")
            .bind_text(id)
            .push("::uuid)");
    }
    statement
        .push("\n  ORDER BY ")
        .push(KEY)
        .push(direction)
        .push(", r.id")
        .push(direction)
        .push("\n  LIMIT ")
        .push_number(query.limit.rows() as u64 + 1)
        .push("\n) AS page");
    statement
}

/// The table as `r`, and `WHERE` with all of the filter.
fn push_filtered(statement: &mut Statement, resource: Resource, filter: &Filter) {
    statement.push(table(resource)).push(" AS r WHERE true");
    if let Some(active) = filter.active {
        statement.push(if active {
            " AND r.active"
        } else {
            " AND NOT r.active"
        });
    }
    if let Some(search) = &filter.search {
        // Not LIKE: what a person types is no pattern.
        statement
            .push(" AND strpos(lower(r.name), lower(")
            .bind_text(search)
            .push(")) > 0");
    }
    if !filter.categories.is_empty() {
        statement
            .push(" AND r.category && ")
            .bind_texts(&filter.categories);
    }
    if let Some(parent) = parent(resource)
        && !filter.parents.is_empty()
    {
        statement
            .push(" AND r.")
            .push(parent.column)
            .push(" = ANY(")
            .bind_texts(&filter.parents)
            .push("::uuid[])");
    }
}

/// The rows of a page, each as the JSON that Postgres made.
pub fn parse(json: &str) -> serde_json::Result<Vec<&RawValue>> {
    serde_json::from_slice(json.as_bytes())
}

/// A row's place in the list.
///
/// # Errors
/// Where the row is not one of [`rows`].
pub fn place(row: &RawValue) -> serde_json::Result<(Key, Uuid)> {
    #[derive(Deserialize)]
    struct Row {
        id: Uuid,
        name: String,
    }
    let row: Row = serde_json::from_slice(row.get().as_bytes())?;
    Ok((Key::title(&row.name), row.id))
}
