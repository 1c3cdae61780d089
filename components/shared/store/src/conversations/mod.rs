//! Conversations under a filter: a page of them, how many there are, how they are spread, one action on all of them, and all
//! of them with their turns; and conversations from a file.

pub mod bulk;
mod condition;
pub mod count;
mod counters;
pub mod export;
pub mod facets;
pub mod import;
pub mod page;
pub mod plan;
pub mod rank;
pub mod reading;
mod titles;
mod walk;
pub mod words;
