//! `POST /api/conversations`.

use super::{Desk, contents, new, said};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};

tests![
    a_new_conversation_is_answered_whole_and_stays_as_it_was_answered,
    everything_that_is_given_is_kept,
    every_wrong_field_is_named_at_once_and_nothing_is_written,
    a_reference_to_nothing_is_named,
    reviewers_and_admins_create_and_nobody_else,
    a_body_that_is_none_says_why,
];

const PATH: &str = "/api/conversations";

fn a_new_conversation_is_answered_whole_and_stays_as_it_was_answered(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let answer = desk.reviewer.post(PATH, &new(&json!({})));
    assert_eq!(answer.status, 201, "{}", answer.text());
    let created = answer.json();
    for (name, value) in [
        ("title", json!("First home, rising rates")),
        ("tier", json!("template")),
        ("status", json!("draft")),
        ("persona", json!("")),
        ("emotion", json!("")),
        ("qualityScore", Value::Null),
        ("category", json!([])),
        ("parameters", json!({})),
        ("templateId", Value::Null),
        ("scenarioId", Value::Null),
        ("edgeCaseId", Value::Null),
        ("createdBy", json!("reviewer")),
        ("version", json!(1)),
        ("reviewHistory", json!([])),
    ] {
        assert_eq!(created[name], value, "{name}");
    }
    assert_eq!(
        contents(&created),
        [
            "Should I fix the rate?",
            "For how long do you mean to stay?"
        ]
    );
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(answer.header("location"), super::path(&created));
    assert_eq!(answer.header("x-generation").len(), 16);
    let read = desk.viewer.get(answer.header("location")).data();
    assert_eq!(read, created);
}

fn everything_that_is_given_is_kept(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut connection = fixture.connect(&desk.database_url);
    let [template, scenario, edge_case] = ["templates", "scenarios", "edge_cases"].map(|table| {
        let statement = format!("SELECT id::text FROM {table} ORDER BY id LIMIT 1");
        let id = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(statement));
        fixture
            .block_on(id.fetch_one(&mut connection))
            .expect("a row to refer to")
    });
    for status in ["draft", "generated", "pending_review"] {
        let given = json!({
            "title": "Übernahme — 育児 🏡 \"quoted\" \\ '; DROP TABLE conversations --",
            "tier": "edge_case",
            "status": status,
            "persona": "育児中の会社員",
            "emotion": "worried",
            "qualityScore": 8.25,
            "category": ["mortgage", "first, home"],
            "parameters": {"tone": {"warmth": 0.1, "words": [1, -2.5, true, null, "\u{1f3e1}\n"]}, "large": 9_007_199_254_740_993_i64},
            "templateId": template,
            "scenarioId": scenario,
            "edgeCaseId": edge_case,
            "turns": [
                {"role": "system", "content": "Be kind.\r\n\tAnd brief. "},
                {"role": "user", "content": "\u{202e}?"},
            ],
        });
        let created = desk.create(&given);
        for (name, value) in given.as_object().expect("fields") {
            if name != "turns" {
                assert_eq!(&created[name], value, "{name}");
            }
        }
        assert_eq!(
            created["turns"],
            json!([
                {"turnNumber": 1, "role": "system", "content": "Be kind.\r\n\tAnd brief. ", "tokenCount": null},
                {"turnNumber": 2, "role": "user", "content": "\u{202e}?", "tokenCount": null},
            ])
        );
        assert_eq!(created["reviewHistory"], json!([]));
    }
}

fn every_wrong_field_is_named_at_once_and_nothing_is_written(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let count = || desk.viewer.get("/api/conversations/count").data()["count"].clone();
    let before = count();
    for (changes, expected) in [
        (
            json!({"title": " ", "tier": "gold", "qualityScore": 11, "status": "approved", "extra": 1, "templateId": "x",
                "category": [""], "parameters": [], "persona": "p".repeat(201), "emotion": null,
                "turns": [{"role": "assistant", "content": "Hello"}]}),
            &[
                ("title", "empty"),
                ("tier", "unknown_value"),
                ("turns[0]", "user_not_first"),
                ("status", "unknown_value"),
                ("persona", "too_long"),
                ("emotion", "null"),
                ("qualityScore", "out_of_range"),
                ("category", "not_texts"),
                ("parameters", "not_an_object"),
                ("templateId", "not_a_uuid"),
                ("extra", "unknown_field"),
            ][..],
        ),
        (json!({"turns": []}), &[("turns", "empty")]),
        (
            json!({"turns": [{"role": "user", "content": " \n"}]}),
            &[("turns[0]", "empty")],
        ),
        (
            json!({"turns": [{"role": "user", "content": "a", "name": "b"}]}),
            &[("turns[0].name", "unknown_field")],
        ),
        (
            json!({"turns": said(&["a"; 501])}),
            &[("turns", "too_many")],
        ),
        (
            json!({"qualityScore": 8.255}),
            &[("qualityScore", "too_precise")],
        ),
        (json!({"title": "t".repeat(501)}), &[("title", "too_long")]),
        (json!({"title": "a\u{0}b"}), &[("body", "nul")]),
    ] {
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
            .collect();
        let answer = desk.reviewer.post(PATH, &new(&changes));
        assert_eq!(answer.invalid_fields(), expected, "{changes}");
    }
    let missing = desk.reviewer.post(PATH, &json!({})).invalid_fields();
    let fields: Vec<&str> = missing.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["title", "tier", "turns"]);
    assert_eq!(count(), before);
}

fn a_reference_to_nothing_is_named(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let nothing = "00000000-0000-4000-8000-000000000000";
    let body = new(&json!({"templateId": nothing, "scenarioId": nothing, "edgeCaseId": nothing}));
    let fields = desk.reviewer.post(PATH, &body).invalid_fields();
    assert_eq!(
        fields,
        ["templateId", "scenarioId", "edgeCaseId"]
            .map(|field| (field.to_owned(), "unknown_reference".to_owned()))
    );
}

fn reviewers_and_admins_create_and_nobody_else(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let body = new(&json!({}));
    desk.viewer.signed_out().post(PATH, &body).problem(401);
    desk.viewer.post(PATH, &body).problem(403);
    assert_eq!(desk.reviewer.post(PATH, &body).status, 201);
    assert_eq!(desk.admin.post(PATH, &body).status, 201);
}

fn a_body_that_is_none_says_why(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let send = |kind: &str, body: &[u8]| {
        let headers = [("content-type", kind)];
        desk.reviewer
            .send_bytes("POST", PATH, &headers, body.to_vec())
    };
    send("text/plain", b"{}").problem(415);
    let json = "application/json";
    let (status, problem) = desk.reviewer.state("POST", PATH, json, 3_000_000);
    assert_eq!(status, 413, "{problem}");
    for body in [&b""[..], b"{", b"[]", b"{\"title\": \"\xff\"}"] {
        send("application/json", body).problem(400);
    }
    let fields = desk
        .reviewer
        .post("/api/conversations?status=draft", &new(&json!({})))
        .invalid_fields();
    assert_eq!(
        fields,
        [("status".to_owned(), "unknown_parameter".to_owned())]
    );
}
