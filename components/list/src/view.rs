//! The list's answer.

use parley_domain::{
    cursor::{Cursor, Side},
    page::Page,
    query::ListQuery,
};
use parley_platform::{cache::Served, telemetry::Milliseconds};
use parley_store::conversations::page;
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
    /// Null where it is not known at once: a page never waits for its total, which `/api/conversations/count` gives.
    total_count: Option<i64>,
    total_kind: Option<&'static str>,
}

/// The page as JSON without its `meta`; the rows go out as Postgres made them.
pub fn page(
    query: &ListQuery,
    page: &Page<&RawValue>,
    total: Option<i64>,
) -> serde_json::Result<String> {
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
    serde_json::to_string(&Answer {
        data: &page.rows,
        pagination: Pagination {
            has_more: next_cursor.is_some(),
            next_cursor,
            prev_cursor,
            limit: query.limit.rows(),
            total_count: total,
            total_kind: total.map(|_| "exact"),
        },
    })
}

/// A page with its `meta`, which is in snake case, as the spec has it: whether the page was read for an earlier request, and
/// how long Postgres took for this one.
pub fn answer(served: &Served, query_time_ms: Milliseconds) -> Vec<u8> {
    let page = served.payload.strip_suffix('}').unwrap_or_default();
    let hit = served.hit;
    format!(r#"{page},"meta":{{"cached":{hit},"query_time_ms":{query_time_ms}}}}}"#).into_bytes()
}
