//! What may be asked of a batch.

use super::Params;
use crate::{bulk::Outcome, cursor::CursorError, page::Limit, problem::FieldError};
use uuid::Uuid;

/// The input of `GET /api/conversations/bulk/:batchId`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchQuery {
    /// Only items with this outcome.
    pub outcome: Option<Outcome>,
    /// How many to a page.
    pub limit: Limit,
    /// The last conversation of the page before. Items come in the order of their ids, which never change, so the id is
    /// all that a cursor has to carry.
    pub cursor: Option<Uuid>,
}

impl BatchQuery {
    /// Reads the part of a URL after `?`.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let outcome = params.named("outcome");
        let limit = params.limit(Limit::default());
        let cursor = params.only("cursor").and_then(|cursor| {
            let id = Uuid::parse_str(&cursor).ok();
            if id.is_none() {
                let error = CursorError::Malformed;
                params.error("cursor", error.code(), error.message());
            }
            id
        });
        params.finish(Self {
            outcome,
            limit,
            cursor,
        })
    }
}
