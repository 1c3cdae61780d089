//! One module per resource, one below it per verb.

pub mod contract;
pub mod conversations;
pub mod dashboard;
pub mod probes;
pub mod vitals;

/// The routes that need a token.
pub const API: [&str; 3] = [
    "/api/conversations",
    "/api/conversations/count",
    "/api/conversations/facets",
];

/// The same under a filter that the counters know nothing of: whatever answers has to look at conversations.
pub const LOOKING: [&str; 3] = [
    "/api/conversations?persona=nobody",
    "/api/conversations/count?persona=nobody",
    "/api/conversations/facets?persona=nobody",
];
