//! An opaque position in a sorted list.
//!
//! A cursor names the conversation at the edge of a page by its sort key and id, not by a row number, so rows that
//! come and go elsewhere do not move it. It carries the sort and a fingerprint of the filter, because a position in
//! one list means nothing in another; handing it to another list is a client's mistake and is answered as one. It is
//! versioned, so that its layout may change, and checksummed, so that a mangled one is told from a foreign one. It is
//! not secret and not signed: all that a made-up cursor can reach is a page that a filter could reach as well. It carries how
//! its page was read too, so that the next need not be planned again.
//!
//! Layout, before URL-safe base64 without padding (integers big-endian):
//!
//! ```text
//! version u8 · sort key u8 · direction u8 · side u8 · filter fingerprint u64 · plan u32 (0: none) · id [u8; 16]
//! · key (absent: none; micros i64; hundredths u16; turns i32; title UTF-8) · checksum u32
//! ```

use crate::{
    quality::Quality,
    sort::{Direction, Sort, SortKey, TITLE_KEY_CHARS},
    timestamp::Timestamp,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use siphasher::sip::SipHasher24;
use std::{hash::Hasher, num::NonZeroU32};
use uuid::Uuid;

/// The layout described above. Any change to it, or to what a sort key or a fingerprint means, takes a new number.
pub const VERSION: u8 = 2;

/// The longest cursor that is read, in characters.
pub const MAX_LENGTH: usize = 512;

const CHECKSUM_BYTES: usize = 4;

/// The sort key of one conversation, in full precision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// `created_at`.
    CreatedAt(Timestamp),
    /// `updated_at`.
    UpdatedAt(Timestamp),
    /// `quality_score`, which may be missing.
    QualityScore(Option<Quality>),
    /// The first [`TITLE_KEY_CHARS`] characters of the title.
    Title(String),
    /// `total_turns`.
    TotalTurns(i32),
}

impl Key {
    /// A title's key.
    pub fn title(title: &str) -> Self {
        Self::Title(title.chars().take(TITLE_KEY_CHARS).collect())
    }

    /// The sort this key belongs to.
    pub const fn sort_key(&self) -> SortKey {
        match self {
            Self::CreatedAt(_) => SortKey::CreatedAt,
            Self::UpdatedAt(_) => SortKey::UpdatedAt,
            Self::QualityScore(_) => SortKey::QualityScore,
            Self::Title(_) => SortKey::Title,
            Self::TotalTurns(_) => SortKey::TotalTurns,
        }
    }
}

/// Which side of the position the wanted page lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The rows after it: the next page.
    After,
    /// The rows before it: the previous page.
    Before,
}

/// A position and a side of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Which way to go from here.
    pub side: Side,
    /// The sort key at the edge of the page.
    pub key: Key,
    /// The id at the edge of the page.
    pub id: Uuid,
    /// How the page was read, in the code of whatever reads the list; none where that is not known or of no use.
    pub plan: Option<NonZeroU32>,
}

/// Why a cursor is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorError {
    /// Longer than [`MAX_LENGTH`].
    TooLong,
    /// Not a cursor, or one that was altered.
    Malformed,
    /// Made by a release with another layout.
    OtherVersion,
    /// Made for another sort key or direction.
    OtherSort,
    /// Made under another filter.
    OtherFilter,
}

impl CursorError {
    /// The `code` of the problem document.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "cursor_too_long",
            Self::Malformed => "cursor_malformed",
            Self::OtherVersion => "cursor_other_version",
            Self::OtherSort => "cursor_other_sort",
            Self::OtherFilter => "cursor_other_filter",
        }
    }

    /// What the caller should know.
    pub const fn message(self) -> &'static str {
        match self {
            Self::TooLong => "a cursor has at most 512 characters",
            Self::Malformed => "not a cursor of this API, or altered; start again without one",
            Self::OtherVersion => "made by another version of this API; start again without one",
            Self::OtherSort => "made for another sort_by or sort_dir; start again without one",
            Self::OtherFilter => "made under another filter; start again without one",
        }
    }
}

impl Cursor {
    /// The way back from an empty page: the same place, looking the other way, and taking in the row that stood there,
    /// in case it still does. Without this a reader whose next rows were all deleted meanwhile could not go anywhere.
    #[must_use]
    pub fn turned(&self, direction: Direction) -> Self {
        let (side, reads) = match self.side {
            Side::After => (Side::Before, direction.reversed()),
            Side::Before => (Side::After, direction),
        };
        let id = match reads {
            Direction::Ascending => self.id.as_u128().saturating_sub(1),
            Direction::Descending => self.id.as_u128().saturating_add(1),
        };
        Self {
            side,
            key: self.key.clone(),
            id: Uuid::from_u128(id),
            plan: self.plan,
        }
    }

