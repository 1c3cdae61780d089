//! `{"instruction":"…","input":"","output":"…","system":"…","history":[["…","…"]]}`
//!
//! The last exchange is instruction and output, those before it are the history. `input` is empty: what it would hold in a
//! data set of single instructions, a conversation says in its turns.

use crate::turn::{Turn, TurnRole};
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    instruction: &'a str,
    input: &'static str,
    output: &'a str,
    system: &'a str,
    history: Vec<(&'a str, &'a str)>,
}

/// Adds the turns as one JSON object. Turns that do not end with an exchange leave instruction and output empty.
pub(super) fn write(turns: &[Turn], file: &mut Vec<u8>) -> serde_json::Result<()> {
    let (system, exchanges) = match turns {
        [first, rest @ ..] if first.role == TurnRole::System => (first.content.as_str(), rest),
        _ => ("", turns),
    };
    let mut history: Vec<(&str, &str)> = exchanges
        .chunks_exact(2)
        .filter_map(|exchange| match exchange {
            [user, assistant] => Some((user.content.as_str(), assistant.content.as_str())),
            _ => None,
        })
        .collect();
    let (instruction, output) = history.pop().unwrap_or_default();
    let line = Line {
        instruction,
        input: "",
        output,
        system,
        history,
    };
    serde_json::to_writer(file, &line)
}
