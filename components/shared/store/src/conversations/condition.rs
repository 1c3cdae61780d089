//! A filter as conditions of a `WHERE` clause, split by what can answer them.
//!
//! Every index that a list is read along begins with `(<sort key>, id)` or `(tier, status, <sort key>, id)`. Three kinds of
//! condition follow from that: the *pairs* of tier and status, which choose index ranges; the *span*, a range of the
//! sort key itself, which bounds them; and the *rest*, which does neither. Of the rest, an entry knows dates and qualities behind
//! the id, so a rest of those alone is left out without the row; of anything else it knows nothing.

use super::words::{self, WordOrder};
use crate::statement::Statement;
use parley_domain::{
    filter::Filter,
    sort::SortKey,
    status::{Status, Tier},
};

/// Adds `AND …` for every condition of the filter.
pub(super) fn push_all(statement: &mut Statement, filter: &Filter) {
    push_all_ordered(statement, filter, WordOrder::AS_TYPED);
}

/// As [`push_all`], with the words of a search in this order.
pub(super) fn push_all_ordered(statement: &mut Statement, filter: &Filter, words: WordOrder) {
    push_without_search(statement, filter);
    push_search(statement, filter, words);
}

/// As [`push_all`], for a statement that is only explained: the words of a search in one condition, which is expected to match as
/// many rows and is planned in two thirds of the time.
pub(super) fn push_explained(statement: &mut Statement, filter: &Filter) {
    push_without_search(statement, filter);
    if let Some(search) = &filter.search {
        push_whole_search(statement, search);
    }
}

/// As [`push_all`], but for the words of a search.
pub(super) fn push_without_search(statement: &mut Statement, filter: &Filter) {
    push_pairs(statement, filter);
    push_quality(statement, filter);
    push_created(statement, filter);
    push_names(statement, filter);
}

/// Adds `AND …` for statuses and tiers.
pub(super) fn push_pairs(statement: &mut Statement, filter: &Filter) {
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
}

/// Adds `AND …` for the range of the sort key, where the filter has one.
pub(super) fn push_span(statement: &mut Statement, filter: &Filter, key: SortKey) {
    match key {
        SortKey::CreatedAt => push_created(statement, filter),
        SortKey::QualityScore => push_quality(statement, filter),
        SortKey::UpdatedAt | SortKey::Title | SortKey::TotalTurns => {}
    }
}

/// Adds `AND …` for what is neither pair nor span.
pub(super) fn push_rest(statement: &mut Statement, filter: &Filter, key: SortKey) {
    if key != SortKey::CreatedAt {
        push_created(statement, filter);
    }
    if key != SortKey::QualityScore {
        push_quality(statement, filter);
    }
    push_names(statement, filter);
    push_search(statement, filter, WordOrder::AS_TYPED);
}

/// Whether [`push_rest`] adds anything.
pub(super) fn has_rest(filter: &Filter, key: SortKey) -> bool {
    (has_dates(filter) && key != SortKey::CreatedAt)
        || (has_quality(filter) && key != SortKey::QualityScore)
        || has_other(filter)
}

pub(super) fn has_dates(filter: &Filter) -> bool {
    filter.created_from.is_some() || filter.created_to.is_some()
}

pub(super) fn has_quality(filter: &Filter) -> bool {
    filter.quality_min.is_some() || filter.quality_max.is_some()
}

/// Whether the filter has a condition on tier or status.
pub(super) fn has_pairs(filter: &Filter) -> bool {
    !filter.tiers.is_empty() || !filter.statuses.is_empty()
}

/// Whether the filter has a condition that is on none of tier, status, quality and creation.
pub(super) fn has_other(filter: &Filter) -> bool {
    filter.search.is_some() || has_names(filter)
}

/// Whether the filter has a condition on categories, personas, emotions or templates, which no index that is read in order has.
pub(super) fn has_names(filter: &Filter) -> bool {
    !filter.categories.is_empty()
        || !filter.personas.is_empty()
        || !filter.emotions.is_empty()
        || !filter.template_ids.is_empty()
}

/// Every pair of tier and status that the filter lets through: at most 24.
pub(super) fn pairs(filter: &Filter) -> impl Iterator<Item = (Tier, Status)> {
    let tiers = Tier::ALL
        .iter()
        .filter(|tier| filter.tiers.is_empty() || filter.tiers.contains(tier));
    tiers.flat_map(|tier| {
        Status::ALL
            .iter()
            .filter(|status| filter.statuses.is_empty() || filter.statuses.contains(status))
            .map(|status| (*tier, *status))
    })
}

fn push_quality(statement: &mut Statement, filter: &Filter) {
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
}

/// Adds `AND …` for the range of creation.
pub(super) fn push_created(statement: &mut Statement, filter: &Filter) {
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
}

fn push_names(statement: &mut Statement, filter: &Filter) {
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

/// Adds `AND …` for the words of a search.
///
/// Several plain words are a condition each: an index takes the places of one from those of the next in 0.72 to 0.88 of the time
/// that it takes for one condition with all of them (docs/decisions/017). A word that the server's dictionary drops asks for nothing
/// among others, but alone it would match nothing, and so do words that are all dropped.
fn push_search(statement: &mut Statement, filter: &Filter, order: WordOrder) {
    let Some(search) = &filter.search else {
        return;
    };
    let Some(words) = words::plain(search).filter(|words| words.len() > 1) else {
        return push_whole_search(statement, search);
    };
    words::push_any_left(statement.push("\n  AND "), search);
    for word in order.apply(&words) {
        words::push_word(statement.push("\n  AND "), word);
    }
}

fn push_whole_search(statement: &mut Statement, search: &str) {
    push_query(statement.push("\n  AND search_vector @@ "), search);
}

/// Adds the query that a search is for Postgres.
pub(super) fn push_query(statement: &mut Statement, words: &str) {
    statement
        .push("websearch_to_tsquery('english', ")
        .bind_text(words)
        .push(")");
}
