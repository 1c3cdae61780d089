//! Roles and what each may do.

pub use crate::status::UnknownName;
use crate::status::named;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

named! {
    /// What a caller may do; each role may do all that the ones before it may.
    Role {
        /// Reads.
        Viewer = "viewer",
        /// Also decides, edits, imports and exports.
        Reviewer = "reviewer",
        /// Also manages templates, generation and everything under `/api/admin`.
        Admin = "admin",
    }
}

/// Who is calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token's `sub`: the id of a user.
    pub subject: String,
    /// The caller's role.
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_by_what_they_may_do() {
        assert!(Role::Viewer < Role::Reviewer && Role::Reviewer < Role::Admin);
    }
}
