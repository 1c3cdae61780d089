//! What a list can be sorted by.
//!
//! Every order is `(sort key, id)`, both in the same direction, so no two conversations share a place.

pub use crate::status::UnknownName;
use crate::status::named;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

named! {
    /// The key a list is sorted by.
    SortKey {
        /// When the conversation was created.
        CreatedAt = "created_at",
        /// When it was last changed.
        UpdatedAt = "updated_at",
        /// Its quality score; conversations without one come last in both directions.
        QualityScore = "quality_score",
        /// The first [`TITLE_KEY_CHARS`] characters of its title, by code point.
        Title = "title",
        /// How many turns it has.
        TotalTurns = "total_turns",
    }
}

/// How much of a title takes part in the sort, in characters. A bounded key keeps a cursor under its 512 bytes
/// (80 characters are at most 320 bytes of UTF-8) and an index entry small; titles that agree so far are told
/// apart by id.
pub const TITLE_KEY_CHARS: usize = 80;

named! {
    /// The direction of a sort; the id follows it.
    Direction {
        /// Smallest, oldest or first in code point order on top.
        Ascending = "asc",
        /// Largest, newest or last on top.
        Descending = "desc",
    }
}

impl Direction {
    /// The other direction.
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// A sort key with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What is compared.
    pub key: SortKey,
    /// Which end is on top.
    pub direction: Direction,
}

/// Newest first, as every list starts.
impl Default for Sort {
    fn default() -> Self {
        Self {
            key: SortKey::CreatedAt,
            direction: Direction::Descending,
        }
    }
}
