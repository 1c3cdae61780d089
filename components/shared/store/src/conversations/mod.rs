//! Conversations under a filter: a page of them, how many there are, how they are spread, and one action on all of them.

pub mod bulk;
mod condition;
pub mod count;
mod counters;
pub mod facets;
pub mod page;
pub mod plan;
