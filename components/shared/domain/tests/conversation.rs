//! A conversation as a caller writes it.

use parley_domain::{
    conversation::{Edit, NewConversation},
    document::Fields,
    problem::FieldError,
    status::Status,
};

fn fields(body: &str) -> Fields {
    Fields::read(body.as_bytes()).expect("a JSON object")
}

fn codes<T: std::fmt::Debug>(read: Result<T, Vec<FieldError>>) -> Vec<(String, &'static str)> {
    read.expect_err("a mistake")
        .into_iter()
        .map(|error| (error.field, error.code))
        .collect()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[test]
fn what_is_left_out_of_a_new_conversation_is_empty_and_a_draft() {
    let body = r#"{"title": " A title ", "tier": "template", "turns": [{"role": "user", "content": " a "}]}"#;
    let new = NewConversation::read(fields(body)).expect("valid");
    assert_eq!(
        json(&new),
        r#"{"title":"A title","tier":"template","status":"draft","turns":[{"role":"user","content":" a "}],"persona":"","emotion":"","qualityScore":null,"category":[],"parameters":{},"templateId":null,"scenarioId":null,"edgeCaseId":null}"#
    );
}

#[test]
fn what_is_wrong_is_not_also_missing() {
    let body =
        r#"{"title": 1, "tier": "template", "turns": [{"role": "assistant", "content": "a"}]}"#;
    let expected = [("title", "not_a_text"), ("turns[0]", "user_not_first")]
        .map(|(field, code)| (field.to_owned(), code));
    assert_eq!(codes(NewConversation::read(fields(body))), expected);
}

#[test]
fn a_new_conversation_begins_before_its_review() {
    for status in Status::ALL {
        let body = format!(
            r#"{{"title": "a", "tier": "template", "turns": [{{"role": "user", "content": "a"}}], "status": "{status}"}}"#
        );
        let begins = matches!(
            status,
            Status::Draft | Status::Generated | Status::PendingReview
        );
        let read = NewConversation::read(fields(&body));
        assert_eq!(read.is_ok(), begins, "{status}");
    }
}

#[test]
fn what_is_left_out_of_an_edit_stays_and_null_clears() {
    let edit = Edit::read(fields(r#"{"qualityScore": null, "persona": ""}"#)).expect("valid");
    assert_eq!(json(&edit), r#"{"persona":"","qualityScore":null}"#);
}

#[test]
fn an_edit_that_names_nothing_is_refused() {
    let empty = vec![("body".to_owned(), "empty")];
    assert_eq!(codes(Edit::read(fields("{}"))), empty);
}

#[test]
fn a_rejection_has_a_reason_and_a_reason_has_a_status() {
    for (body, field, code) in [
        (r#"{"status": "rejected"}"#, "reason", "required"),
        (
            r#"{"status": "rejected", "reason": "Bad"}"#,
            "reason",
            "not_a_code",
        ),
        (r#"{"reason": "bad"}"#, "reason", "without_status"),
        (r#"{"title": "a", "note": "b"}"#, "note", "without_status"),
        (
            r#"{"status": "gone", "reason": "bad"}"#,
            "status",
            "unknown_value",
        ),
    ] {
        let expected = vec![(field.to_owned(), code)];
        assert_eq!(codes(Edit::read(fields(body))), expected, "{body}");
    }
    assert!(Edit::read(fields(r#"{"status": "rejected", "reason": "off_topic"}"#)).is_ok());
}
