//! What the tests share.

pub mod client;
pub mod contract;
pub mod download;
pub mod fixture;
pub mod oracle;
pub mod own_app;
pub mod own_postgres;
pub mod proxy;
pub mod raw;
pub mod receiver;
pub mod redis;
pub mod registry;
pub mod seen;
pub mod tokens;
pub mod upload;
