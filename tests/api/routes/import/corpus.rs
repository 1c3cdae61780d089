//! Conversations that people wrote, in 28 languages.

use super::{Desk, counts};
use crate::support::{fixture::Fixture, own_postgres::OwnPostgres, registry::tests};
use parley_xtask::{python, workspace::root};
use serde_json::{Value, json};
use std::{fs, process::Command};

tests![a_corpus_is_imported_whole_in_any_shape_and_only_once];

fn a_corpus_is_imported_whole_in_any_shape_and_only_once(fixture: &Fixture) {
    let folder = tempfile::tempdir().expect("a folder");
    let python = python::environment().expect("a Python with its packages");
    let converted = Command::new(python)
        .arg(root().join("tests/fixtures/chatterbot.py"))
        .arg(folder.path())
        .output()
        .expect("a converter that runs");
    let errors = String::from_utf8_lossy(&converted.stderr);
    assert!(converted.status.success(), "{errors}");
    let written: Value = serde_json::from_slice(&converted.stdout).expect("counts");
    let number = |shape: &str, what: &str| written[shape][what].as_u64().expect("a count");
    let file = |shape: &str| {
        fs::read(folder.path().join(format!("{shape}.jsonl"))).expect("a converted file")
    };

    let postgres = OwnPostgres::start(fixture);
    let mut desk = Desk::on(fixture, postgres.url.clone());
    let (lines, different) = (number("messages", "lines"), number("messages", "different"));
    assert!(different > 6_000, "{written}");
    let report = desk.import(file("messages"));
    assert_eq!(counts(&report), [lines, different, lines - different, 0]);
    let again = desk.import(file("sharegpt"));
    assert_eq!(counts(&again), [lines, 0, lines, 0]);
    // Only what had to be cut for this shape is another conversation.
    let (lines, together) = (number("alpaca", "lines"), number("together", "different"));
    let cut = desk.import(file("alpaca"));
    let new = together - different;
    assert_eq!(counts(&cut), [lines, new, lines - new, 0]);
    assert_eq!(desk.imported(), together.cast_signed());
    desk.assert_consistent();

    let sentient = desk.titled("Are you sentient?");
    assert!(sentient.iter().any(|row| {
        row["turns"] == json!([["user", "Are you sentient?"], ["assistant", "Sort of."]])
    }));
    let german = desk.titled("Guten Morgen, wie geht es dir?");
    assert_eq!(
        german[0]["turns"][3],
        json!(["assistant", "Das ist schön zu hören."])
    );
}
