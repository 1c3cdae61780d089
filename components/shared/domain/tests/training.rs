//! Conversations as lines: what a line holds, and what cannot be one.

use parley_domain::{
    status::Status,
    training::{
        Conversation,
        dataset_info::entry,
        format::{Format, Unwritable},
        tally::Tally,
        validator::{self, Defect},
    },
    turn::{Turn, TurnRole},
};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A conversation of one letter for each turn: `s`, `u` or `a`.
fn conversation(status: Status, roles: &str, content: impl Fn(usize) -> String) -> Conversation {
    let role = |letter| match letter {
        's' => TurnRole::System,
        'u' => TurnRole::User,
        _ => TurnRole::Assistant,
    };
    let turns = roles.chars().enumerate().map(|(index, letter)| Turn {
        role: role(letter),
        content: content(index),
    });
    Conversation {
        status,
        turns: turns.collect(),
        metadata: None,
    }
}

fn numbered(roles: &str) -> Conversation {
    conversation(Status::Approved, roles, |index| format!("turn {index}"))
}

fn line(format: Format, conversation: &Conversation) -> String {
    let mut file = Vec::new();
    format
        .write(conversation, &mut file)
        .expect("a conversation that can be a line");
    String::from_utf8(file).expect("UTF-8")
}

fn value(format: Format, conversation: &Conversation) -> Value {
    serde_json::from_str(&line(format, conversation)).expect("JSON")
}

#[test]
fn a_conversation_is_one_line() {
    for format in Format::ALL {
        let conversation = conversation(Status::Approved, "sua", |_| "\n\r\u{2028}\"\\".to_owned());
        let line = line(*format, &conversation);
        assert_eq!(line.matches('\n').count(), 1, "{format}");
        assert!(line.ends_with("}\n"), "{format}");
    }
}

#[test]
fn alpaca_keeps_earlier_exchanges_as_history() {
    assert_eq!(
        value(Format::Alpaca, &numbered("suauaua")),
        json!({
            "instruction": "turn 5",
            "input": "",
            "output": "turn 6",
            "system": "turn 0",
            "history": [["turn 1", "turn 2"], ["turn 3", "turn 4"]],
        })
    );
}

#[test]
fn kto_labels_what_the_reviewer_decided() {
    for (status, label) in [(Status::Approved, true), (Status::Rejected, false)] {
        let conversation = Conversation {
            status,
            ..numbered("ua")
        };
        assert_eq!(value(Format::Kto, &conversation)["label"], label);
    }
}

#[test]
fn metadata_is_a_member_of_the_line() {
    let conversation = Conversation {
        metadata: Some(r#"{"id":"1"}"#.to_owned()),
        ..numbered("ua")
    };
    for format in Format::ALL {
        assert_eq!(
            value(*format, &conversation)["metadata"],
            json!({"id": "1"}),
            "{format}"
        );
    }
}

#[test]
fn a_defect_is_named_and_nothing_is_written() {
    let blank = conversation(Status::Approved, "ua", |_| " ".to_owned());
    let marked = conversation(Status::Approved, "ua", |_| "<|im_start|>".to_owned());
    let generated = Conversation {
        status: Status::Generated,
        ..numbered("ua")
    };
    for (format, conversation, defect) in [
        (Format::Messages, numbered(""), Defect::NoTurns),
        (Format::Messages, blank, Defect::EmptyText),
        (Format::Sharegpt, numbered("usa"), Defect::SystemNotFirst),
        (Format::Alpaca, numbered("a"), Defect::UserNotFirst),
        (Format::Axolotl, numbered("uaa"), Defect::NotAlternating),
        (
            Format::Messages,
            numbered(&"ua".repeat(251)),
            Defect::TooLong,
        ),
        (Format::Alpaca, numbered("s"), Defect::EndsWithoutAssistant),
        (Format::Kto, generated, Defect::NotDecided),
        (Format::Chatml, marked, Defect::HoldsMarks),
    ] {
        let mut file = b"before".to_vec();
        let written = format.write(&conversation, &mut file);
        assert!(
            matches!(written, Err(Unwritable::Defect(found)) if found == defect),
            "{defect}: {written:?}"
        );
        assert_eq!(file, b"before", "{defect}");
    }
}

#[test]
fn marks_and_missing_decisions_matter_to_their_formats_alone() {
    let draft = conversation(Status::Draft, "ua", |_| "<|im_end|>".to_owned());
    for format in [
        Format::Messages,
        Format::Sharegpt,
        Format::Alpaca,
        Format::Axolotl,
    ] {
        assert_eq!(validator::check(format, &draft), Ok(()), "{format}");
    }
}

#[test]
fn a_tally_counts_lines_and_names_the_first_five_of_each_defect() {
    let mut tally = Tally::default();
    tally
        .add("good".to_owned(), Status::Approved, 4, Ok(()))
        .expect("counted");
    for number in 0..7 {
        let defect = Err(Unwritable::Defect(Defect::NoTurns));
        tally
            .add(number.to_string(), Status::Draft, 0, defect)
            .expect("counted");
    }
    let (counts, report) = tally.finish();
    assert_eq!(
        json!({"counts": counts, "report": report}),
        json!({
            "counts": {"matching": 8, "exported": 1, "skipped": 7, "turns": 4, "byStatus": {"approved": 1}},
            "report": {
                "ok": false,
                "problems": [{"code": "no_turns", "count": 7, "examples": ["0", "1", "2", "3", "4"]}],
            },
        })
    );
}

#[test]
fn llama_factory_finds_every_column_in_a_line() {
    for format in Format::ALL {
        let Some(entry) = entry(*format, "file.jsonl") else {
            assert_eq!(*format, Format::Kto);
            continue;
        };
        let line = value(*format, &numbered("sua"));
        for column in entry.columns.values() {
            assert!(line.get(column).is_some(), "{format} has no {column}");
        }
    }
}

proptest! {
    #[test]
    fn messages_give_the_turns_back(
        contents in prop::collection::vec("\\PC*[a-z]\\PC*", 2..6),
        has_system: bool,
    ) {
        let exchanges = "ua".repeat(contents.len() / 2);
        let roles = if has_system && contents.len() % 2 == 1 { format!("s{exchanges}") } else { exchanges };
        let conversation = conversation(Status::Approved, &roles, |index| contents[index].clone());
        let line = value(Format::Messages, &conversation);
        let turns: Vec<(String, String)> = line["messages"]
            .as_array()
            .expect("messages")
            .iter()
            .map(|message| {
                let text = |member: &str| message[member].as_str().expect("text").to_owned();
                (text("role"), text("content"))
            })
            .collect();
        let expected: Vec<(String, String)> = conversation
            .turns
            .iter()
            .map(|turn| (turn.role.to_string(), turn.content.clone()))
            .collect();
        prop_assert_eq!(turns, expected);
    }
}
