//! Statements on one conversation: nothing of a request becomes SQL, and what a writer answered is read as it was meant.

use parley_domain::{
    conversation::{Edit, NewConversation},
    document::Fields,
    problem::{Kind, Problem},
    status::Status,
};
use parley_store::{
    conversation::{self, Current, current},
    statement::Value,
};
use uuid::Uuid;

fn fields(body: &str) -> Fields {
    Fields::read(body.as_bytes()).expect("a JSON object")
}

fn row(texts: [&str; 4]) -> Option<Vec<String>> {
    Some(texts.map(str::to_owned).to_vec())
}

fn refusal(texts: [&str; 4], to: Option<Status>) -> Problem {
    current(row(texts), to).expect_err("nothing was written")
}

#[test]
fn values_become_parameters_and_never_text() {
    let new = NewConversation::read(fields(
        r#"{"title": "MARK", "tier": "template", "turns": [{"role": "user", "content": "MARK"}]}"#,
    ))
    .expect("valid");
    let edit = Edit::read(fields(r#"{"title": "MARK"}"#)).expect("valid");
    let versions = || Some(vec![77]);
    for statement in [
        conversation::read(Uuid::max()),
        conversation::create("MARK", &new).expect("JSON"),
        conversation::edit(Uuid::max(), "MARK", versions(), &edit).expect("JSON"),
        conversation::replace_turns(Uuid::max(), versions(), &[]).expect("JSON"),
        conversation::delete(Uuid::max(), versions()),
    ] {
        for value in ["MARK", "ffff", "77"] {
            let text = statement.text();
            assert!(!text.contains(value), "{value} stands in {text}");
        }
    }
}

#[test]
fn an_edit_holds_what_changes_and_null_for_what_is_cleared() {
    let edit = Edit::read(fields(
        r#"{"qualityScore": 8.5, "templateId": null, "status": "approved", "note": "Good."}"#,
    ))
    .expect("valid");
    let statement = conversation::edit(Uuid::nil(), "me", None, &edit).expect("JSON");
    let (_, parameters) = statement.into_parts();
    let Some(Value::Text(json)) = parameters.last() else {
        panic!("{parameters:?} do not end in a text");
    };
    assert_eq!(
        json,
        r#"{"qualityScore":"8.50","templateId":null,"status":"approved","note":"Good."}"#
    );
}

#[test]
fn what_was_done_is_the_row_as_it_stands() {
    let done = current(row(["done", "an-id", "7", "{}"]), None);
    let expected = Current {
        id: "an-id".to_owned(),
        version: 7,
        document: "{}".to_owned(),
    };
    assert_eq!(done, Ok(expected));
}

#[test]
fn what_was_not_done_says_why_and_what_is_there() {
    assert_eq!(current(None, None).unwrap_err().kind, Kind::NotFound);

    let stale = refusal(["stale", "an-id", "7", "{\"version\": 7}"], None);
    assert_eq!(stale.kind, Kind::StaleVersion);
    assert_eq!(stale.current.as_deref(), Some("{\"version\": 7}"));

    let document = "{\"status\": \"failed\"}";
    let forbidden = refusal(
        ["forbidden", "an-id", "7", document],
        Some(Status::Approved),
    );
    assert_eq!(forbidden.kind, Kind::ForbiddenMove);
    assert_eq!(forbidden.moves_from, Some(Status::Failed));
    assert_eq!(forbidden.current.as_deref(), Some(document));

    let unknown = refusal(["unknown", "an-id", "0", "templateId,scenarioId"], None);
    let fields: Vec<&str> = unknown
        .errors
        .iter()
        .map(|error| error.field.as_str())
        .collect();
    assert_eq!(fields, ["templateId", "scenarioId"]);
}
