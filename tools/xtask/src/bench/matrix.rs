//! What a list can be asked, as performance.md lays it out: every sort and direction, under every kind of filter, on the
//! first page, on a deep one and on the last.
//!
//! Filters are written as they stand in a URL, so that a cell's typed query and its HTTP request are the same by
//! construction. Their values are chosen for how much of the demo data they select (`seed`): that is what the choice of
//! a plan hangs on.

use crate::seed::{COMMON_WORD, NEEDLE, RARE_CATEGORY};
use anyhow::{Result, anyhow};
use parley_domain::{
    query::ListQuery,
    sort::{Direction, SortKey},
};
use serde::Serialize;

/// A kind of filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// What performance.md calls it.
    pub name: &'static str,
    /// The part of the URL after `?`; empty for no filter.
    pub query: String,
    /// Has a target of its own: a search for one row or for none.
    pub is_needle: bool,
}

/// Every kind of filter.
pub fn filters() -> Vec<Filter> {
    let filter = |name, query: &str| Filter {
        name,
        query: query.to_owned(),
        is_needle: false,
    };
    let needle = |name, word: &str| Filter {
        is_needle: true,
        ..filter(name, &format!("search={word}"))
    };
    vec![
        filter("no filter", ""),
        filter("one status", "status=approved"),
        filter("rare status", "status=needs_revision"),
        filter("several statuses", "status=failed,needs_revision,rejected"),
        filter("tier", "tier=template"),
        filter(
            "tier and status",
            "tier=scenario,edge_case&status=approved,pending_review",
        ),
        filter("quality range", "quality_min=8&quality_max=9"),
        filter("rare quality", "quality_min=9.9"),
        filter("date range", "start_date=2026-05-01&end_date=2026-05-31"),
        needle("needle search", NEEDLE),
        // A persona's, an emotion's and a topic's word: together in about one row of 30,000.
        filter("rare search", "search=widow+grieving+sabbatical"),
        filter("common search", &format!("search={COMMON_WORD}")),
        needle("no match", "zyzzyva"),
        filter("category", "category=tax"),
        filter(
            "rare category and status",
            &format!("category={RARE_CATEGORY}&status=needs_revision"),
        ),
    ]
}

/// Where in the list a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The first page.
    First,
    /// About the fortieth page, or the middle of a shorter list.
    Deep,
    /// The page that ends the list.
    Last,
}

impl Place {
    /// Every place, in reading order.
    pub const ALL: [Self; 3] = [Self::First, Self::Deep, Self::Last];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Deep => "deep",
            Self::Last => "last",
        }
    }
}

/// Every sort with its direction.
pub fn sorts() -> Vec<(SortKey, Direction)> {
    SortKey::ALL
        .iter()
        .flat_map(|key| Direction::ALL.iter().map(|direction| (*key, *direction)))
        .collect()
}

/// A list's URL query.
pub fn list_query(filter: &Filter, (key, direction): (SortKey, Direction)) -> String {
    let separator = if filter.query.is_empty() { "" } else { "&" };
    format!(
        "{}{separator}sort_by={}&sort_dir={}",
        filter.query,
        key.name(),
        direction.name()
    )
}

/// A URL query as the list's component reads it.
///
/// # Errors
/// When the component would answer 400.
pub fn parse(query: &str) -> Result<ListQuery> {
    ListQuery::parse(query).map_err(|errors| anyhow!("`{query}` is no list: {errors:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_list_for_every_filter_sort_and_direction() {
        assert_eq!(filters().len() * sorts().len() * Place::ALL.len(), 450);
    }

    #[test]
    fn every_list_is_one_that_the_api_accepts() {
        for filter in filters() {
            for sort in sorts() {
                let query = list_query(&filter, sort);
                let parsed = parse(&query).expect("a list");
                assert_eq!((parsed.sort.key, parsed.sort.direction), sort, "{query}");
            }
        }
    }
}
