//! `POST /api/templates`, `/api/scenarios`, `/api/edge-cases`.

use super::{Library, NOBODY, RESOURCES, named, new, path};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};

tests![
    a_new_one_is_answered_whole_and_stays_as_it_was_answered,
    everything_that_is_given_is_kept,
    a_name_that_is_taken_is_a_409,
    every_wrong_field_is_named_at_once,
    a_text_and_its_variables_must_fit_each_other,
    a_placeholder_that_is_none_is_named_with_its_place,
    a_parent_that_is_not_there_is_named,
    a_body_that_is_none_says_why,
];

fn a_new_one_is_answered_whole_and_stays_as_it_was_answered(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let answer = library.admin.post(resource.path, &new(&json!({})));
        assert_eq!(answer.status, 201, "{}", answer.text());
        let created = answer.json();
        for (name, value) in [
            ("name", json!("Rising rates")),
            ("description", json!("")),
            ("category", json!([])),
            ("active", json!(true)),
            ("createdBy", json!("admin")),
            ("version", json!(1)),
        ] {
            assert_eq!(created[name], value, "{name} of {}", resource.path);
        }
        if let Some((field, _)) = resource.parent {
            assert_eq!(created[field], Value::Null);
        }
        assert_eq!(answer.header("etag"), "\"1\"");
        assert_eq!(answer.header("location"), path(resource, &created));
        assert_eq!(answer.header("x-generation").len(), 16);
        let mut read = library.viewer.get(answer.header("location")).data();
        read.as_object_mut().expect("an object").remove("usedBy");
        assert_eq!(read, created);
    }
}

fn everything_that_is_given_is_kept(fixture: &Fixture) {
    let library = Library::open(fixture);
    let mut above = None;
    for resource in &RESOURCES {
        let mut given = json!({
            "name": "Zinsen & Ängste “100 %” \\ {}",
            "description": "Für den Anfang",
            "body": "{\"json\": {\"a\": {}}} {{a}} und {{b_2}}{{c}}\nTschüss",
            "category": ["tax", "mortgage, fixed"],
            "parameters": {"a": "{{b_2}}", "b_2": 2.5, "c": false},
            "active": false,
        });
        if let Some(((field, _), id)) = resource.parent.zip(above) {
            given[field] = id;
        }
        let created = library.create(resource, &given);
        for (name, value) in given.as_object().expect("an object") {
            assert_eq!(&created[name], value, "{name} of {}", resource.path);
        }
        above = Some(created["id"].clone());
    }
}

fn a_name_that_is_taken_is_a_409(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        library.create(resource, &json!({}));
        let problem = library
            .admin
            .post(resource.path, &new(&json!({})))
            .problem(409);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("of this name"), "{detail}");
    }
}

fn every_wrong_field_is_named_at_once(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let wrong = json!({
            "name": " ",
            "description": "x".repeat(2_001),
            "body": "x".repeat(50_001),
            "category": ["", "a"],
            "parameters": [],
            "active": "yes",
            "version": 7,
        });
        let fields = library.admin.post(resource.path, &wrong).invalid_fields();
        let expected = [
            ("name", "empty"),
            ("description", "too_long"),
            ("body", "too_long"),
            ("category", "not_texts"),
            ("parameters", "not_an_object"),
            ("active", "not_a_boolean"),
            ("version", "unknown_field"),
        ];
        assert_eq!(
            fields,
            expected.map(|(field, code)| (field.to_owned(), code.to_owned()))
        );
        let nothing = library.admin.post(resource.path, &json!({}));
        assert_eq!(
            nothing.invalid_fields(),
            named("required", &["name", "body"])
        );
    }
}

fn a_text_and_its_variables_must_fit_each_other(fixture: &Fixture) {
    let library = Library::open(fixture);
    let refuse = |body: &str, parameters: Value| {
        let wrong = json!({"body": body, "parameters": parameters});
        library
            .admin
            .post(RESOURCES[0].path, &new(&wrong))
            .invalid_fields()
    };
    assert_eq!(
        refuse("{{a}} {{b}} {{c}}", json!({"b": ""})),
        named("undeclared_variable", &["body"])
    );
    assert_eq!(
        refuse("{{a}}", json!({"a": "", "b": "", "c": ""})),
        named("unused_variable", &["parameters.b", "parameters.c"])
    );
    assert_eq!(
        refuse("{{a}}", json!({"a": "", "B": ""})),
        named("malformed_name", &["parameters.B"])
    );
    assert_eq!(
        refuse("{{a}} {{b}}", json!({"a": {"x": 1}, "b": null})),
        named("not_a_default", &["parameters.a", "parameters.b"])
    );
    assert_eq!(
        refuse("{{a}}", json!({"a": "x".repeat(2_001)})),
        named("too_long", &["parameters.a"])
    );
}

fn a_placeholder_that_is_none_is_named_with_its_place(fixture: &Fixture) {
    let library = Library::open(fixture);
    for body in ["über\n…{{a b}}", "über\n…{{", "über\n…{{A}}", "über\n…{{}}"] {
        let wrong = new(&json!({"body": body, "parameters": {}}));
        let answer = library.admin.post(RESOURCES[0].path, &wrong);
        assert_eq!(
            answer.invalid_fields(),
            named("malformed_placeholder", &["body"])
        );
        let problem = answer.json();
        let message = problem["errors"][0]["message"].as_str().expect("a message");
        assert!(message.starts_with("line 2, column 2: "), "{message}");
    }
}

fn a_parent_that_is_not_there_is_named(fixture: &Fixture) {
    let library = Library::open(fixture);
    for resource in &RESOURCES {
        let Some((field, _)) = resource.parent else {
            let orphan = new(&json!({"templateId": NOBODY}));
            let answer = library.admin.post(resource.path, &orphan);
            assert_eq!(
                answer.invalid_fields(),
                named("unknown_field", &["templateId"])
            );
            continue;
        };
        for (id, code) in [(NOBODY, "unknown_reference"), ("7", "not_a_uuid")] {
            let orphan = new(&json!({ field: id }));
            let answer = library.admin.post(resource.path, &orphan);
            assert_eq!(answer.invalid_fields(), named(code, &[field]));
        }
    }
}

fn a_body_that_is_none_says_why(fixture: &Fixture) {
    let library = Library::open(fixture);
    let post = |kind: &str, body: &[u8]| {
        let headers = [("content-type", kind)];
        library
            .admin
            .send_bytes("POST", "/api/templates", &headers, body.to_vec())
    };
    for (body, code) in [
        (&b""[..], "not_json"),
        (b"{\"name\": \"a\"", "not_json"),
        (b"[]", "not_an_object"),
        (b"{\"name\": \"a\\u0000b\"}", "nul"),
    ] {
        assert_eq!(
            post("application/json", body).invalid_fields(),
            named(code, &["body"])
        );
    }
    post("text/plain", b"{}").problem(415);
    let json = "application/json";
    let (status, problem) = library
        .admin
        .state("POST", "/api/templates", json, 1024 * 1024 + 1);
    assert_eq!(status, 413, "{problem}");
    let query = library.admin.post("/api/templates?a=1", &new(&json!({})));
    assert_eq!(query.invalid_fields(), named("unknown_parameter", &["a"]));
}
