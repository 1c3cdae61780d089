//! What a file is imported with.

use super::Params;
use crate::{
    problem::FieldError,
    status::{Status, Tier},
};
use std::collections::BTreeSet;

/// The input of `POST /api/import`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportQuery {
    /// The tier of conversations whose metadata names none.
    pub tier: Tier,
    /// The status that all of them begin with: one that nobody has to decide.
    pub status: Status,
    /// Categories that are added to those of each.
    pub categories: BTreeSet<String>,
    /// Reads and reports, and writes nothing.
    pub dry_run: bool,
}

impl ImportQuery {
    /// The statuses that an imported conversation may begin with.
    pub const STATUSES: [Status; 3] = [Status::Draft, Status::Generated, Status::PendingReview];

    /// Reads the part of a URL after `?`.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let input = Self {
            tier: params.named("tier").unwrap_or(Tier::Template),
            status: params.named("status").unwrap_or(Status::Generated),
            categories: params.texts("category", true),
            dry_run: params.boolean("dry_run"),
        };
        if !Self::STATUSES.contains(&input.status) {
            params.error(
                "status",
                "unknown_value",
                "one of draft, generated, pending_review",
            );
        }
        params.finish(input)
    }
}
