//! The list's answer.

use crate::read::Found;
use parley_domain::{cursor::Cursor, page::Page, query::ListQuery};
use parley_platform::{cache::Served, telemetry::Milliseconds};
use parley_store::conversations::{page, plan::Plan};
use std::fmt::{self, Write};

/// Room for what stands around the rows of a page, two cursors among it, in bytes.
const FRAME_BYTES: usize = 768;

/// The page as JSON without its `meta`; the rows go out as Postgres made them.
pub fn page(query: &ListQuery, found: &Found) -> serde_json::Result<String> {
    let rows = found.parts.iter().flat_map(|part| page::lines(part));
    let mut page = Page::new(rows.collect(), query.limit, query.cursor.as_ref());
    page.has_previous |= found.rank.is_some_and(|rank| rank > 0);
    let direction = query.sort.direction;
    let (next, previous) = page.edges(query.cursor.as_ref(), direction, |row| {
        page::place(row, query.sort.key)
    })?;
    let fingerprint = query.filter.fingerprint();
    let plan = found.plan.and_then(Plan::code);
    let text = |cursor: Cursor| Cursor { plan, ..cursor }.encode(direction, fingerprint);
    let next_cursor = next.map(text);
    let prev_cursor = previous.map(text);
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
    json.push_str(r#","rank":"#);
    push_known(&mut json, found.rank);
    json.push_str(r#","totalCount":"#);
    // Null where it is not known at once: a page never waits for its total, which `/api/conversations/count` gives.
    push_known(&mut json, found.total);
    json.push_str(match found.total {
        Some(_) => r#","totalKind":"exact"}}"#,
        None => r#","totalKind":null}}"#,
    });
    Ok(json)
}

fn push_known(json: &mut String, number: Option<i64>) {
    match number {
        Some(number) => push(json, number),
        None => json.push_str("null"),
    }
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
