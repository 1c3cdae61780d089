//! `{"messages":[{"role":"user","content":"…"}]}`

use crate::turn::Turn;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    messages: &'a [Turn],
}

/// Adds the turns as one JSON object.
pub(super) fn write(turns: &[Turn], file: &mut Vec<u8>) -> serde_json::Result<()> {
    serde_json::to_writer(file, &Line { messages: turns })
}
