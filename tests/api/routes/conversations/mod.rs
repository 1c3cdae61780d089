//! `/api/conversations`.

pub mod count;
pub mod list;
