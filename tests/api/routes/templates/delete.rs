//! `DELETE /api/templates/:id`, `/api/scenarios/:id`, `/api/edge-cases/:id`.

use super::{Library, NOBODY, RESOURCES, path};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::json;

tests![
    what_is_deleted_is_gone,
    what_was_made_from_it_is_counted_and_keeps_it,
    a_version_that_has_passed_is_a_412_and_deletes_nothing,
    what_is_not_there_is_a_404,
];

fn what_is_deleted_is_gone(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let one = library.create(resource, &json!({}));
        let path = path(resource, &one);
        let deleted = library.admin.delete(&path);
        assert_eq!((deleted.status, deleted.body.len()), (204, 0));
        assert_eq!(deleted.header("x-generation").len(), 16);
        library.viewer.get(&path).problem(404);
        library.admin.delete(&path).problem(404);
        library.create(resource, &json!({}));
    }
}

fn what_was_made_from_it_is_counted_and_keeps_it(fixture: &Fixture) {
    let library = Library::open(fixture);
    let mut connection = fixture.connect(&library.database_url);
    for (resource, user, uses) in [
        (
            &RESOURCES[0],
            Some(&RESOURCES[1]),
            "2 conversations and 1 scenario",
        ),
        (
            &RESOURCES[1],
            Some(&RESOURCES[2]),
            "2 conversations and 1 edge case",
        ),
        (&RESOURCES[2], None, "2 conversations"),
    ] {
        let one = library.create(resource, &json!({}));
        let path = path(resource, &one);
        let statement = format!(
            "INSERT INTO conversations (title, tier, {}) SELECT 'x', 'template', $1::uuid FROM generate_series(1, 2)",
            resource.column
        );
        let insert = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(one["id"].as_str());
        fixture
            .block_on(insert.execute(&mut connection))
            .expect("conversations");
        let made = user.map(|user| {
            let field = user.parent.expect("a parent").0;
            library.create(user, &json!({"name": "Of it", field: one["id"]}))
        });
        let detail = |expected: &str| {
            let problem = library.admin.delete(&path).problem(409);
            let detail = problem["detail"].as_str().unwrap_or_default().to_owned();
            assert!(detail.contains(&format!("used by {expected};")), "{detail}");
        };
        detail(uses);
        assert_eq!(library.viewer.get(&path).status, 200);

        let statement = format!(
            "DELETE FROM conversations WHERE {} = $1::uuid",
            resource.column
        );
        let forget = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(one["id"].as_str());
        fixture
            .block_on(forget.execute(&mut connection))
            .expect("no conversations");
        if let Some((user, made)) = user.zip(made) {
            detail(uses.split(" and ").nth(1).expect("the others"));
            let made = super::path(user, &made);
            assert_eq!(library.admin.delete(&made).status, 204);
        }
        assert_eq!(library.admin.delete(&path).status, 204);
    }
}

fn a_version_that_has_passed_is_a_412_and_deletes_nothing(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let one = library.create(resource, &json!({}));
        let path = path(resource, &one);
        let changed = library
            .admin
            .patch(&path, &json!({"name": "Second"}))
            .data();
        let delete = |if_match: &str| {
            let headers = [("if-match", if_match)];
            library.admin.send("DELETE", &path, &headers)
        };
        assert_eq!(delete("\"1\"").problem(412)["current"], changed);
        assert_eq!(library.viewer.get(&path).data()["name"], "Second");
        assert_eq!(delete("\"2\"").status, 204);
    }
}

fn what_is_not_there_is_a_404(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        for id in [NOBODY, "7"] {
            let path = format!("{}/{id}", resource.path);
            library.admin.delete(&path).problem(404);
        }
    }
}
