//! One line of JSONL becomes a conversation.
//!
//! | shape | known by | as written by |
//! |---|---|---|
//! | OpenAI messages | `messages` | `{"messages": [{"role": "user", "content": "…"}, …]}` |
//! | ShareGPT | `conversations` | `{"conversations": [{"from": "human", "value": "…"}, …], "system": "…"}` |
//! | Alpaca | `instruction` | `{"instruction": "…", "input": "…", "output": "…", "system": "…", "history": [["…", "…"], …]}` |
//!
//! Each line tells its shape by itself, so a file may mix them. Members that no shape has are other programs' and are
//! left alone, `metadata` apart, which an export writes and [`Metadata`] reads.

use super::{Imported, Metadata, Refusal};
use crate::{
    document::{MAX_DEPTH, fault},
    turn::{self, Turn, TurnRole},
};
use serde_json::{Map, Value};

/// Reads a line.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(line: &[u8]) -> Result<Imported, Refusal> {
    let value: Value = serde_json::from_slice(line).map_err(|error| {
        if std::str::from_utf8(line).is_err() {
            Refusal::new("not_utf8", "is not UTF-8 text")
        } else {
            Refusal::new(
                "not_json",
                format!("is not JSON at column {}", error.column()),
            )
        }
    })?;
    match fault(&value, MAX_DEPTH) {
        Some("nul") => return Err(Refusal::new("nul", "must not contain a NUL character")),
        Some(code) => return Err(Refusal::new(code, "is nested too deep")),
        None => {}
    }
    let Value::Object(mut members) = value else {
        return Err(Refusal::new(
            "not_an_object",
            "a line is one JSON object, which is one conversation",
        ));
    };
    let metadata = Metadata::read(members.remove("metadata"))?;
    let turns = if let Some(messages) = members.remove("messages") {
        spoken(messages, &MESSAGES)?
    } else if let Some(conversations) = members.remove("conversations") {
        let mut turns = system(&mut members)?;
        turns.append(&mut spoken(conversations, &SHARE_GPT)?);
        turns
    } else if members.contains_key("instruction") {
        alpaca(&mut members)?
    } else {
        return Err(Refusal::new(
            "unknown_shape",
            "has neither `messages` (OpenAI) nor `conversations` (ShareGPT) nor `instruction` (Alpaca)",
        ));
    };
    turn::check(&turns).map_err(|error| match error.index {
        Some(index) => Refusal::at(&format!("turn {}", index + 1), error.code, error.message),
        None => Refusal::new(error.code, error.message),
    })?;
    Ok(Imported { turns, metadata })
}

/// How a list of turns is written.
struct Spelling {
    list: &'static str,
    role: &'static str,
    content: &'static str,
    roles: &'static [(&'static str, TurnRole)],
    expected: &'static str,
}

const MESSAGES: Spelling = Spelling {
    list: "messages",
    role: "role",
    content: "content",
    roles: &[
        ("system", TurnRole::System),
        ("user", TurnRole::User),
        ("assistant", TurnRole::Assistant),
    ],
    expected: "one of system, user, assistant",
};

/// With the names of the other shape as well: files that were converted by hand have them.
const SHARE_GPT: Spelling = Spelling {
    list: "conversations",
    role: "from",
    content: "value",
    roles: &[
        ("system", TurnRole::System),
        ("human", TurnRole::User),
        ("gpt", TurnRole::Assistant),
        ("user", TurnRole::User),
        ("assistant", TurnRole::Assistant),
    ],
    expected: "one of system, human, gpt, user, assistant",
};

fn spoken(value: Value, spelling: &Spelling) -> Result<Vec<Turn>, Refusal> {
    let Value::Array(values) = value else {
        return Err(Refusal::at(spelling.list, "not_a_list", "must be a list"));
    };
    let mut turns = Vec::with_capacity(values.len().min(turn::MAX_TURNS));
    for (index, value) in values.into_iter().enumerate() {
        let place = |member: &str| format!("{}[{index}]{member}", spelling.list);
        let Value::Object(mut members) = value else {
            return Err(Refusal::at(
                &place(""),
                "not_an_object",
                "must be a JSON object",
            ));
        };
        let mut member = |name: &'static str| {
            let place = place(&format!(".{name}"));
            let text = text(members.remove(name), &place);
            text.map(|text| (text, place))
        };
        let (name, place) = member(spelling.role)?;
        let known = spelling.roles.iter().find(|(known, _)| *known == name);
        let Some((_, role)) = known else {
            return Err(Refusal::at(&place, "unknown_role", spelling.expected));
        };
        let (content, _) = member(spelling.content)?;
        turns.push(Turn {
            role: *role,
            content,
        });
    }
    Ok(turns)
}

/// The instruction and the input are one turn, a line apart, and what is empty is not there: as LLaMA-Factory reads them
/// (`data/README.md`, "Alpaca Format").
fn alpaca(members: &mut Map<String, Value>) -> Result<Vec<Turn>, Refusal> {
    let mut turns = system(members)?;
    let mut say = |role, content| turns.push(Turn { role, content });
    match members.remove("history") {
        None | Some(Value::Null) => {}
        Some(Value::Array(pairs)) => {
            for (index, pair) in pairs.into_iter().enumerate() {
                let place = format!("history[{index}]");
                let mut pair = match pair {
                    Value::Array(pair) if pair.len() == 2 => pair.into_iter(),
                    _ => {
                        return Err(Refusal::at(
                            &place,
                            "not_a_pair",
                            "must be a list of two texts",
                        ));
                    }
                };
                say(TurnRole::User, text(pair.next(), &place)?);
                say(TurnRole::Assistant, text(pair.next(), &place)?);
            }
        }
        Some(_) => return Err(Refusal::at("history", "not_a_list", "must be a list")),
    }
    let mut asked = text(members.remove("instruction"), "instruction")?;
    let input = optional_text(members, "input")?;
    if !asked.is_empty() && !input.is_empty() {
        asked.push('\n');
    }
    asked.push_str(&input);
    say(TurnRole::User, asked);
    say(
        TurnRole::Assistant,
        text(members.remove("output"), "output")?,
    );
    Ok(turns)
}

/// The member `system` as a turn; none where it is missing or empty.
fn system(members: &mut Map<String, Value>) -> Result<Vec<Turn>, Refusal> {
    let content = optional_text(members, "system")?;
    if content.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Turn {
        role: TurnRole::System,
        content,
    }])
}

/// A text that may be missing, null or empty, which is all the same.
fn optional_text(members: &mut Map<String, Value>, name: &'static str) -> Result<String, Refusal> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(String::new()),
        value => text(value, name),
    }
}

fn text(value: Option<Value>, place: &str) -> Result<String, Refusal> {
    match value {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Refusal::at(place, "not_a_text", "must be a text")),
        None => Err(Refusal::at(place, "required", "is required")),
    }
}
