//! Files of training conversations become conversations, or the reason why a line is none.
//!
//! | module | what it holds |
//! |---|---|
//! | [`lines`] | bytes as they come become lines, of which none is held beyond its limit |
//! | [`line`] | one line of JSONL, in any of three shapes, becomes a conversation |
//! | [`title`] | what a conversation is called that brings no title |
//!
//! A file is read one line at a time and a line stands for itself: a bad one is reported and left out, and the rest goes
//! in.

pub mod line;
pub mod lines;
mod metadata;
pub mod title;

pub use metadata::Metadata;

use crate::turn::Turn;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// A conversation as a line has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What is said, in an order that [`crate::turn::check`] allows.
    pub turns: Vec<Turn>,
    /// What else the line tells of it.
    pub metadata: Metadata,
}

/// Why a line is no conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A stable name for a program to act on.
    pub code: &'static str,
    /// A sentence for a person, which names the member that is wrong.
    pub message: Cow<'static, str>,
}

impl Refusal {
    /// A reason that is about the whole line.
    pub fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// A reason that is about one member.
    fn at(place: &str, code: &'static str, message: &str) -> Self {
        Self::new(code, format!("{place}: {message}"))
    }
}

/// SHA-256 of turns, by which a conversation is known again, in whatever shape it comes.
///
/// Of each turn the name of its role, a NUL, its content and another NUL: no content holds a NUL, so no two
/// conversations are the same text.
pub fn content_hash(turns: &[Turn]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for turn in turns {
        for part in [turn.role.name(), &turn.content] {
            hash.update(part);
            hash.update([0]);
        }
    }
    hash.finalize().into()
}
