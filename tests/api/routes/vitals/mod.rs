//! `/api/vitals`.

pub mod post;
