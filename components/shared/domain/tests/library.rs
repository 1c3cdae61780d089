//! Templates, their variables, and the lists of them.

use parley_domain::{
    document::Fields,
    library::{Changes, Draft, ListQuery, Resource},
    problem::FieldError,
    template::{Malformed, check, placeholders},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn names(errors: &[FieldError]) -> Vec<(&str, &str)> {
    errors
        .iter()
        .map(|error| (error.field.as_str(), error.code))
        .collect()
}

fn draft(body: &Value) -> Result<Draft, Vec<FieldError>> {
    let fields = Fields::read(body.to_string().as_bytes())?;
    Draft::read(Resource::Scenarios, fields)
}

fn placeholder_names(text: &str) -> Result<Vec<&str>, Malformed> {
    placeholders(text).map(|names| names.into_iter().collect())
}

#[test]
fn placeholders_are_found_each_once() {
    assert_eq!(
        placeholder_names("{{b}}{{a_1}} and {{b}}"),
        Ok(vec!["a_1", "b"])
    );
    assert_eq!(placeholder_names("{\"a\": {\"b\": {}}}"), Ok(vec![]));
    assert_eq!(placeholder_names("}} {x} }}"), Ok(vec![]));
}

#[test]
fn a_placeholder_has_up_to_64_characters() {
    let (fits, over) = ("a".repeat(64), "a".repeat(65));
    assert!(placeholders(&format!("{{{{{fits}}}}}")).is_ok());
    assert!(placeholders(&format!("{{{{{over}}}}}")).is_err());
}

#[test]
fn what_begins_no_placeholder_is_told_by_line_and_column() {
    for (text, line, column) in [
        ("{{", 1, 1),
        ("{{}}", 1, 1),
        ("{{ a }}", 1, 1),
        ("{{{a}}}", 1, 1),
        ("{{1a}}", 1, 1),
        ("{{aB}}", 1, 1),
        ("{{a} }", 1, 1),
        ("ü{{a}}{{", 1, 7),
        ("{{a}}\n\n x{{é}}", 3, 3),
    ] {
        assert_eq!(
            placeholders(text),
            Err(Malformed { line, column }),
            "{text:?}"
        );
    }
}

#[test]
fn many_errors_stay_short() {
    let undeclared: String = (0..10_000)
        .map(|number| format!("{{{{v{number}}}}}"))
        .collect();
    let long = "X".repeat(100_000);
    let parameters = json!({ long: 1 });
    let errors = check(&undeclared, parameters.as_object().expect("an object"));
    assert_eq!(errors.len(), 2);
    assert!(
        errors
            .iter()
            .all(|error| error.field.len() <= 200 && error.message.len() <= 200)
    );
}

#[test]
fn variables_that_cannot_be_read_are_not_held_against_the_text() {
    let errors = draft(&json!({"name": "a", "body": "{{a}}", "parameters": 1})).unwrap_err();
    assert_eq!(names(&errors), [("parameters", "not_an_object")]);
}

#[test]
fn what_is_left_out_has_its_default() {
    let draft = draft(&json!({"name": " a ", "body": "b"})).expect("a draft");
    assert_eq!((draft.name.as_str(), draft.body.as_str()), ("a", "b"));
    assert_eq!(draft.description, "");
    assert!(draft.active && draft.category.is_empty() && draft.parameters.is_empty());
    assert_eq!(draft.parent, None);
}

#[test]
fn a_change_that_touches_no_variable_leaves_old_ones_alone() {
    let mut old = draft(&json!({"name": "a", "body": "b"})).expect("a draft");
    "written {{before there were rules".clone_into(&mut old.body);
    let change = |body: Value| {
        let fields = Fields::read(body.to_string().as_bytes()).expect("fields");
        Changes::read(Resource::Scenarios, fields).expect("changes")
    };
    let renamed = change(json!({"name": "c"})).apply(old.clone());
    assert_eq!(renamed.expect("a draft").name, "c");
    let declared = change(json!({"parameters": {}})).apply(old);
    assert_eq!(
        names(&declared.unwrap_err()),
        [("body", "malformed_placeholder")]
    );
}

#[test]
fn lists_that_differ_have_other_fingerprints() {
    let lists = [
        (Resource::Templates, ""),
        (Resource::Scenarios, ""),
        (Resource::Scenarios, "active=true"),
        (Resource::Scenarios, "active=false"),
        (Resource::Scenarios, "search=a"),
        (Resource::Scenarios, "category=a"),
        (Resource::Scenarios, "category=a,b"),
        (Resource::Scenarios, "category=ab"),
        (
            Resource::Scenarios,
            "template_id=6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11",
        ),
    ];
    let mut fingerprints: Vec<u64> = lists
        .iter()
        .map(|(resource, query)| {
            ListQuery::parse(*resource, query)
                .expect("a query")
                .fingerprint()
        })
        .collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), lists.len());
}

#[test]
fn equal_lists_have_one_fingerprint_whatever_their_page() {
    let parse = |query| ListQuery::parse(Resource::Templates, query).expect("a query");
    assert_eq!(
        parse("category=b,a&limit=3").fingerprint(),
        parse("category[]=a&category[]=b").fingerprint()
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in r"[a-c{}\n é]{0,40}") {
        match placeholders(&text) {
            Ok(names) => for name in names {
                let placeholder = format!("{{{{{name}}}}}");
                prop_assert!(text.contains(&placeholder));
            },
            Err(Malformed { line, column }) => {
                let line = text.split('\n').nth(line - 1).expect("a line");
                let rest: String = line.chars().skip(column - 1).collect();
                prop_assert!(rest.starts_with("{{"), "{rest:?}");
            }
        }
    }

    #[test]
    fn a_text_fits_exactly_the_variables_it_names(names in proptest::collection::btree_set("[a-z][a-z0-9_]{0,5}", 0..6)) {
        let body: String = names.iter().map(|name| format!("x {{{{{name}}}}}")).collect();
        let parameters = names.iter().map(|name| (name.clone(), json!("x"))).collect();
        prop_assert_eq!(check(&body, &parameters), vec![]);
    }
}
