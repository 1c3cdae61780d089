//! `PATCH /api/conversations/:id`.

use super::{Desk, NOBODY, path};
use crate::support::{
    client::{Answer, Client},
    fixture::Fixture,
    registry::tests,
};
use serde_json::{Value, json};

tests![
    a_field_changes_and_the_others_stay,
    null_clears_what_may_be_missing,
    a_move_is_recorded_with_who_why_and_when,
    every_move_that_is_allowed_goes_through_and_every_other_names_those_that_are,
    a_reason_belongs_to_a_move_and_a_rejection_needs_one,
    every_wrong_field_is_named_at_once,
    a_reference_to_nothing_is_named,
    a_version_that_has_passed_is_a_412_with_what_is_there,
    reviewers_and_admins_edit_and_nobody_else,
];

const STATUSES: [&str; 8] = [
    "draft",
    "generated",
    "pending_review",
    "approved",
    "rejected",
    "needs_revision",
    "failed",
    "archived",
];

/// The table of moves in the design.
const MOVES: [(&str, &[&str]); 8] = [
    ("draft", &["generated", "pending_review", "archived"]),
    ("generated", &["pending_review", "draft", "archived"]),
    (
        "pending_review",
        &["approved", "rejected", "needs_revision", "archived"],
    ),
    ("needs_revision", &["pending_review", "draft", "archived"]),
    ("approved", &["needs_revision", "archived"]),
    ("rejected", &["needs_revision", "archived"]),
    ("failed", &["draft", "archived"]),
    ("archived", &["draft"]),
];

fn a_field_changes_and_the_others_stay(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut expected = desk.create(&json!({}));
    let path = path(&expected);
    for (name, value) in [
        ("title", json!("Another title")),
        ("persona", json!("Retiree")),
        ("emotion", json!("calm")),
        ("tier", json!("scenario")),
        ("category", json!(["pension", "tax"])),
        ("category", json!([])),
        ("qualityScore", json!(9.5)),
        ("parameters", json!({"tone": "dry"})),
        ("persona", json!("")),
    ] {
        let answer = desk.reviewer.patch(&path, &json!({ name: value }));
        let edited = answer.data();
        assert_eq!(edited[name], value);
        let version = expected["version"].as_i64().expect("a version") + 1;
        assert_eq!(edited["version"], version);
        assert_eq!(answer.header("etag"), format!("\"{version}\""));
        assert_eq!(answer.header("x-generation").len(), 16);
        assert!(edited["updatedAt"].as_str() > expected["updatedAt"].as_str());
        for changed in [name, "version", "updatedAt"] {
            expected[changed] = edited[changed].clone();
        }
        assert_eq!(edited, expected, "{name}");
        assert_eq!(desk.viewer.get(&path).data(), edited, "{name}");
    }
}

fn null_clears_what_may_be_missing(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let template = fixture
        .block_on(
            sqlx::query_scalar::<_, String>("SELECT id::text FROM templates LIMIT 1")
                .fetch_one(&mut fixture.connect(&desk.database_url)),
        )
        .expect("a template");
    let created = desk.create(&json!({"qualityScore": 7, "templateId": template}));
    for name in ["qualityScore", "templateId"] {
        assert_ne!(created[name], Value::Null);
        let edited = desk.reviewer.patch(&path(&created), &json!({ name: null }));
        assert_eq!(edited.data()[name], Value::Null);
    }
    let fields = desk
        .reviewer
        .patch(
            &path(&created),
            &json!({"title": null, "category": null, "status": null}),
        )
        .invalid_fields();
    assert_eq!(
        fields,
        ["title", "category", "status"].map(|field| (field.to_owned(), "null".to_owned()))
    );
}

fn a_move_is_recorded_with_who_why_and_when(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({"status": "pending_review"}));
    let rejected = desk
        .reviewer
        .patch(
            &path(&created),
            &json!({"status": "rejected", "reason": "off_topic", "note": "About cars.", "qualityScore": 2}),
        )
        .data();
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(rejected["qualityScore"], 2);
    assert_eq!(
        rejected["reviewHistory"],
        json!([{
            "at": rejected["updatedAt"], "by": "reviewer", "from": "pending_review", "to": "rejected",
            "reason": "off_topic", "note": "About cars.",
        }])
    );
    let sent_back = desk
        .admin
        .patch(&path(&created), &json!({"status": "needs_revision"}))
        .data();
    assert_eq!(
        sent_back["reviewHistory"],
        json!([
            rejected["reviewHistory"][0],
            {"at": sent_back["updatedAt"], "by": "admin", "from": "rejected", "to": "needs_revision"},
        ])
    );
}

