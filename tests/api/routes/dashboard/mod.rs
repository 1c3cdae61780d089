//! The dashboard's files.

pub mod get;
