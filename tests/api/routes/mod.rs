//! One module per resource, one below it per verb.

pub mod conversations;
pub mod dashboard;

/// The routes that need a token.
pub const API: [&str; 3] = [
    "/api/conversations",
    "/api/conversations/count",
    "/api/conversations/facets",
];
