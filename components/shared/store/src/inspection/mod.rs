//! What Postgres says of itself, as JSON for the verdicts of [`parley_domain::inspection`].
//!
//! | module | what it asks |
//! |---|---|
//! | [`activity`] | connections, slow and long-running statements, hit ratios |
//! | [`indexes`] | indexes, scans of tables, and how large B-trees need to be |
//! | [`explain`] | plans, and the tables in them |
//! | [`source`] | nothing: it knows Parley's own statements by their text |

pub mod activity;
pub mod explain;
pub mod indexes;
pub mod source;
