//! `GET /api/conversations/:id`.

use super::{Desk, NOBODY, contents, path, said};
use crate::support::{fixture::Fixture, registry::tests, tokens};
use serde_json::{Value, json};

tests![
    a_conversation_is_its_row_in_the_list_with_its_turns_and_history,
    a_caller_that_has_this_version_is_told_so,
    what_is_not_there_is_a_404,
    every_role_reads_and_nobody_else,
    other_methods_are_refused_with_those_there_are,
];

/// One of the list.
fn listed(fixture: &Fixture) -> Value {
    let page = fixture.client().get("/api/conversations?limit=1").data();
    page["data"][0].clone()
}

fn a_conversation_is_its_row_in_the_list_with_its_turns_and_history(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({
        "persona": "one", "category": ["a", "b"], "qualityScore": 7.25, "status": "pending_review",
        "turns": said(&["c", "b", "a"]),
    }));
    let approval = json!({"status": "approved"});
    desk.reviewer.patch(&path(&created), &approval).data();
    let page = desk.viewer.get("/api/conversations?persona=one").data();
    let read = desk.viewer.get(&path(&created)).data();
    for (name, value) in page["data"][0].as_object().expect("a row") {
        assert_eq!(&read[name], value, "{name}");
    }
    assert_eq!(contents(&read), ["c", "b", "a"]);
    assert_eq!(read["reviewHistory"][0]["to"], "approved");
}

fn a_caller_that_has_this_version_is_told_so(fixture: &Fixture) {
    let row = listed(fixture);
    let (client, path) = (fixture.client(), path(&row));
    let read = client.get(&path);
    let etag = read.header("etag").to_owned();
    assert_eq!(etag, format!("\"{}\"", row["version"]));
    let again = client.send("GET", &path, &[("if-none-match", &etag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), etag);
    let other = client.send("GET", &path, &[("if-none-match", "\"0\"")]);
    assert_eq!(other.json(), read.json());

    let head = client.send("HEAD", &path, &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("etag"), etag);
}

fn what_is_not_there_is_a_404(fixture: &Fixture) {
    let client = fixture.client();
    for path in [
        NOBODY,
        "/api/conversations/1",
        "/api/conversations/%00",
        "/api/conversations/00000000-0000-4000-8000-00000000000g",
    ] {
        client.get(path).problem(404);
    }
    let fields = client.get(&format!("{NOBODY}?turns=1")).invalid_fields();
    assert_eq!(
        fields,
        [("turns".to_owned(), "unknown_parameter".to_owned())]
    );
}

fn every_role_reads_and_nobody_else(fixture: &Fixture) {
    let (client, path) = (fixture.client(), path(&listed(fixture)));
    client.signed_out().get(&path).problem(401);
    client.signed_out().get("/api/conversations/1").problem(401);
    for role in ["viewer", "reviewer", "admin"] {
        let token = tokens::of(fixture.secret(), role, role);
        client.with_token(&token).get(&path).data();
    }
}

fn other_methods_are_refused_with_those_there_are(fixture: &Fixture) {
    let client = fixture.client();
    for method in ["POST", "PUT", "OPTIONS"] {
        let answer = client.send(method, NOBODY, &[]);
        answer.problem(405);
        assert_eq!(answer.header("allow"), "GET, HEAD, PATCH, DELETE");
    }
}
