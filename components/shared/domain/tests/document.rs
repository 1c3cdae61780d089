//! JSON bodies, read as the API's routes read them.

use parley_domain::{
    document::Fields, problem::FieldError, quality::Quality, status::Tier, turn::TurnRole,
};

fn fields(body: &str) -> Fields {
    Fields::read(body.as_bytes()).expect("a JSON object")
}

fn codes(errors: Vec<FieldError>) -> Vec<(String, &'static str)> {
    errors
        .into_iter()
        .map(|error| (error.field, error.code))
        .collect()
}

fn named(pairs: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    pairs
        .iter()
        .map(|(field, code)| ((*field).to_owned(), *code))
        .collect()
}

#[test]
fn what_is_no_object_is_refused_whole() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(20), "]".repeat(20));
    let bottomless = "[".repeat(100_000);
    for (body, code) in [
        ("", "not_json"),
        ("{", "not_json"),
        ("{} {}", "not_json"),
        ("{\"a\": \"\\ud800\"}", "not_json"),
        ("[]", "not_an_object"),
        ("\"a\"", "not_an_object"),
        ("{\"a\": \"\\u0000\"}", "nul"),
        ("{\"a\": [{\"\\u0000\": 1}]}", "nul"),
        (&deep, "too_deep"),
        (&bottomless, "not_json"),
    ] {
        let errors = Fields::read(body.as_bytes()).unwrap_err();
        assert_eq!(codes(errors), named(&[("body", code)]));
    }
    assert!(Fields::read(b"{\"a\": \"\xff\"}").is_err());
}

#[test]
fn every_wrong_member_is_named_at_once() {
    let mut body = fields(
        r#"{"title": " ", "tier": "gold", "quality": 10.5, "category": ["a", 1], "parent": "x", "active": 1,
            "limit": 2.5, "parameters": [], "extra": 1}"#,
    );
    let title = body.text("title", 1..=5);
    let tier = body.named::<Tier>("tier");
    let quality = body.quality("quality");
    let category = body.texts("category", 3, 10);
    let parent = body.uuid("parent");
    let active = body.boolean("active");
    let limit = body.integer("limit", 1..=9);
    let parameters = body.object("parameters");
    let persona = body.text("persona", 1..=5);
    let persona = body.required("persona", persona);
    assert_eq!(
        (title, tier, quality, category, parent),
        (None, None, None, None, None)
    );
    assert_eq!(
        (active, limit, parameters, persona),
        (None, None, None, None)
    );
    assert_eq!(
        codes(body.finish(Some(())).unwrap_err()),
        named(&[
            ("title", "empty"),
            ("tier", "unknown_value"),
            ("quality", "out_of_range"),
            ("category", "not_texts"),
            ("parent", "not_a_uuid"),
            ("active", "not_a_boolean"),
            ("limit", "out_of_range"),
            ("parameters", "not_an_object"),
            ("persona", "required"),
            ("extra", "unknown_field"),
        ])
    );
}

#[test]
fn a_good_body_is_read_with_texts_trimmed() {
    let mut body = fields(
        r#"{"title": " Späte Steuer ", "tier": "edge_case", "category": [" tax "], "note": null}"#,
    );
    assert_eq!(body.text("title", 1..=12), Some("Späte Steuer".to_owned()));
    assert_eq!(body.named("tier"), Some(Tier::EdgeCase));
    assert_eq!(body.texts("category", 1, 3), Some(vec!["tax".to_owned()]));
    assert!(body.null("note") && !body.has("note"));
    assert_eq!(body.finish(Some(1)), Ok(1));
}

#[test]
fn every_hundredth_of_quality_survives_its_way_through_a_float() {
    for hundredths in 0..=1000 {
        let written = format!("{{\"q\": {}.{:02}}}", hundredths / 100, hundredths % 100);
        assert_eq!(
            fields(&written).quality("q"),
            Quality::from_hundredths(hundredths)
        );
    }
    for (written, code) in [
        ("8.555", "too_precise"),
        ("1e-9", "too_precise"),
        ("-0.01", "out_of_range"),
        ("1e300", "out_of_range"),
        ("\"8\"", "not_a_number"),
    ] {
        let mut body = fields(&format!("{{\"q\": {written}}}"));
        assert_eq!(body.quality("q"), None);
        assert_eq!(
            codes(body.finish(Some(())).unwrap_err()),
            named(&[("q", code)]),
            "{written}"
        );
    }
}

#[test]
fn errors_inside_objects_and_lists_say_where() {
    let mut body = fields(r#"{"selection": {"ids": 5, "more": 1}}"#);
    let read = body.nested("selection", |selection| selection.list("ids", 3));
    assert_eq!(read, None);
    assert_eq!(
        codes(body.finish(read).unwrap_err()),
        named(&[
            ("selection.ids", "not_a_list"),
            ("selection.more", "unknown_field")
        ])
    );
}

#[test]
fn turns_are_read_in_order_and_the_first_wrong_one_is_named() {
    let mut body = fields(
        r#"{"turns": [{"role": "user", "content": " Hi "}, {"role": "assistant", "content": "Yes?"}]}"#,
    );
    let turns = body.turns("turns").expect("good turns");
    assert_eq!(
        turns.iter().map(|turn| turn.role).collect::<Vec<_>>(),
        [TurnRole::User, TurnRole::Assistant]
    );
    assert_eq!(turns[0].content, " Hi ");

    for (turns, field, code) in [
        ("[]", "turns", "empty"),
        ("5", "turns", "not_a_list"),
        ("[5]", "turns[0]", "not_an_object"),
        (
            r#"[{"role": "human", "content": "Hi"}]"#,
            "turns[0].role",
            "unknown_value",
        ),
        (r#"[{"role": "user"}]"#, "turns[0].content", "required"),
        (
            r#"[{"role": "user", "content": "Hi"}, {"role": "user", "content": "Hi"}]"#,
            "turns[1]",
            "not_alternating",
        ),
    ] {
        let mut body = fields(&format!("{{\"turns\": {turns}}}"));
        let read = body.turns("turns");
        assert_eq!(
            codes(body.finish(read).unwrap_err()),
            named(&[(field, code)]),
            "{turns}"
        );
    }
}
