//! `{"prompt":[{"role":"user","content":"…"}],"completion":[{"role":"assistant","content":"…"}],"label":true}`
//!
//! The completion is the last turn, the prompt all before it; the label is what the reviewer decided.

use crate::{status::Status, turn::Turn};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    prompt: &'a [Turn],
    completion: &'a [Turn],
    label: bool,
}

/// Adds the turns as one JSON object.
pub(super) fn write(turns: &[Turn], status: Status, file: &mut Vec<u8>) -> serde_json::Result<()> {
    let (prompt, completion) = turns.split_at(turns.len().saturating_sub(1));
    let line = Line {
        prompt,
        completion,
        label: status == Status::Approved,
    };
    serde_json::to_writer(file, &line)
}