    /// The cursor as text, for a list sorted in `direction` under the filter with this fingerprint.
    pub fn encode(&self, direction: Direction, fingerprint: u64) -> String {
        let mut bytes = vec![
            VERSION,
            sort_byte(self.key.sort_key()),
            direction_byte(direction),
            side_byte(self.side),
        ];
        bytes.extend_from_slice(&fingerprint.to_be_bytes());
        bytes.extend_from_slice(&self.plan.map_or(0, NonZeroU32::get).to_be_bytes());
        bytes.extend_from_slice(self.id.as_bytes());
        match &self.key {
            Key::CreatedAt(at) | Key::UpdatedAt(at) => {
                bytes.extend_from_slice(&at.micros().to_be_bytes())
            }
            Key::QualityScore(None) => {}
            Key::QualityScore(Some(quality)) => {
                bytes.extend_from_slice(&quality.hundredths().to_be_bytes())
            }
            Key::Title(title) => bytes.extend_from_slice(title.as_bytes()),
            Key::TotalTurns(turns) => bytes.extend_from_slice(&turns.to_be_bytes()),
        }
        bytes.extend_from_slice(&checksum(&bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor for a list with this sort, under the filter with this fingerprint.
    ///
    /// The version is looked at first, as nothing else can be understood without it; then whether the cursor is whole;
    /// then whether it belongs to this list.
    pub fn decode(text: &str, sort: Sort, fingerprint: u64) -> Result<Self, CursorError> {
        if text.len() > MAX_LENGTH {
            return Err(CursorError::TooLong);
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| CursorError::Malformed)?;
        if *bytes.first().ok_or(CursorError::Malformed)? != VERSION {
            return Err(CursorError::OtherVersion);
        }
        let (body, sum) = bytes
            .split_last_chunk::<CHECKSUM_BYTES>()
            .ok_or(CursorError::Malformed)?;
        if *sum != checksum(body) {
            return Err(CursorError::Malformed);
        }
        Self::decode_body(body, sort, fingerprint)
    }

    fn decode_body(body: &[u8], sort: Sort, fingerprint: u64) -> Result<Self, CursorError> {
        let malformed = || CursorError::Malformed;
        let ([_, key, direction, side], rest) =
            body.split_first_chunk::<4>().ok_or_else(malformed)?;
        let (filter, rest) = rest.split_first_chunk::<8>().ok_or_else(malformed)?;
        let (plan, rest) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
        let (id, key_bytes) = rest.split_first_chunk::<16>().ok_or_else(malformed)?;
        if *key != sort_byte(sort.key) || *direction != direction_byte(sort.direction) {
            return Err(CursorError::OtherSort);
        }
        if u64::from_be_bytes(*filter) != fingerprint {
            return Err(CursorError::OtherFilter);
        }
        let side = match side {
            0 => Side::After,
            1 => Side::Before,
            _ => return Err(malformed()),
        };
        let key = decode_key(sort.key, key_bytes).ok_or_else(malformed)?;
        Ok(Self {
            side,
            key,
            id: Uuid::from_bytes(*id),
            plan: NonZeroU32::new(u32::from_be_bytes(*plan)),
        })
    }
}

fn decode_key(sort_key: SortKey, bytes: &[u8]) -> Option<Key> {
    let timestamp = || Timestamp::from_micros(i64::from_be_bytes(bytes.try_into().ok()?));
    Some(match sort_key {
        SortKey::CreatedAt => Key::CreatedAt(timestamp()?),
        SortKey::UpdatedAt => Key::UpdatedAt(timestamp()?),
        SortKey::QualityScore if bytes.is_empty() => Key::QualityScore(None),
        SortKey::QualityScore => Key::QualityScore(Some(Quality::from_hundredths(
            u16::from_be_bytes(bytes.try_into().ok()?),
        )?)),
        SortKey::Title => {
            let title = std::str::from_utf8(bytes).ok()?;
            // A text with a NUL never came out of Postgres and cannot go into it.
            (title.chars().count() <= TITLE_KEY_CHARS && !title.contains('\0'))
                .then(|| Key::Title(title.to_owned()))?
        }
        SortKey::TotalTurns => Key::TotalTurns(i32::from_be_bytes(bytes.try_into().ok()?)),
    })
}

/// The first four bytes of SipHash-2-4: finds what was cut, flipped or retyped, which is all it is for.
fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut hash = SipHasher24::new();
    hash.write(bytes);
    let [a, b, c, d, ..] = hash.finish().to_be_bytes();
    [a, b, c, d]
}

const fn sort_byte(key: SortKey) -> u8 {
    match key {
        SortKey::CreatedAt => 0,
        SortKey::UpdatedAt => 1,
        SortKey::QualityScore => 2,
        SortKey::Title => 3,
        SortKey::TotalTurns => 4,
    }
}

const fn direction_byte(direction: Direction) -> u8 {
    match direction {
        Direction::Ascending => 0,
        Direction::Descending => 1,
    }
}

const fn side_byte(side: Side) -> u8 {
    match side {
        Side::After => 0,
        Side::Before => 1,
    }
}
