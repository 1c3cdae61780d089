//! What was exported, imported.

use super::{Desk, counts};
use crate::support::{fixture::Fixture, registry::tests};
use std::collections::BTreeSet;

tests![an_export_that_is_imported_elsewhere_is_the_same_export];

fn export(desk: &Desk<'_>, format: &str) -> (usize, BTreeSet<String>) {
    let answer = desk.reviewer.get(&format!("/api/export?format={format}"));
    assert_eq!(answer.status, 200, "{format}: {}", answer.text());
    let lines: Vec<String> = answer.text().lines().map(str::to_owned).collect();
    (lines.len(), lines.into_iter().collect())
}

/// Conversations of the same turns are one to an import.
fn an_export_that_is_imported_elsewhere_is_the_same_export(fixture: &Fixture) {
    let here = Desk::open(fixture);
    let mut elsewhere = Desk::open(fixture);
    for format in ["messages", "sharegpt", "alpaca"] {
        fixture.run(
            &mut elsewhere.connection,
            "TRUNCATE conversations, conversation_turns CASCADE",
        );
        let (lines, different) = export(&here, format);
        assert!(different.len() > 100, "{format}: only {}", different.len());
        let file: String = different.iter().map(|line| format!("{line}\n")).collect();
        let report = elsewhere.import(file);
        let count = different.len() as u64;
        assert_eq!(counts(&report), [count, count, 0, 0], "{format}: {report}");
        let (imported, same) = export(&elsewhere, format);
        assert_eq!(imported, different.len(), "{format} of {lines} lines");
        assert!(same == different, "{format}: another text came back");
        elsewhere.assert_consistent();
    }
}
