//! `GET /api/conversations/:id`.

use super::{NOBODY, contents};
use crate::support::{fixture::Fixture, registry::tests, tokens};
use serde_json::Value;

tests![
    a_conversation_is_its_row_in_the_list_with_its_turns_and_history,
    a_caller_that_has_this_version_is_told_so,
    what_is_not_there_is_a_404,
    every_role_reads_and_nobody_else,
    other_methods_are_refused_with_those_there_are,
];

/// One of the list, with a history.
fn decided(fixture: &Fixture) -> Value {
    let page = fixture
        .client()
        .get("/api/conversations?status=approved&limit=1")
        .data();
    page["data"][0].clone()
}

fn a_conversation_is_its_row_in_the_list_with_its_turns_and_history(fixture: &Fixture) {
    let row = decided(fixture);
    let read = fixture.client().get(&super::path(&row)).data();
    for (name, value) in row.as_object().expect("a row") {
        assert_eq!(&read[name], value, "{name}");
    }
    let expected = fixture.block_on(
        sqlx::query_scalar::<_, String>(
            "SELECT content FROM conversation_turns WHERE conversation_id = $1::uuid ORDER BY turn_number",
        )
        .bind(row["id"].as_str())
        .fetch_all(&mut fixture.connect(&fixture.database_url())),
    );
    assert_eq!(contents(&read), expected.expect("the turns"));
    let history = read["reviewHistory"].as_array().expect("a history");
    assert_eq!(history.last().expect("a decision")["to"], "approved");
    for name in [
        "parameters",
        "templateId",
        "scenarioId",
        "edgeCaseId",
        "createdBy",
    ] {
        assert!(read.get(name).is_some(), "no {name}");
    }
}

fn a_caller_that_has_this_version_is_told_so(fixture: &Fixture) {
    let row = decided(fixture);
    let (client, path) = (fixture.client(), super::path(&row));
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
    let (client, path) = (fixture.client(), super::path(&decided(fixture)));
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
