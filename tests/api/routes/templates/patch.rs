//! `PATCH /api/templates/:id`, `/api/scenarios/:id`, `/api/edge-cases/:id`.

use super::{Library, NOBODY, RESOURCES, named, path};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};
use std::thread;

tests![
    what_is_named_changes_and_nothing_else,
    a_version_that_has_passed_is_a_412_with_what_is_there,
    the_etag_of_any_answer_names_its_version,
    of_many_who_saw_the_same_version_one_changes_it,
    changes_that_name_no_version_all_come_through,
    a_text_is_held_against_the_variables_as_they_stand,
    another_name_must_be_free,
    a_parent_comes_and_goes,
    nothing_to_change_is_a_400,
    what_is_not_there_is_a_404,
    demo_data_fits_the_rules_of_variables,
];

fn what_is_named_changes_and_nothing_else(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let before = library.create(resource, &json!({"category": ["tax"]}));
        for (name, value) in [
            ("name", json!("Falling rates")),
            ("description", json!("For later")),
            ("body", json!("{{topic}} and {{persona}}")),
            ("category", json!([])),
            ("parameters", json!({"persona": 1, "topic": true})),
            ("active", json!(false)),
        ] {
            let before = library.viewer.get(&path(resource, &before)).data();
            let answer = library
                .admin
                .patch(&path(resource, &before), &json!({ name: value }));
            let changed = answer.data();
            let version = before["version"].as_i64().map(|version| version + 1);
            assert_eq!(changed["version"].as_i64(), version);
            assert_eq!(answer.header("etag"), format!("\"{}\"", changed["version"]));
            assert_eq!(answer.header("x-generation").len(), 16);
            for (other, was) in before.as_object().expect("an object") {
                match other.as_str() {
                    "version" | "updatedAt" | "usedBy" => {}
                    same if same == name => assert_eq!(changed[name], value),
                    _ => assert_eq!(&changed[other], was, "{other} after {name}"),
                }
            }
        }
    }
}

fn a_version_that_has_passed_is_a_412_with_what_is_there(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let one = library.create(resource, &json!({}));
        let path = path(resource, &one);
        let patch = |if_match: &str, name: &str| {
            let headers = [("if-match", if_match)];
            let body = json!({ "name": name });
            library.admin.send_json("PATCH", &path, &headers, &body)
        };
        let changed = patch("\"1\"", "Second").data();
        assert_eq!(patch("\"1\"", "Third").problem(412)["current"], changed);
        assert_eq!(patch("W/\"2\"", "Third").problem(412)["current"], changed);
        assert_eq!(patch("\"7\", \"2\"", "Third").status, 200);
        assert_eq!(patch("*", "Fourth").status, 200);
        assert_eq!(
            patch("2", "Fifth").invalid_fields(),
            named("not_an_etag", &["If-Match"])
        );
        assert_eq!(library.viewer.get(&path).data()["name"], "Fourth");
    }
}

fn the_etag_of_any_answer_names_its_version(fixture: &Fixture) {
    let library = Library::open(fixture);
    let long = "x".repeat(2_000);
    let created = library.admin.post(
        RESOURCES[0].path,
        &super::new(&json!({"description": long})),
    );
    let path = created.header("location").to_owned();
    let mut etag = created.header("etag").to_owned();
    for (name, encoding) in [("Second", "identity"), ("Third", "gzip")] {
        let patch = |etag: &str| {
            let headers = [("if-match", etag), ("accept-encoding", encoding)];
            let body = json!({ "name": name });
            library.admin.send_json("PATCH", &path, &headers, &body)
        };
        let changed = patch(&etag);
        assert_eq!(changed.status, 200);
        assert_eq!(patch(&etag).status, 412);
        let headers = [("accept-encoding", encoding)];
        let read = library.viewer.send("GET", &path, &headers);
        etag = read.header("etag").to_owned();
        assert_ne!(etag, changed.header("etag"));
    }
    let headers = [("if-match", etag.as_str())];
    let deleted = library.admin.send("DELETE", &path, &headers);
    assert_eq!(deleted.status, 204, "{etag}");
}

/// Sends as many changes at once as there are names, and answers the statuses, sorted.
fn race(library: &Library, path: &str, headers: &[(&str, &str)], changes: &[Value]) -> Vec<u16> {
    let mut statuses: Vec<u16> = thread::scope(|scope| {
        let sent: Vec<_> = changes
            .iter()
            .map(|change| {
                scope.spawn(move || {
                    library
                        .admin
                        .send_json("PATCH", path, headers, change)
                        .status
                })
            })
            .collect();
        sent.into_iter()
            .map(|sent| sent.join().expect("an answer"))
            .collect()
    });
    statuses.sort_unstable();
    statuses
}

