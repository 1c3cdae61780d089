//! Every SQL statement of Parley, and the shape of what each returns.
//!
//! | module | what it holds |
//! |---|---|
//! | [`statement`] | how a statement is put together: static text and numbered parameters |
//! | [`library`] | templates, scenarios and edge cases |
//! | [`conversations`] | the page, the count and the facets of conversations under a filter, the plan of each, and bulk actions |
//! | [`backend`] | how one statement ends another that runs long |
//! | [`conversation`] | one conversation: read, created, edited, deleted |
//! | [`inspection`] | what Postgres says of itself: connections, statements, indexes, plans |
//! | [`request_histograms`] | request metrics, added up |
//! | [`performance`] | the figures that come of them, by route, cache and page |
//! | [`alerts`] | thresholds, evaluated as they are read |
//! | [`prometheus`] | what was counted since counting began |
//! | [`readiness`] | whether Postgres answers |
//! | [`web_vitals`] | what browsers measured, with a cap on each user |
//!
//! Pure text: nothing here connects to anything. A statement is a function from typed input to
//! [`statement::Statement`], and beside it stands the function that reads its result.

pub mod alerts;
pub mod backend;
pub mod conversation;
pub mod conversations;
pub mod inspection;
pub mod library;
pub mod performance;
pub mod prometheus;
pub mod readiness;
pub mod request_histograms;
pub mod statement;
pub mod web_vitals;
