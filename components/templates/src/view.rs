//! Pages and refusals, as callers see them.

use parley_domain::{
    library::{ListQuery, Resource, SORT},
    page::Page,
    problem::{FieldError, Kind, Problem},
};
use parley_store::library::{
    page,
    row::{Refusal, Uses},
};
use serde::Serialize;
use serde_json::value::RawValue;

#[derive(Serialize)]
struct Answer<'a> {
    data: &'a [&'a RawValue],
    pagination: Pagination,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    next_cursor: Option<String>,
    prev_cursor: Option<String>,
    has_more: bool,
    limit: usize,
    total_count: Option<i64>,
    total_kind: &'static str,
}

/// A page as JSON; the rows go out as Postgres made them.
pub fn page(query: &ListQuery, rows: &str, total: Option<i64>) -> serde_json::Result<String> {
    let page = Page::new(page::parse(rows)?, query.limit, query.cursor.as_ref());
    let (next, previous) = page.edges(query.cursor.as_ref(), SORT.direction, |row| {
        page::place(row)
    })?;
    let text =
        |cursor: parley_domain::cursor::Cursor| cursor.encode(SORT.direction, query.fingerprint());
    let next_cursor = next.map(text);
    serde_json::to_string(&Answer {
        data: &page.rows,
        pagination: Pagination {
            has_more: next_cursor.is_some(),
            next_cursor,
            prev_cursor: previous.map(text),
            limit: query.limit.rows(),
            total_count: total,
            total_kind: "exact",
        },
    })
}

/// 404.
pub fn missing(resource: Resource) -> Problem {
    Problem::new(
        Kind::NotFound,
        format!("there is no {} with this id", resource.noun()),
    )
}

/// Why nothing was written: 409, or 400 where the body names something that is not there.
pub fn refused(resource: Resource, refusal: Refusal) -> Problem {
    match (refusal, resource.parent()) {
        (Refusal::NoParent, Some(parent)) => Problem::invalid(vec![FieldError {
            field: parent.field.to_owned(),
            code: "unknown_reference",
            message: format!("there is no {} with this id", parent.noun).into(),
        }]),
        (Refusal::NameTaken, _) => Problem::new(
            Kind::Conflict,
            format!("there is another {} of this name", resource.noun()),
        ),
        (Refusal::Stale | Refusal::NoParent, _) => Problem::new(
            Kind::Conflict,
            "it is being changed by others; try again".to_owned(),
        ),
    }
}

/// 412, with the row as it stands.
pub fn stale(row: String) -> Problem {
    Problem::new(
        Kind::StaleVersion,
        "If-Match names another version than it has",
    )
    .with_current(row)
}

/// 409 that says by how many of what it is used.
pub fn used(resource: Resource, uses: &Uses) -> Problem {
    let counts = [
        (uses.conversations, "conversation"),
        (uses.scenarios, Resource::Scenarios.noun()),
        (uses.edge_cases, Resource::EdgeCases.noun()),
    ];
    let mut users = Vec::new();
    for (count, noun) in counts {
        match count {
            0 => {}
            1 => users.push(format!("1 {noun}")),
            _ => users.push(format!("{count} {noun}s")),
        }
    }
    Problem::new(
        Kind::Conflict,
        format!(
            "this {} is used by {}; make it inactive instead, or delete those first",
            resource.noun(),
            users.join(" and ")
        ),
    )
}
