//! What a component needs of its host. The only crate that names Spin's interfaces.
//!
//! | module | what it holds |
//! |---|---|
//! | [`serve`] | the way every request walks, from the route to the response |
//! | [`config`] | the variables of `spin.toml`, read once per instance |
//! | [`auth`] | a bearer token becomes a caller with a role |
//! | [`body`] | what a request brings: its body within limits, its conditions |
//! | [`cache`] | what was read a moment ago, from memory or the shared store |
//! | [`cors`] | which other origins a browser may call from |
//! | [`database`] | statements on Postgres, and what its errors mean to a caller |
//! | [`planning`] | what a filter is expected to match, before the way to it is chosen |
//! | [`reply`] | a body becomes a response: compression, length, headers |
//! | [`rows`] | the rows of a long statement, as they are asked for |
//! | [`stream`] | a body that is made while it is sent |
//! | [`readiness`] | whether what the API stands on answers |
//! | [`encoding`] | which content encoding a caller takes |
//! | [`metrics`] | how long requests take, recorded in memory and written after the response |
//! | [`webhook`] | messages to an address that the operator has set |
//! | [`telemetry`] | request ids, `Server-Timing`, the error log |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

pub mod auth;
pub mod body;
pub mod cache;
pub mod config;
pub mod cors;
pub mod database;
pub mod encoding;
pub mod metrics;
pub mod planning;
pub mod readiness;
pub mod reply;
pub mod rows;
pub mod serve;
pub mod stream;
pub mod telemetry;
pub mod webhook;
