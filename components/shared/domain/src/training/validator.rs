//! Which conversations can be a line of a format.
//!
//! In every format: the rules of [`turn::check`] (system first, user and assistant in turn, nothing empty), and the
//! assistant has the last word, as a trainer learns from what comes after a prompt. In KTO a reviewer has decided; in
//! ChatML no turn holds one of the marks that separate turns, which a tokenizer would take for the end of the turn.

use super::{
    Conversation,
    chatml::{END, START},
    format::Format,
};
pub use crate::status::UnknownName;
use crate::{
    status::{Status, named},
    turn::{self, TurnRole},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

named! {
    /// Why a conversation cannot be a line.
    Defect {
        /// It has no turns.
        NoTurns = "no_turns",
        /// A turn says nothing.
        EmptyText = "empty_text",
        /// A system turn stands elsewhere than at the beginning.
        SystemNotFirst = "system_not_first",
        /// The assistant speaks before the user.
        UserNotFirst = "user_not_first",
        /// Two turns of the same role follow each other.
        NotAlternating = "not_alternating",
        /// It is longer than a conversation may be, in turns or in characters of one.
        TooLong = "too_long",
        /// The last turn is not the assistant's.
        EndsWithoutAssistant = "ends_without_assistant",
        /// KTO: it is neither approved nor rejected.
        NotDecided = "not_decided",
        /// ChatML: a turn holds `<|im_start|>` or `<|im_end|>`.
        HoldsMarks = "holds_marks",
    }
}

/// Holds a conversation against the rules above.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(format: Format, conversation: &Conversation) -> Result<(), Defect> {
    let Conversation { status, turns, .. } = conversation;
    turn::check(turns).map_err(|error| match (error.code, error.index) {
        ("empty", None) => Defect::NoTurns,
        ("system_not_first", _) => Defect::SystemNotFirst,
        ("user_not_first", _) => Defect::UserNotFirst,
        ("not_alternating", _) => Defect::NotAlternating,
        ("too_many" | "too_long", _) => Defect::TooLong,
        _ => Defect::EmptyText,
    })?;
    if turns.last().map(|turn| turn.role) != Some(TurnRole::Assistant) {
        return Err(Defect::EndsWithoutAssistant);
    }
    match format {
        Format::Kto if !matches!(status, Status::Approved | Status::Rejected) => {
            Err(Defect::NotDecided)
        }
        Format::Chatml
            if turns
                .iter()
                .any(|turn| turn.content.contains(START) || turn.content.contains(END)) =>
        {
            Err(Defect::HoldsMarks)
        }
        _ => Ok(()),
    }
}
