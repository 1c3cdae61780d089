//! Conversations under a filter: a page of them, how many there are, and how they are spread; and those of a file.

mod condition;
pub mod count;
mod counters;
pub mod facets;
pub mod import;
pub mod page;
pub mod plan;
