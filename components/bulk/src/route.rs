//! Which of this component's routes a path is.

use uuid::Uuid;

/// What is below `/api/conversations/bulk`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// `/api/conversations/bulk`
    Batches,
    /// `/api/conversations/bulk/:batchId`
    Batch(Uuid),
    /// `/api/conversations/bulk/:batchId/undo`
    Undo(Uuid),
}

impl Route {
    /// Reads a path; `None` where it is none of these. A batch that is named by something else than a UUID does not exist.
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/api/conversations/bulk")?;
        if rest.is_empty() {
            return Some(Self::Batches);
        }
        let rest = rest.strip_prefix('/')?;
        match rest.strip_suffix("/undo") {
            Some(id) => Uuid::parse_str(id).ok().map(Self::Undo),
            None => Uuid::parse_str(rest).ok().map(Self::Batch),
        }
    }
}
