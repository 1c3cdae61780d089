//! `{"messages":[{"role":"user","content":"…","train":false}]}`
//!
//! Trained on is what the model is to say: the assistant's turns.

use crate::turn::{Turn, TurnRole};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    messages: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
    train: bool,
}

/// Adds the turns as one JSON object.
pub(super) fn write(turns: &[Turn], file: &mut Vec<u8>) -> serde_json::Result<()> {
    let messages = turns.iter().map(Message::of).collect();
    serde_json::to_writer(file, &Line { messages })
}

impl<'a> Message<'a> {
    fn of(turn: &'a Turn) -> Self {
        Self {
            role: turn.role.name(),
            content: &turn.content,
            train: turn.role == TurnRole::Assistant,
        }
    }
}
