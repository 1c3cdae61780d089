//! A filter as a `WHERE` clause.

use crate::statement::Statement;
use parley_domain::filter::Filter;

/// Adds `WHERE …` for the filter; always at least `WHERE true`, so that more can follow with `AND`.
pub(super) fn push_where(statement: &mut Statement, filter: &Filter) {
    statement.push("\nWHERE true");
    if !filter.statuses.is_empty() {
        statement
            .push("\n  AND status = ANY (")
            .bind_texts(&filter.statuses)
            .push(")");
    }
    if !filter.tiers.is_empty() {
        statement
            .push("\n  AND tier = ANY (")
            .bind_texts(&filter.tiers)
            .push(")");
    }
    if let Some(quality) = filter.quality_min {
        statement
            .push("\n  AND quality_score >= ")
            .bind_text(quality)
            .push("::numeric");
    }
    if let Some(quality) = filter.quality_max {
        statement
            .push("\n  AND quality_score <= ")
            .bind_text(quality)
            .push("::numeric");
    }
    if let Some(search) = &filter.search {
        statement
            .push("\n  AND search_vector @@ websearch_to_tsquery('english', ")
            .bind_text(search)
            .push(")");
    }
    if let Some(from) = filter.created_from {
        statement
            .push("\n  AND created_at >= ")
            .bind_text(from)
            .push("::timestamptz");
    }
    if let Some(to) = filter.created_to {
        statement
            .push("\n  AND created_at <= ")
            .bind_text(to)
            .push("::timestamptz");
    }
    if !filter.categories.is_empty() {
        statement
            .push("\n  AND category && ")
            .bind_texts(&filter.categories);
    }
    if !filter.personas.is_empty() {
        statement
            .push("\n  AND persona = ANY (")
            .bind_texts(&filter.personas)
            .push(")");
    }
    if !filter.emotions.is_empty() {
        statement
            .push("\n  AND emotion = ANY (")
            .bind_texts(&filter.emotions)
            .push(")");
    }
    if !filter.template_ids.is_empty() {
        statement
            .push("\n  AND template_id = ANY (")
            .bind_texts(&filter.template_ids)
            .push("::uuid[])");
    }
}
