//! `{"conversations":[{"from":"human","value":"…"}]}`
//!
//! A system turn stands first among the conversations. The format also knows it as a member `system` beside them, but that
//! would be missing from other lines of the same file.

use crate::turn::{Turn, TurnRole};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    conversations: Vec<Said<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    from: &'static str,
    value: &'a str,
}

/// Adds the turns as one JSON object.
pub(super) fn write(turns: &[Turn], file: &mut Vec<u8>) -> serde_json::Result<()> {
    let conversations = turns.iter().map(Said::of).collect();
    serde_json::to_writer(file, &Line { conversations })
}

impl<'a> Said<'a> {
    fn of(turn: &'a Turn) -> Self {
        Self {
            from: match turn.role {
                TurnRole::System => "system",
                TurnRole::User => "human",
                TurnRole::Assistant => "gpt",
            },
            value: &turn.content,
        }
    }
}
