//! Parley's vocabulary, independent of any transport, database or host.
//!
//! | module | what it holds |
//! |---|---|
//! | [`status`] | conversation statuses, the moves between them, tiers |
//! | [`quality`] | quality scores in hundredths |
//! | [`timestamp`] | instants in microseconds, and the two ends of a date range |
//! | [`filter`] | what selects conversations, with a stable fingerprint |
//! | [`sort`] | the sort keys and directions of a list |
//! | [`cursor`] | an opaque, versioned position in a sorted list |
//! | [`cache_key`] | every key of the shared key-value store |
//! | [`page`] | `limit + 1` rows become a page and its cursors |
//! | [`query`] | query strings become typed input, or every error at once |
//! | [`document`] | JSON bodies become typed input, or every error at once |
//! | [`bulk`] | one action on many conversations |
//! | [`conversation`] | a conversation as a caller writes it, and what is to change of one |
//! | [`turn`] | what is said, and in which order |
//! | [`library`] | templates, scenarios and edge cases: one shape, three resources |
//! | [`template`] | the text of a template and the variables it is filled with |
//! | [`import`] | files of training conversations become conversations |
//! | [`training`] | conversations as the lines of a trainer's file |
//! | [`web_vital`] | what a page measured in a browser |
//! | [`performance`] | over which time performance is looked at, and its figures |
//! | [`alert`] | thresholds, and what an administrator changes of them |
//! | [`prometheus`] | metrics in the text format of Prometheus |
//! | [`report`] | the performance report, as Markdown and as HTML |
//! | [`role`] | who may do what |
//! | [`inspection`] | what Postgres says of itself becomes verdicts |
//! | [`histogram`] | durations in buckets, which add up across nodes |
//! | [`outcome`] | how a request ended, as metrics tell it |
//! | [`problem`] | every error the API can answer with, as RFC 9457 |
//!
//! Nothing here reads a clock, a variable or a socket, so all of it is tested natively.

pub mod alert;
pub mod bulk;
pub mod cache_key;
pub mod conversation;
pub mod cursor;
pub mod document;
pub mod filter;
pub mod histogram;
pub mod import;
pub mod inspection;
pub mod library;
pub mod outcome;
pub mod page;
pub mod performance;
pub mod problem;
pub mod prometheus;
pub mod quality;
pub mod query;
pub mod report;
pub mod role;
pub mod sort;
pub mod status;
pub mod template;
pub mod timestamp;
pub mod training;
pub mod turn;
pub mod web_vital;
