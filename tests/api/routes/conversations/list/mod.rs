//! `GET /api/conversations`.

pub mod cursors;
pub mod paging;
pub mod parameters;
pub mod ranks;
