//! `PUT /api/conversations/:id/turns`.

use super::{Desk, NOBODY, contents, path, said};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};

tests![
    turns_are_replaced_whole_whether_more_or_fewer,
    a_turn_that_stays_keeps_its_number_of_tokens,
    turns_out_of_order_are_named_and_change_nothing,
    a_version_that_has_passed_is_a_412_with_what_is_there,
    reviewers_and_admins_replace_and_nobody_else,
    other_methods_are_refused_with_the_one_there_is,
];

fn turns_path(conversation: &Value) -> String {
    format!("{}/turns", path(conversation))
}

fn turns_are_replaced_whole_whether_more_or_fewer(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({}));
    for (version, said_now) in [
        (2, vec!["a", "b", "c", "d"]),
        (3, vec!["x"]),
        (4, vec!["x"; 500]),
        (5, vec!["a", "b"]),
    ] {
        let body = json!({"turns": said(&said_now)});
        let answer = desk.reviewer.put(&turns_path(&created), &body);
        let replaced = answer.data();
        assert_eq!(contents(&replaced), said_now);
        assert_eq!(replaced["version"], version);
        assert_eq!(
            answer.header("etag").replace("-gzip", ""),
            format!("\"{version}\"")
        );
        assert_eq!(answer.header("x-generation").len(), 16);
        assert_eq!(desk.viewer.get(&path(&created)).data(), replaced);
    }
}

fn a_turn_that_stays_keeps_its_number_of_tokens(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({"turns": said(&["a", "b", "c"])}));
    let count = sqlx::query(
        "UPDATE conversation_turns SET token_count = 10 * turn_number WHERE conversation_id = $1::uuid",
    );
    fixture
        .block_on(
            count
                .bind(created["id"].as_str())
                .execute(&mut fixture.connect(&desk.database_url)),
        )
        .expect("counted tokens");
    let body = json!({"turns": said(&["a", "B", "c", "d"])});
    let replaced = desk.reviewer.put(&turns_path(&created), &body).data();
    let turns = replaced["turns"].as_array().expect("turns");
    let counts: Vec<&Value> = turns.iter().map(|turn| &turn["tokenCount"]).collect();
    assert_eq!(counts, [&json!(10), &Value::Null, &json!(30), &Value::Null]);
}

fn turns_out_of_order_are_named_and_change_nothing(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({}));
    let turn = |role: &str| json!({"role": role, "content": "said"});
    for (body, field, code) in [
        (json!({}), "turns", "required"),
        (json!({"turns": "a"}), "turns", "not_a_list"),
        (json!({"turns": []}), "turns", "empty"),
        (json!({"turns": [1]}), "turns[0]", "not_an_object"),
        (
            json!({"turns": [turn("user"), turn("user")]}),
            "turns[1]",
            "not_alternating",
        ),
        (
            json!({"turns": [turn("user"), turn("system")]}),
            "turns[1]",
            "system_not_first",
        ),
        (
            json!({"turns": [turn("robot")]}),
            "turns[0].role",
            "unknown_value",
        ),
        (
            json!({"turns": [{"role": "user", "content": "x".repeat(100_001)}]}),
            "turns[0]",
            "too_long",
        ),
        (
            json!({"turns": [turn("user")], "title": "New"}),
            "title",
            "unknown_field",
        ),
    ] {
        let fields = desk
            .reviewer
            .put(&turns_path(&created), &body)
            .invalid_fields();
        assert_eq!(fields, [(field.to_owned(), code.to_owned())]);
    }
    assert_eq!(desk.viewer.get(&path(&created)).data(), created);
}

fn a_version_that_has_passed_is_a_412_with_what_is_there(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({}));
    let replace = |if_match: &str, content: &str| {
        let body = json!({"turns": said(&[content])});
        let headers = [("if-match", if_match)];
        desk.reviewer
            .send_json("PUT", &turns_path(&created), &headers, &body)
    };
    assert_eq!(contents(&replace("\"1\"", "second").data()), ["second"]);
    let problem = replace("\"1\"", "lost").problem(412);
    assert_eq!(contents(&problem["current"]), ["second"]);
    assert_eq!(
        contents(&desk.viewer.get(&path(&created)).data()),
        ["second"]
    );
}

fn reviewers_and_admins_replace_and_nobody_else(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let path = turns_path(&desk.create(&json!({})));
    let body = json!({"turns": said(&["a"])});
    desk.viewer.signed_out().put(&path, &body).problem(401);
    desk.viewer.put(&path, &body).problem(403);
    desk.reviewer.put(&path, &body).data();
    desk.admin.put(&path, &body).data();
    let nobody = format!("{NOBODY}/turns");
    desk.reviewer.put(&nobody, &body).problem(404);
}

fn other_methods_are_refused_with_the_one_there_is(fixture: &Fixture) {
    let client = fixture.client();
    for method in ["GET", "POST", "PATCH", "DELETE", "OPTIONS"] {
        let answer = client.send(method, &format!("{NOBODY}/turns"), &[]);
        answer.problem(405);
        assert_eq!(answer.header("allow"), "PUT", "{method}");
    }
}
