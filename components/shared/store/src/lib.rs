//! Every SQL statement of Parley, and the shape of what each returns.
//!
//! | module | what it holds |
//! |---|---|
//! | [`statement`] | how a statement is put together: static text and numbered parameters |
//! | [`conversation`] | one conversation: read, created, edited, deleted |
//! | [`conversations`] | the page, the count and the facets of conversations under a filter, and the plan of each |
//! | [`request_histograms`] | request metrics, added up |
//!
//! Pure text: nothing here connects to anything. A statement is a function from typed input to
//! [`statement::Statement`], and beside it stands the function that reads its result.

pub mod conversation;
pub mod conversations;
pub mod request_histograms;
pub mod statement;
