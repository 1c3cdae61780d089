//! What was exported, imported.

use super::{Desk, counts};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};

tests![an_export_that_is_imported_elsewhere_is_the_same_export];

/// Conversations of one to four exchanges, every other with a system turn.
const CONVERSATIONS: usize = 1_200;

fn written() -> String {
    let line = |number: usize| {
        let mut turns: Vec<Value> = Vec::new();
        if number.is_multiple_of(2) {
            turns.push(json!({"role": "system", "content": format!("Be kind {number}.\r\n")}));
        }
        for exchange in 0..=number % 4 {
            let asked = format!(" {number}.{exchange} \"育児\" \\ 🏡\n\tand? ");
            turns.push(json!({"role": "user", "content": asked}));
            turns
                .push(json!({"role": "assistant", "content": format!("<b>{number}</b> \u{2028}")}));
        }
        let emotion = ["", "calm"][number % 2];
        let tier = ["template", "scenario", "edge_case"][number % 3];
        let quality = (number % 1_001) as f64 / 100.0;
        let metadata = json!({
            "title": format!("Title {number}"), "persona": "Ünal", "emotion": emotion,
            "tier": tier, "category": ["a", "b, c"],
            "qualityScore": quality,
        });
        format!("{}\n", json!({"messages": turns, "metadata": metadata}))
    };
    (0..CONVERSATIONS).map(line).collect()
}

fn export(desk: &Desk<'_>, query: &str) -> Vec<u8> {
    let answer = desk.reviewer.get(&format!("/api/export?{query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.body
}

/// The lines of an export, which come in the order in which conversations were created.
fn sorted(file: &[u8]) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    lines.sort_unstable();
    lines
}

fn told(desk: &mut Desk<'_>) -> Vec<String> {
    let rows = sqlx::query_scalar(
        "SELECT jsonb_build_array(title, persona, emotion, tier, category, quality_score, total_turns)::text \
         FROM conversations ORDER BY title",
    );
    desk.fixture
        .block_on(rows.fetch_all(&mut desk.connection))
        .expect("rows")
}

fn empty(desk: &mut Desk<'_>) {
    let statement = "TRUNCATE conversations, conversation_turns CASCADE";
    desk.fixture.run(&mut desk.connection, statement);
}

fn an_export_that_is_imported_elsewhere_is_the_same_export(fixture: &Fixture) {
    let mut here = Desk::open(fixture);
    let mut elsewhere = Desk::open(fixture);
    let all = CONVERSATIONS as u64;
    empty(&mut here);
    assert_eq!(counts(&here.import(written())), [all, all, 0, 0]);
    for format in ["messages", "sharegpt", "alpaca", "axolotl"] {
        empty(&mut elsewhere);
        let query = format!("format={format}");
        let exported = export(&here, &query);
        let report = elsewhere.import(exported.clone());
        assert_eq!(counts(&report), [all, all, 0, 0], "{format}: {report}");
        let again = export(&elsewhere, &query);
        assert!(
            sorted(&again) == sorted(&exported),
            "{format} came back otherwise"
        );

        empty(&mut elsewhere);
        let with_metadata = export(&here, &format!("{query}&include=metadata"));
        elsewhere.import(with_metadata);
        assert_eq!(told(&mut elsewhere), told(&mut here), "{format}");
        elsewhere.assert_consistent();
    }
}
