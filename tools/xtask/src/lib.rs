//! Parley's commands, as a library that the `xtask` binary and the API tests share.
//!
//! | module | what it holds |
//! |---|---|
//! | [`app`] | starting and stopping the host that serves the components |
//! | [`bench`] | measurements, and whether they reach what they have to |
//! | [`build`] | components, dashboard and local host, each only where something changed |
//! | [`check`] | formatting, lints, licences, sizes |
//! | [`counters`] | whether the kept counts are right |
//! | [`migrate`] | the schema, up and down |
//! | [`plans`] | the SQL of the lists that are measured, and its plans |
//! | [`postgres`] | a private Postgres |
//! | [`redis`] | a private Redis |
//! | [`seed`] | conversations to look at and to test on |
//! | [`statement`] | running the statements of the store |
//! | [`steps`] | what a person sees while something takes long |
//! | [`suites`] | the tests |
//! | [`toolchain`] | compiling to `wasm32-wasip2`, with rustup or without |
//! | [`token`] | the secret of a data directory and tokens signed with it |
//! | [`up`] | everything together |
//! | [`workspace`] | where the checkout is, and running programs in it |

pub mod app;
pub mod bench;
pub mod build;
pub mod check;
pub mod counters;
pub mod migrate;
pub mod plans;
pub mod postgres;
pub mod python;
pub mod redis;
pub mod seed;
pub mod statement;
pub mod steps;
pub mod suites;
pub mod token;
pub mod toolchain;
pub mod up;
pub mod workspace;
