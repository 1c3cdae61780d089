//! Parley's own statements, known by their text.
//!
//! `pg_stat_statements` keeps a statement as it was written, but for its constants; so what is characteristic of one stands
//! in the text, and nothing has to be added to it for this. A comment would be in the way of what is measured by its text,
//! and PostgreSQL 18 leaves leading ones out. `store/tests/source.rs` makes every statement and holds this table to it.

use parley_domain::inspection::{activity::Source, sql_text::skeleton};

/// What stands in a statement's [`skeleton`], the route that makes it, and what for. The first that fits is the one.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "SELECT coalesce(string_agg(row_to_json(page)::text",
        "GET /api/conversations",
        "a page",
    ),
    (
        "SELECT CASE WHEN pg_current_snapshot()",
        "GET /api/conversations",
        "whether the scan for a page came to its end",
    ),
    (
        "EXPLAIN SELECT title FROM ",
        "GET /api/conversations",
        "how many to expect, for the plan of a page or a count",
    ),
    (
        "SELECT concat_ws(?, sum(row_count)",
        "GET /api/conversations",
        "how many there are, for the plan of a page or a count",
    ),
    (
        "most_common_elems::text::text[] FROM pg_stats",
        "GET /api/conversations",
        "which words are common, for the plan of a page or a count",
    ),
    (
        "SELECT coalesce((SELECT sum(row_count) FROM conversation_",
        "GET /api/conversations/count",
        "a count, from the counters",
    ),
    (
        "WITH found AS MATERIALIZED (SELECT FROM conversations",
        "GET /api/conversations/count",
        "a count, of what matches",
    ),
    (
        "WITH found AS MATERIALIZED (SELECT tier, status, CASE WHEN quality_step",
        "GET /api/conversations/facets",
        "facets, from the counters",
    ),
    (
        "quality_score, count(*) AS n FROM (SELECT",
        "GET /api/conversations/facets",
        "facets, of the latest",
    ),
    (
        "quality_score, count(*) AS n FROM conversations",
        "GET /api/conversations/facets",
        "facets, of what matches",
    ),
    (
        "c.id::text, c.status, t.roles, t.contents",
        "GET /api/export",
        "a file",
    ),
    (
        "conversation_document(id) FROM conversations WHERE id",
        "GET /api/conversations/:id",
        "a conversation",
    ),
    (
        "FROM conversation_create(",
        "POST /api/conversations",
        "a new conversation",
    ),
    (
        "FROM conversation_edit(",
        "PATCH /api/conversations/:id",
        "an edit",
    ),
    (
        "FROM conversation_replace_turns(",
        "PUT /api/conversations/:id/turns",
        "new turns",
    ),
    (
        "FROM conversation_delete(",
        "DELETE /api/conversations/:id",
        "a deletion",
    ),
    (
        "SELECT bulk_batch_step(",
        "POST /api/conversations/bulk",
        "a chunk",
    ),
    (
        "SELECT bulk_batch_undo_step(",
        "POST /api/conversations/bulk/:batchId/undo",
        "a chunk",
    ),
    (
        "INSERT INTO bulk_batches",
        "POST /api/conversations/bulk",
        "a new batch",
    ),
    (
        "bulk_batch_refusal(",
        "POST /api/conversations/bulk",
        "a dry run",
    ),
    (
        "SELECT CASE WHEN action = ?::text AND parameters",
        "POST /api/conversations/bulk",
        "a batch that was sent before",
    ),
    (
        "FROM bulk_batch_items WHERE batch_id = batch.id",
        "POST /api/conversations/bulk",
        "the report of a batch",
    ),
    (
        "FROM bulk_batch_items WHERE batch_id",
        "GET /api/conversations/bulk/:batchId",
        "a batch and its items",
    ),
    (
        "AS content_hash, line.* FROM json_to_recordset(",
        "POST /api/import",
        "a chunk of lines",
    ),
    (
        "FROM conversations WHERE content_hash = ANY (",
        "POST /api/import",
        "a dry run",
    ),
    (
        "INSERT INTO web_vital_reports",
        "POST /api/vitals",
        "a report",
    ),
    (
        "INSERT INTO request_histograms",
        "every route",
        "request metrics",
    ),
    ("SELECT explain_query(", "POST /api/admin/explain", "a plan"),
    (
        "FROM explain_statement(",
        "POST /api/admin/explain",
        "a plan",
    ),
    (
        "SELECT statement_statistics(",
        "GET /api/admin/performance/database",
        "slow statements",
    ),
];

