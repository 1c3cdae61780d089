//! Conversations under a filter: a page of them, and how many there are.

mod condition;
pub mod count;
pub mod page;
