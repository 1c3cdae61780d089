//! What an export writes, an import reads.

use parley_domain::{
    import::{Metadata, content_hash, line::read, title},
    status::Status,
    training::{Conversation, format::Format},
    turn::{Turn, TurnRole, check},
};
use proptest::{collection::vec, option, prelude::*};
use std::collections::BTreeSet;

/// Any text that says something, quotes, line breaks and characters beyond the first plane among it.
fn content() -> impl Strategy<Value = String> {
    "[^\u{0}]{0,20}[a-zé育🏡\"\\\\]\\PC{0,20}[\n\r\t\u{2028}]{0,2}"
}

/// A conversation that ends on the assistant, as every format can hold it.
fn conversation() -> impl Strategy<Value = Vec<Turn>> {
    (option::of(content()), vec((content(), content()), 1..5)).prop_map(|(system, exchanges)| {
        let turn = |role, content| Turn { role, content };
        let mut turns: Vec<Turn> = system
            .into_iter()
            .map(|content| turn(TurnRole::System, content))
            .collect();
        for (asked, answered) in exchanges {
            turns.push(turn(TurnRole::User, asked));
            turns.push(turn(TurnRole::Assistant, answered));
        }
        turns
    })
}

proptest! {
    #[test]
    fn every_format_that_is_read_is_read_as_it_was_written(turns in conversation()) {
        prop_assert_eq!(check(&turns), Ok(()));
        let conversation = Conversation { status: Status::Approved, turns, metadata: None };
        for format in [Format::Messages, Format::Sharegpt, Format::Alpaca, Format::Axolotl] {
            let mut file = Vec::new();
            format.write(&conversation, &mut file).expect("a line");
            let imported = read(file.trim_ascii_end()).expect("a conversation");
            prop_assert_eq!(&imported.turns, &conversation.turns, "{}", format);
            prop_assert_eq!(imported.metadata, Metadata::default());
        }
    }

    #[test]
    fn no_bytes_are_too_strange_to_be_refused(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn every_conversation_has_a_title_that_the_table_takes(turns in conversation()) {
        let title = title::made_from(&turns);
        prop_assert!((1..=title::MAX_MADE_TITLE_CHARS).contains(&title.chars().count()), "{:?}", title);
        prop_assert!(!title.chars().any(char::is_control), "{:?}", title);
    }

    #[test]
    fn conversations_of_other_turns_have_another_hash(all in vec(conversation(), 2..6)) {
        let different: BTreeSet<String> = all.iter().map(|turns| format!("{turns:?}")).collect();
        let hashes: BTreeSet<[u8; 32]> = all.iter().map(|turns| content_hash(turns)).collect();
        prop_assert_eq!(hashes.len(), different.len());
    }
}

#[test]
fn the_hash_of_a_conversation_stays_what_it_is() {
    let turns = read(br#"{"instruction": "a", "output": "b"}"#)
        .expect("a conversation")
        .turns;
    let hash: String = content_hash(&turns)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // printf 'user\0a\0assistant\0b\0' | sha256sum
    assert_eq!(
        hash,
        "f22da15b2e3194ed0ed5b02d278abf930ec8a35fe4c33411e2b99ac908de54b7"
    );
}