fn of_many_who_saw_the_same_version_one_changes_it(fixture: &Fixture) {
    let library = Library::open(fixture);
    let one = library.create(&RESOURCES[0], &json!({}));
    let path = path(&RESOURCES[0], &one);
    let changes: Vec<Value> = (0..8)
        .map(|number| json!({"name": format!("Name {number}")}))
        .collect();
    let statuses = race(&library, &path, &[("if-match", "\"1\"")], &changes);
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(library.viewer.get(&path).data()["version"], 2);
}

fn changes_that_name_no_version_all_come_through(fixture: &Fixture) {
    let library = Library::open(fixture);
    let one = library.create(&RESOURCES[0], &json!({}));
    let path = path(&RESOURCES[0], &one);
    let changes = [
        json!({"name": "Another"}),
        json!({"description": "Another"}),
        json!({"category": ["another"]}),
        json!({"active": false}),
    ];
    assert_eq!(race(&library, &path, &[], &changes), [200, 200, 200, 200]);
    let changed = library.viewer.get(&path).data();
    for change in &changes {
        for (name, value) in change.as_object().expect("a field") {
            assert_eq!(&changed[name], value);
        }
    }
}

fn a_text_is_held_against_the_variables_as_they_stand(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let one = library.create(resource, &json!({}));
        let path = path(resource, &one);
        let patch = |change: Value| library.admin.patch(&path, &change);
        assert_eq!(
            patch(json!({"body": "{{persona}} {{topic}} {{mood}}"})).invalid_fields(),
            named("undeclared_variable", &["body"])
        );
        assert_eq!(
            patch(json!({"body": "{{persona}}"})).invalid_fields(),
            named("unused_variable", &["parameters.topic"])
        );
        assert_eq!(
            patch(json!({"parameters": {"persona": ""}})).invalid_fields(),
            named("undeclared_variable", &["body"])
        );
        let both = json!({"body": "{{mood}}", "parameters": {"mood": "calm"}});
        assert_eq!(patch(both).status, 200);
    }
}

fn another_name_must_be_free(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let one = library.create(resource, &json!({}));
        library.create(resource, &json!({"name": "Taken"}));
        let rename = |name: &str| {
            library
                .admin
                .patch(&path(resource, &one), &json!({ "name": name }))
        };
        rename("Taken").problem(409);
        assert_eq!(rename("Rising rates").status, 200, "its own");
    }
}

fn a_parent_comes_and_goes(fixture: &Fixture) {
    let library = Library::open(fixture);
    for (above, resource) in RESOURCES.iter().zip(&RESOURCES[1..]) {
        let (field, _) = resource.parent.expect("a parent");
        let parent = library.create(above, &json!({"name": "Above"}));
        let one = library.create(resource, &json!({}));
        let patch = |id: &Value| {
            library
                .admin
                .patch(&path(resource, &one), &json!({ field: id }))
        };
        assert_eq!(patch(&parent["id"]).data()[field], parent["id"]);
        assert_eq!(
            patch(&json!(NOBODY)).invalid_fields(),
            named("unknown_reference", &[field])
        );
        assert_eq!(patch(&Value::Null).data()[field], Value::Null);
    }
}

fn nothing_to_change_is_a_400(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let one = library.create(resource, &json!({}));
        let patch = |change: Value| library.admin.patch(&path(resource, &one), &change);
        assert_eq!(patch(json!({})).invalid_fields(), named("empty", &["body"]));
        assert_eq!(
            patch(json!({"version": 2, "name": null})).invalid_fields(),
            [
                named("null", &["name"]),
                named("unknown_field", &["version"])
            ]
            .concat()
        );
    }
}

fn what_is_not_there_is_a_404(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        for id in [NOBODY, "7"] {
            let path = format!("{}/{id}", resource.path);
            let change = json!({"active": false});
            library.admin.patch(&path, &change).problem(404);
        }
    }
}

fn demo_data_fits_the_rules_of_variables(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let page = library
            .viewer
            .get(&format!("{}?limit=20", resource.path))
            .data();
        for row in page["data"].as_array().expect("rows") {
            let path = path(resource, row);
            let one = library.viewer.get(&path).data();
            let same = json!({"body": one["body"], "parameters": one["parameters"]});
            library.admin.patch(&path, &same).data();
        }
    }
}
