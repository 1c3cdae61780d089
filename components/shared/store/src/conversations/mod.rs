//! Conversations under a filter: a page of them, how many there are, how they are spread, and all of them with
//! their turns; and conversations from a file.

mod condition;
pub mod count;
mod counters;
pub mod export;
pub mod facets;
pub mod import;
pub mod page;
pub mod plan;
