//! The list's answer.

use parley_domain::{
    cursor::{Cursor, Side},
    page::Page,
    query::ListQuery,
};
use parley_platform::{cache::Served, telemetry::Milliseconds};
use parley_store::conversations::page;
use std::fmt::{self, Write};

/// Room for what stands around the rows of a page, two cursors among it, in bytes.
const FRAME_BYTES: usize = 768;

/// The page as JSON without its `meta`; the rows go out as Postgres made them.
pub fn page(
    query: &ListQuery,
    page: &Page<&str>,
    total: Option<i64>,
) -> serde_json::Result<String> {
    let (key, direction) = (query.sort.key, query.sort.direction);
    let at = |row: Option<&&str>, side: Side| {
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
    let rows_bytes: usize = page.rows.iter().map(|row| row.len() + 1).sum();
    let mut json = String::with_capacity(rows_bytes + FRAME_BYTES);
    json.push_str(r#"{"data":["#);
    for (number, row) in page.rows.iter().enumerate() {
        if number > 0 {
            json.push(',');
        }
        json.push_str(row);
    }
    json.push_str(r#"],"pagination":{"nextCursor":"#);
    push_cursor(&mut json, next_cursor.as_deref());
    json.push_str(r#","prevCursor":"#);
    push_cursor(&mut json, prev_cursor.as_deref());
    json.push_str(r#","hasMore":"#);
    push(&mut json, next_cursor.is_some());
    json.push_str(r#","limit":"#);
    push(&mut json, query.limit.rows());
    json.push_str(r#","totalCount":"#);
    // Null where it is not known at once: a page never waits for its total, which `/api/conversations/count` gives.
    match total {
        Some(total) => {
            push(&mut json, total);
            json.push_str(r#","totalKind":"exact"}}"#);
        }
        None => json.push_str(r#"null,"totalKind":null}}"#),
    }
    Ok(json)
}

/// A cursor is URL-safe base64: nothing in it needs an escape.
fn push_cursor(json: &mut String, cursor: Option<&str>) {
    match cursor {
        Some(cursor) => {
            json.push('"');
            json.push_str(cursor);
            json.push('"');
        }
        None => json.push_str("null"),
    }
}

/// Writing to a text does not fail.
fn push(json: &mut String, value: impl fmt::Display) {
    let _ = write!(json, "{value}");
}

/// A page with its `meta`, which is in snake case, as the spec has it: whether the page was read for an earlier request, and
/// how long Postgres took for this one.
pub fn answer(served: &Served, query_time_ms: Milliseconds) -> Vec<u8> {
    let page = served.payload.strip_suffix('}').unwrap_or_default();
    let mut json = String::with_capacity(page.len() + FRAME_BYTES);
    json.push_str(page);
    json.push_str(r#","meta":{"cached":"#);
    push(&mut json, served.hit);
    json.push_str(r#","query_time_ms":"#);
    push(&mut json, query_time_ms);
    json.push_str("}}");
    json.into_bytes()
}
