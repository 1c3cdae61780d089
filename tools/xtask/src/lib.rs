//! Parley's commands, as a library that the `xtask` binary and the API tests share.

pub mod migrate;
pub mod postgres;
pub mod seed;
