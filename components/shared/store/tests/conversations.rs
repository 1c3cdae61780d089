//! Statements on conversations: nothing of a request becomes SQL, and a row gives its place back.

use parley_domain::{
    cursor::Key,
    query::{CountQuery, ListQuery},
    sort::{SortKey, TITLE_KEY_CHARS},
};
use parley_store::conversations::{count, page};
use serde_json::value::RawValue;

const EVERY_FILTER: &str = "status=draft&tier=template&quality_min=1&quality_max=2&search=MARK&start_date=2026-01-01\
    &end_date=2026-01-02&category=MARK&persona=MARK&emotion=MARK&template_id=6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11";

#[test]
fn values_become_parameters_and_never_text() {
    let list = page::rows(&ListQuery::parse(EVERY_FILTER).expect("valid"));
    let count = count::exact(&CountQuery::parse(EVERY_FILTER).expect("valid").filter);
    for text in [list.text(), count.text()] {
        for value in ["MARK", "draft", "6b1f5c1e", "2026"] {
            assert!(!text.contains(value), "{value} stands in {text}");
        }
    }
}

#[test]
fn every_parameter_stands_in_the_text_once() {
    let (text, parameters) =
        page::rows(&ListQuery::parse(EVERY_FILTER).expect("valid")).into_parts();
    for number in 1..=parameters.len() {
        assert_eq!(
            text.matches(&format!("${number}::")).count(),
            1,
            "${number} in {text}"
        );
    }
}

#[test]
fn titles_are_compared_as_far_as_a_cursor_carries_them() {
    let statement = page::rows(&ListQuery::parse("sort_by=title").expect("valid"));
    assert!(
        statement
            .text()
            .contains(&format!("left(title, {TITLE_KEY_CHARS})"))
    );
}

#[test]
fn a_row_gives_back_its_place_under_every_sort() {
    let json = r#"[{"id":"6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11","title":"Caf\u00e9 \"x\"","qualityScore":8.5,"totalTurns":6,
        "createdAt":"2026-11-19T23:59:05.822855Z","updatedAt":"2026-11-20T08:00:00.000000Z"}]"#;
    let rows = page::parse(json).expect("JSON");
    let key = |sort| page::place(rows[0], sort).expect("a row").0;
    assert!(
        matches!(key(SortKey::CreatedAt), Key::CreatedAt(at) if at.to_string() == "2026-11-19T23:59:05.822855Z")
    );
    assert!(
        matches!(key(SortKey::UpdatedAt), Key::UpdatedAt(at) if at.to_string() == "2026-11-20T08:00:00.000000Z")
    );
    assert_eq!(
        key(SortKey::QualityScore),
        Key::QualityScore("8.5".parse().ok())
    );
    assert_eq!(key(SortKey::Title), Key::Title("Café \"x\"".to_owned()));
    assert_eq!(key(SortKey::TotalTurns), Key::TotalTurns(6));
}

#[test]
fn a_row_without_a_quality_has_its_place_too() {
    let json = r#"{"id":"6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11","title":"t","qualityScore":null,"totalTurns":0,"createdAt":"","updatedAt":""}"#;
    let row = RawValue::from_string(json.to_owned()).expect("JSON");
    assert_eq!(
        page::place(&row, SortKey::QualityScore).expect("a row").0,
        Key::QualityScore(None)
    );
}