/// The resources of one shape, by their tables.
const LIBRARY: [(&str, &str, &str); 3] = [
    (
        " templates AS r",
        "GET /api/templates",
        "GET /api/templates/:id",
    ),
    (
        " scenarios AS r",
        "GET /api/scenarios",
        "GET /api/scenarios/:id",
    ),
    (
        " edge_cases AS r",
        "GET /api/edge-cases",
        "GET /api/edge-cases/:id",
    ),
];

/// What stands in a skeleton for a parameter of the filter.
const FILTER: [(&str, &str); 17] = [
    ("AND status = ANY (", "status"),
    ("AND tier = ANY (", "tier"),
    ("AND quality_score >= ", "quality_min"),
    ("AND quality_step >= ", "quality_min"),
    ("AND quality_score <= ", "quality_max"),
    ("AND quality_step <= ", "quality_max"),
    ("AND created_at >= ", "start_date"),
    ("AND day > ", "start_date"),
    ("AND day >= ", "start_date"),
    ("AND created_at <= ", "end_date"),
    ("AND day <= ", "end_date"),
    ("AND day < ", "end_date"),
    ("search_vector @@ ", "search"),
    ("AND category && ", "category"),
    ("AND persona = ANY (", "persona"),
    ("AND emotion = ANY (", "emotion"),
    ("AND template_id = ANY (", "template_id"),
];

/// What stands in the skeleton of a page for the way to it; the first that fits.
const PLANS: [(&str, &str); 3] = [
    ("pair (number, tier, status)", "grid"),
    ("AS series (day)", "days"),
    ("WITH found AS MATERIALIZED", "collect"),
];

/// What stands in the skeleton of a page for its sort: of places, or of rows as they are read.
const SORTS: [(&str, &str); 10] = [
    ("SELECT created_at AS key", "created_at"),
    ("SELECT updated_at AS key", "updated_at"),
    ("SELECT quality_score AS key", "quality_score"),
    ("SELECT left(title, ?) COLLATE \"C\" AS key", "title"),
    ("SELECT total_turns AS key", "total_turns"),
    ("ORDER BY created_at", "created_at"),
    ("ORDER BY updated_at", "updated_at"),
    ("ORDER BY quality_score", "quality_score"),
    ("ORDER BY left(title, ?) COLLATE \"C\"", "title"),
    ("ORDER BY total_turns", "total_turns"),
];

/// Where a statement comes from, by its text with or without its constants; `None` where it is none of Parley's.
pub fn of(text: &str) -> Option<Source> {
    let text = skeleton(text);
    let (route, what) = known(&text).or_else(|| of_library(&text))?;
    let is_page = what == "a page";
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| text.contains(mark));
        found.filter(|_| is_page).map(|(_, name)| *name)
    };
    let mut filter = Vec::new();
    for (mark, name) in FILTER {
        if text.contains(mark) && !filter.contains(&name) {
            filter.push(name);
        }
    }
    let plan = first(&PLANS).or(is_page.then_some("scan"));
    if plan == Some("grid") {
        // Its pairs are all that there are of either where the filter names only the other.
        for name in ["status", "tier"] {
            if !filter.contains(&name) {
                filter.push(name);
            }
        }
    }
    Some(Source {
        route,
        what,
        plan,
        sort: first(&SORTS),
        filter,
    })
}

fn known(text: &str) -> Option<(&'static str, &'static str)> {
    let (_, route, what) = KNOWN.iter().find(|(mark, _, _)| text.contains(mark))?;
    Some((route, what))
}

fn of_library(text: &str) -> Option<(&'static str, &'static str)> {
    let is_list = text.starts_with("SELECT coalesce(json_agg(page)");
    let is_one = text.starts_with("SELECT row_to_json(item)");
    let (_, list, one) = LIBRARY.iter().find(|(mark, _, _)| text.contains(mark))?;
    if is_list {
        Some((list, "a list"))
    } else {
        is_one.then_some((one, "one of them"))
    }
}
