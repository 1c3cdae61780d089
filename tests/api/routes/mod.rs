//! One module per resource, one below it per verb.

pub mod admin;
pub mod bulk;
pub mod contract;
pub mod conversation;
pub mod conversations;
pub mod dashboard;
pub mod export;
pub mod import;
pub mod inspection;
pub mod probes;
pub mod templates;
pub mod vitals;

/// The routes that need a token.
pub const API: [&str; 6] = [
    "/api/conversations",
    "/api/conversations/count",
    "/api/conversations/facets",
    "/api/templates",
    "/api/scenarios",
    "/api/edge-cases",
];

/// Those that take a filter of conversations.
pub const FILTERED: [&str; 3] = [API[0], API[1], API[2]];

/// The same under a filter that the counters know nothing of: whatever answers has to look at conversations.
pub const LOOKING: [&str; 3] = [
    "/api/conversations?persona=nobody",
    "/api/conversations/count?persona=nobody",
    "/api/conversations/facets?persona=nobody",
];
