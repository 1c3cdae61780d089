//! The list's answer.

use parley_domain::{
    cursor::{Cursor, Side},
    page::Page,
    query::ListQuery,
};
use parley_platform::telemetry::Milliseconds;
use parley_store::conversations::page;
use serde::Serialize;
use serde_json::value::RawValue;

#[derive(Serialize)]
struct Answer<'a> {
    data: &'a [&'a RawValue],
    pagination: Pagination,
    meta: Meta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    next_cursor: Option<String>,
    prev_cursor: Option<String>,
    has_more: bool,
    limit: usize,
    /// Null where it is not known at once: a page never waits for its total, which `/api/conversations/count` gives.
    total_count: Option<i64>,
    total_kind: Option<&'static str>,
}

/// In snake case, as the spec has these two.
#[derive(Serialize)]
struct Meta {
    cached: bool,
    query_time_ms: Box<RawValue>,
}

/// The page as JSON; the rows go out as Postgres made them.
pub fn page(
    query: &ListQuery,
    page: &Page<&RawValue>,
    total: Option<i64>,
    query_time_ms: Milliseconds,
) -> serde_json::Result<Vec<u8>> {
    let (key, direction) = (query.sort.key, query.sort.direction);
    let at = |row: Option<&&RawValue>, side: Side| {
        row.map(|row| page::place(row, key).map(|(key, id)| Cursor { side, key, id }))
            .transpose()
    };
    // An empty page has no row to go on from, but a place that it was reached from.
    let back = query
        .cursor
        .as_ref()
        .filter(|_| page.rows.is_empty())
        .map(|cursor| cursor.turned(direction));
    let leading = |side: Side| back.clone().filter(|cursor| cursor.side == side);
    let next = at(page.rows.last().filter(|_| page.has_next), Side::After)?;
    let previous = at(
        page.rows.first().filter(|_| page.has_previous),
        Side::Before,
    )?;
    let fingerprint = query.filter.fingerprint();
    let text = |cursor: Cursor| cursor.encode(direction, fingerprint);
    let next_cursor = next.or_else(|| leading(Side::After)).map(text);
    let prev_cursor = previous.or_else(|| leading(Side::Before)).map(text);
    serde_json::to_vec(&Answer {
        data: &page.rows,
        pagination: Pagination {
            has_more: next_cursor.is_some(),
            next_cursor,
            prev_cursor,
            limit: query.limit.rows(),
            total_count: total,
            total_kind: total.map(|_| "exact"),
        },
        meta: Meta {
            cached: false,
            query_time_ms: RawValue::from_string(query_time_ms.to_string())?,
        },
    })
}
