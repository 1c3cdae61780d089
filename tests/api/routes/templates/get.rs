//! `GET /api/templates/:id`, `/api/scenarios/:id`, `/api/edge-cases/:id`.

use super::{Library, NOBODY, RESOURCES, named, path};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::json;

tests![
    one_is_its_row_in_the_list_with_its_text_and_variables,
    one_says_what_was_made_from_it,
    a_caller_that_has_it_is_told_so_until_it_or_its_uses_change,
    what_is_not_there_is_a_404,
    a_parameter_is_unknown,
];

fn one_is_its_row_in_the_list_with_its_text_and_variables(fixture: &Fixture) {
    let client = fixture.client();
    for resource in &RESOURCES {
        let row = client.get(&format!("{}?limit=1", resource.path)).data()["data"][0].clone();
        let one = client.get(&path(resource, &row)).data();
        for (name, value) in row.as_object().expect("a row") {
            assert_eq!(&one[name], value, "{name}");
        }
        assert!(one["body"].as_str() > Some(""), "{one}");
        assert!(one["parameters"].is_object(), "{one}");
    }
}

fn one_says_what_was_made_from_it(fixture: &Fixture) {
    let library = Library::open(fixture);
    let mut connection = fixture.connect(&library.database_url);
    for (resource, users) in [
        (&RESOURCES[0], Some(("scenarios", &RESOURCES[1]))),
        (&RESOURCES[1], Some(("edgeCases", &RESOURCES[2]))),
        (&RESOURCES[2], None),
    ] {
        let one = library.create(resource, &json!({}));
        let uses = || library.viewer.get(&path(resource, &one)).data()["usedBy"].clone();
        let expected = |conversations: u32, others: u32| match users {
            Some((name, _)) => json!({"conversations": conversations, name: others}),
            None => json!({ "conversations": conversations }),
        };
        assert_eq!(uses(), expected(0, 0));
        let statement = format!(
            "INSERT INTO conversations (title, tier, {}) SELECT 'x', 'template', $1::uuid FROM generate_series(1, 3)",
            resource.column
        );
        let insert = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(one["id"].as_str());
        fixture
            .block_on(insert.execute(&mut connection))
            .expect("conversations");
        let mut others = 0;
        if let Some((_, user)) = users {
            let field = user.parent.expect("a parent").0;
            library.create(user, &json!({"name": "Of it", field: one["id"]}));
            others = 1;
        }
        assert_eq!(uses(), expected(3, others));
    }
}

fn a_caller_that_has_it_is_told_so_until_it_or_its_uses_change(fixture: &Fixture) {
    let library = Library::open(fixture);
    let one = library.create(&RESOURCES[0], &json!({}));
    let path = path(&RESOURCES[0], &one);
    let status = |etag: &str| {
        let headers = [("if-none-match", etag)];
        library.viewer.send("GET", &path, &headers).status
    };
    let etag = |version: &str| {
        let etag = library.viewer.get(&path).header("etag").to_owned();
        assert!(etag.starts_with(&format!("\"{version}-")), "{etag}");
        etag
    };
    let first = etag("1");
    assert_eq!(status(&first), 304);
    library.create(
        &RESOURCES[1],
        &json!({"name": "Of it", "templateId": one["id"]}),
    );
    assert_eq!(status(&first), 200);
    let used = etag("1");
    assert_eq!(status(&used), 304);
    library.admin.patch(&path, &json!({"active": false})).data();
    assert_eq!(status(&used), 200);
    assert_eq!(status(&etag("2")), 304);
}

fn what_is_not_there_is_a_404(fixture: &Fixture) {
    let client = fixture.client();
    for resource in &RESOURCES {
        for id in [NOBODY, "7", "%00", "a%2Fb"] {
            client.get(&format!("{}/{id}", resource.path)).problem(404);
        }
    }
}

fn a_parameter_is_unknown(fixture: &Fixture) {
    let answer = fixture
        .client()
        .get(&format!("/api/templates/{NOBODY}?limit=1"));
    assert_eq!(
        answer.invalid_fields(),
        named("unknown_parameter", &["limit"])
    );
}
