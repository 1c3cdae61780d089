//! What the tests share.

pub mod client;
pub mod fixture;
pub mod oracle;
pub mod registry;
pub mod tokens;
