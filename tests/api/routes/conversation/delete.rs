//! `DELETE /api/conversations/:id`.

use super::{Desk, NOBODY, path};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::json;

tests![
    a_deleted_conversation_is_gone_with_its_turns,
    a_version_that_has_passed_is_a_412_and_deletes_nothing,
    admins_delete_and_nobody_else,
];

fn a_deleted_conversation_is_gone_with_its_turns(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let count = || desk.viewer.get("/api/conversations/count").data()["count"].clone();
    let before = count();
    let created = desk.create(&json!({}));
    let deleted = desk.admin.delete(&path(&created));
    assert_eq!((deleted.status, deleted.body.len()), (204, 0));
    assert_eq!(deleted.header("x-generation").len(), 16);
    desk.viewer.get(&path(&created)).problem(404);
    desk.admin.delete(&path(&created)).problem(404);
    assert_eq!(count(), before);
    let turns = sqlx::query_scalar::<_, i64>(
        "SELECT count(*) FROM conversation_turns WHERE conversation_id = $1::uuid",
    );
    let turns = fixture.block_on(
        turns
            .bind(created["id"].as_str())
            .fetch_one(&mut fixture.connect(&desk.database_url)),
    );
    assert_eq!(turns.expect("a count"), 0);
}

fn a_version_that_has_passed_is_a_412_and_deletes_nothing(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let created = desk.create(&json!({}));
    let edited = desk
        .reviewer
        .patch(&path(&created), &json!({"title": "New"}))
        .data();
    let delete = |if_match: &str| {
        let headers = [("if-match", if_match)];
        desk.admin.send("DELETE", &path(&created), &headers)
    };
    assert_eq!(delete("\"1\"").problem(412)["current"], edited);
    assert_eq!(desk.viewer.get(&path(&created)).data(), edited);
    assert_eq!(delete("\"2\"").status, 204);
}

fn admins_delete_and_nobody_else(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let path = path(&desk.create(&json!({})));
    desk.viewer.signed_out().delete(&path).problem(401);
    desk.viewer.delete(&path).problem(403);
    desk.reviewer.delete(&path).problem(403);
    assert_eq!(desk.admin.delete(&path).status, 204);
    desk.admin.delete(NOBODY).problem(404);
    desk.admin.delete("/api/conversations/1").problem(404);
}