fn every_move_that_is_allowed_goes_through_and_every_other_names_those_that_are(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let mut connection = fixture.connect(&desk.database_url);
    for (from, allowed) in MOVES {
        for to in STATUSES {
            let insert = sqlx::query_scalar::<_, String>(
                "INSERT INTO conversations (title, tier, status) VALUES ('moves', 'template', $1) RETURNING id::text",
            );
            let id = fixture
                .block_on(insert.bind(from).fetch_one(&mut connection))
                .expect("a conversation");
            let body = json!({"status": to, "reason": "because"});
            let answer = desk
                .reviewer
                .patch(&format!("/api/conversations/{id}"), &body);
            if allowed.contains(&to) {
                assert_eq!(answer.data()["status"], to, "from {from}");
                continue;
            }
            let problem = answer.problem(422);
            assert_eq!(problem["allowedMoves"], json!(allowed), "from {from}");
            assert_eq!(problem["current"]["status"], from);
            assert_eq!(problem["current"]["version"], 1);
            let detail = problem["detail"].as_str().unwrap_or_default();
            assert!(detail.ends_with(&allowed.join(", ")), "{detail}");
        }
    }
}

fn a_reason_belongs_to_a_move_and_a_rejection_needs_one(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({"status": "pending_review"}));
    for (body, field, code) in [
        (json!({"status": "rejected"}), "reason", "required"),
        (
            json!({"status": "rejected", "reason": "Off topic!"}),
            "reason",
            "not_a_code",
        ),
        (
            json!({"status": "approved", "reason": "_x"}),
            "reason",
            "not_a_code",
        ),
        (json!({"reason": "off_topic"}), "reason", "without_status"),
        (
            json!({"note": "Good.", "title": "New"}),
            "note",
            "without_status",
        ),
        (
            json!({"status": "approved", "note": "n".repeat(2_001)}),
            "note",
            "too_long",
        ),
        (json!({}), "body", "empty"),
    ] {
        let fields = desk.reviewer.patch(&path(&created), &body).invalid_fields();
        assert_eq!(fields, [(field.to_owned(), code.to_owned())], "{body}");
    }
    assert_eq!(desk.viewer.get(&path(&created)).data(), created);
}

fn every_wrong_field_is_named_at_once(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({}));
    let body = json!({"title": "", "tier": 1, "turns": [], "version": 3, "qualityScore": -1});
    let fields = desk.reviewer.patch(&path(&created), &body).invalid_fields();
    let expected = [
        ("title", "empty"),
        ("tier", "not_a_text"),
        ("qualityScore", "out_of_range"),
        ("turns", "unknown_field"),
        ("version", "unknown_field"),
    ];
    assert_eq!(
        fields,
        expected.map(|(field, code)| (field.to_owned(), code.to_owned()))
    );
}

fn a_reference_to_nothing_is_named(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({}));
    let body = json!({"scenarioId": "00000000-0000-4000-8000-000000000000", "title": "New"});
    let fields = desk.reviewer.patch(&path(&created), &body).invalid_fields();
    assert_eq!(
        fields,
        [("scenarioId".to_owned(), "unknown_reference".to_owned())]
    );
    assert_eq!(desk.viewer.get(&path(&created)).data(), created);
}

fn patch_if(client: &Client, path: &str, if_match: &str, body: &Value) -> Answer {
    client.send_json("PATCH", path, &[("if-match", if_match)], body)
}

fn a_version_that_has_passed_is_a_412_with_what_is_there(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let path = path(&desk.create(&json!({})));
    let edit = |if_match: &str, title: &str| {
        patch_if(&desk.reviewer, &path, if_match, &json!({ "title": title }))
    };
    assert_eq!(edit("\"1\"", "second").data()["version"], 2);
    for passed in ["\"1\"", "W/\"2\"", "\"other\"", "\"1\", \"3\""] {
        let problem = edit(passed, "lost").problem(412);
        assert_eq!(problem["current"], desk.viewer.get(&path).data());
        assert_eq!(problem["current"]["title"], "second");
    }
    assert_eq!(edit("\"1\", \"2\"", "third").data()["version"], 3);
    assert_eq!(edit("\"3-gzip\"", "fourth").data()["version"], 4);
    assert_eq!(edit("*", "fifth").data()["version"], 5);
    let fields = edit("5", "sixth").invalid_fields();
    assert_eq!(fields, [("If-Match".to_owned(), "not_an_etag".to_owned())]);
    patch_if(&desk.reviewer, NOBODY, "\"1\"", &json!({"title": "t"})).problem(404);
}

fn reviewers_and_admins_edit_and_nobody_else(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let path = path(&desk.create(&json!({})));
    let body = json!({"title": "New"});
    desk.viewer.signed_out().patch(&path, &body).problem(401);
    desk.viewer.patch(&path, &body).problem(403);
    desk.reviewer.patch(&path, &body).data();
    desk.admin.patch(&path, &body).data();
    desk.reviewer.patch(NOBODY, &body).problem(404);
    let text = [("content-type", "text/plain")];
    desk.reviewer
        .send_bytes("PATCH", &path, &text, b"{}".to_vec())
        .problem(415);
    let json = "application/json";
    let (status, problem) = desk.reviewer.state("PATCH", &path, json, 300_000);
    assert_eq!(status, 413, "{problem}");
}
