//! A filter as conditions of a `WHERE` clause, split by what can answer them.
//!
//! Every index that a list is read along begins with `(<sort key>, id)` or `(tier, status, <sort key>, id)`. Three kinds of
//! condition follow from that: the *pairs* of tier and status, which choose index ranges; the *span*, a range of the
//! sort key itself, which bounds them; and the *rest*, which does neither. Of the rest, an entry knows dates and qualities behind
//! the id, so a rest of those alone is left out without the row; of anything else it knows nothing.

use crate::statement::Statement;
use parley_domain::{
    filter::Filter,
    sort::SortKey,
    status::{Status, Tier},
};

/// Adds `AND …` for every condition of the filter.
pub(super) fn push_all(statement: &mut Statement, filter: &Filter) {
    push_with_search(statement, filter, push_search);
}

/// As [`push_all`], for a statement that is only explained: the words of a search in one condition, which is expected to match as
/// many rows and is planned in two thirds of the time.
pub(super) fn push_explained(statement: &mut Statement, filter: &Filter) {
    push_with_search(statement, filter, push_whole_search);
}

fn push_with_search(
    statement: &mut Statement,
    filter: &Filter,
    push_search: fn(&mut Statement, &str),
) {
    push_pairs(statement, filter);
    push_quality(statement, filter);
    push_created(statement, filter);
    push_other(statement, filter, push_search);
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
    push_other(statement, filter, push_search);
}

/// Whether [`push_rest`] adds anything.
pub(super) fn has_rest(filter: &Filter, key: SortKey) -> bool {
    let created = filter.created_from.is_some() || filter.created_to.is_some();
    let quality = filter.quality_min.is_some() || filter.quality_max.is_some();
    (created && key != SortKey::CreatedAt)
        || (quality && key != SortKey::QualityScore)
        || has_other(filter)
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

fn push_other(statement: &mut Statement, filter: &Filter, push_search: fn(&mut Statement, &str)) {
    if let Some(search) = &filter.search {
        push_search(statement, search);
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

/// Adds `AND …` for the words of a search.
///
/// Several plain words are a condition each: an index takes the places of one from those of the next in 0.72 to 0.88 of the time
/// that it takes for one condition with all of them (docs/decisions/017). A word that the server's dictionary drops asks for nothing
/// among others, but alone it would match nothing, and so do words that are all dropped.
fn push_search(statement: &mut Statement, search: &str) {
    let Some(words) = plain_words(search) else {
        return push_whole_search(statement, search);
    };
    push_query(statement.push("\n  AND numnode("), search);
    statement.push(") > 0");
    for word in words {
        push_query(statement.push("\n  AND (numnode("), word);
        push_query(statement.push(") = 0 OR search_vector @@ "), word);
        statement.push(")");
    }
}

fn push_whole_search(statement: &mut Statement, search: &str) {
    push_query(statement.push("\n  AND search_vector @@ "), search);
}

fn push_query(statement: &mut Statement, words: &str) {
    statement
        .push("websearch_to_tsquery('english', ")
        .bind_text(words)
        .push(")");
}

/// Words to look for one by one at most: each takes some 25 µs of planning.
const MOST_WORDS: usize = 6;

/// The words of a search that means all of them and nothing else, where there are a few: letters and digits of ASCII between
/// spaces, without the operator `or`. Of anything else Postgres says what is a word.
fn plain_words(search: &str) -> Option<impl Iterator<Item = &str>> {
    let words = || search.split_ascii_whitespace();
    let is_plain = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !word.eq_ignore_ascii_case("or")
    };
    ((2..=MOST_WORDS).contains(&words().count()) && words().all(is_plain)).then(words)
}
