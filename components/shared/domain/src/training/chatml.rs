//! `{"text":"<|im_start|>user\n…<|im_end|>\n"}`
//!
//! Byte for byte what the usual ChatML template makes of the messages, without a prompt for another answer.

use crate::turn::Turn;
use serde::Serialize;

/// What a turn begins with, before its role.
pub(super) const START: &str = "<|im_start|>";

/// What a turn ends with.
pub(super) const END: &str = "<|im_end|>";

#[derive(Serialize)]
struct Line {
    text: String,
}

/// Adds the turns as one JSON object.
pub(super) fn write(turns: &[Turn], file: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut text = String::new();
    for turn in turns {
        for part in [START, turn.role.name(), "\n", &turn.content, END, "\n"] {
            text.push_str(part);
        }
    }
    serde_json::to_writer(file, &Line { text })
}
