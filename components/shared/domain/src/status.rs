//! Statuses of a conversation, the moves allowed between them, and tiers.
//!
//! The table of moves stands here for answers (a 422 names the moves that are allowed) and in
//! `migrations/` for enforcement: Postgres refuses a forbidden move whoever asks for it.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A value that is none of the names its type knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownName {
    /// The names that would have been accepted.
    pub expected: &'static [&'static str],
}

/// Defines an enum whose values have one name in JSON, SQL and query strings alike.
macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($(#[$variant_meta:meta])* $variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type { $($(#[$variant_meta])* #[serde(rename = $name)] $variant),+ }

        impl $type {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every name, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The name used in JSON, SQL and query strings.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl FromStr for $type {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                match text {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(UnknownName { expected: Self::NAMES }),
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// Where a conversation stands on its way into a training set.
    Status {
        /// Being written; not yet complete.
        Draft = "draft",
        /// Complete as the model or a person left it; nobody has looked.
        Generated = "generated",
        /// Waiting in the review queue.
        PendingReview = "pending_review",
        /// Good enough to train on.
        Approved = "approved",
        /// Refused, with a reason code.
        Rejected = "rejected",
        /// Sent back with a note on what to change.
        NeedsRevision = "needs_revision",
        /// Generation ended in an error.
        Failed = "failed",
        /// Put away; out of every queue and export.
        Archived = "archived",
    }
}

impl Status {
    /// The statuses a conversation may move to from this one.
    pub const fn moves(self) -> &'static [Self] {
        use Status::{
            Approved, Archived, Draft, Failed, Generated, NeedsRevision, PendingReview, Rejected,
        };
        match self {
            Draft => &[Generated, PendingReview, Archived],
            Generated => &[PendingReview, Draft, Archived],
            PendingReview => &[Approved, Rejected, NeedsRevision, Archived],
            NeedsRevision => &[PendingReview, Draft, Archived],
            Approved | Rejected => &[NeedsRevision, Archived],
            Failed => &[Draft, Archived],
            Archived => &[Draft],
        }
    }
}

named! {
    /// Where a conversation's prompt came from.
    Tier {
        /// A prompt template.
        Template = "template",
        /// A scenario written on top of a template.
        Scenario = "scenario",
        /// An edge case written on top of a scenario.
        EdgeCase = "edge_case",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_back_to_its_status() {
        for status in Status::ALL {
            assert_eq!(status.name().parse(), Ok(*status));
        }
    }

    #[test]
    fn names_are_exact() {
        for wrong in ["Approved", "approved ", "", "done"] {
            assert!(wrong.parse::<Status>().is_err(), "{wrong:?} was accepted");
        }
    }

    #[test]
    fn no_status_moves_to_itself_and_every_status_but_archived_can_be_archived() {
        for status in Status::ALL {
            assert!(!status.moves().contains(status));
            assert_eq!(
                status.moves().contains(&Status::Archived),
                *status != Status::Archived
            );
        }
    }
}
