//! What is said in a conversation, and the order in which roles may speak.
//!
//! The order is what every trainer's chat template expects: at most one system turn, at the beginning; then user and
//! assistant in turn, the user first. A conversation that ends on a user turn is unfinished, not wrong.

pub use crate::status::UnknownName;
use crate::status::named;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most turns a conversation may have.
pub const MAX_TURNS: usize = 500;

/// The longest content of one turn, in characters.
pub const MAX_CONTENT_CHARS: usize = 100_000;

named! {
    /// Who speaks.
    TurnRole {
        /// Instructions that stand above the conversation.
        System = "system",
        /// The person who asks.
        User = "user",
        /// The model that is trained to answer.
        Assistant = "assistant",
    }
}

/// One turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// Who speaks.
    pub role: TurnRole,
    /// What is said; never blank.
    pub content: String,
}

/// Why turns are no conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnError {
    /// The turn, from 0; `None` where it is about all of them.
    pub index: Option<usize>,
    /// A stable name for a program to act on.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: &'static str,
}

/// Holds turns against the rules above.
///
/// # Errors
/// The first turn that breaks one.
pub fn check(turns: &[Turn]) -> Result<(), TurnError> {
    let about_all = |code, message| TurnError {
        index: None,
        code,
        message,
    };
    if turns.is_empty() {
        return Err(about_all("empty", "a conversation has at least one turn"));
    }
    if turns.len() > MAX_TURNS {
        return Err(about_all("too_many", "at most 500 turns"));
    }
    let mut last = None;
    for (index, turn) in turns.iter().enumerate() {
        let about_this = |code, message| TurnError {
            index: Some(index),
            code,
            message,
        };
        if is_blank(&turn.content) {
            return Err(about_this("empty", "a turn says something"));
        }
        if turn.content.chars().nth(MAX_CONTENT_CHARS).is_some() {
            return Err(about_this("too_long", "at most 100000 characters"));
        }
        if turn.content.contains('\0') {
            return Err(about_this("nul", "must not contain a NUL character"));
        }
        match (turn.role, last) {
            (TurnRole::System, Some(_)) => {
                return Err(about_this(
                    "system_not_first",
                    "a system turn stands at the beginning alone",
                ));
            }
            (TurnRole::Assistant, None | Some(TurnRole::System)) => {
                return Err(about_this(
                    "user_not_first",
                    "the user speaks before the assistant",
                ));
            }
            (TurnRole::User, Some(TurnRole::User))
            | (TurnRole::Assistant, Some(TurnRole::Assistant)) => {
                return Err(about_this(
                    "not_alternating",
                    "user and assistant speak in turn",
                ));
            }
            _ => last = Some(turn.role),
        }
    }
    Ok(())
}

/// Whether nothing can be seen in a text. Wider than white space: what counts as such for Postgres, whose constraint has
/// the last word, depends on the locale of its database, and includes some of these.
fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(
                letter,
                '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(roles: &[TurnRole]) -> Vec<Turn> {
        roles
            .iter()
            .map(|role| Turn {
                role: *role,
                content: "said".to_owned(),
            })
            .collect()
    }

    #[test]
    fn user_and_assistant_in_turn_are_a_conversation() {
        use TurnRole::{Assistant, System, User};
        for roles in [
            &[User][..],
            &[User, Assistant],
            &[System, User],
            &[System, User, Assistant, User],
        ] {
            assert_eq!(check(&turns(roles)), Ok(()), "{roles:?}");
        }
    }

    #[test]
    fn the_first_turn_out_of_order_is_named() {
        use TurnRole::{Assistant, System, User};
        for (roles, index, code) in [
            (&[Assistant][..], 0, "user_not_first"),
            (&[System, Assistant], 1, "user_not_first"),
            (&[User, User], 1, "not_alternating"),
            (&[User, Assistant, Assistant], 2, "not_alternating"),
            (&[User, System], 1, "system_not_first"),
            (&[System, System], 1, "system_not_first"),
        ] {
            let error = check(&turns(roles)).unwrap_err();
            assert_eq!((error.index, error.code), (Some(index), code), "{roles:?}");
        }
    }

    #[test]
    fn blank_and_missing_turns_are_refused() {
        assert_eq!(check(&[]).unwrap_err().code, "empty");
        for content in ["", " \n", "\u{1f}", "\u{feff}\u{200b}"] {
            let mut blank = turns(&[TurnRole::User]);
            blank[0].content = content.to_owned();
            assert_eq!(check(&blank).unwrap_err().code, "empty", "{content:?}");
        }
    }
}
