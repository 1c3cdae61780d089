//! Bodies of bulk actions, and the filter in them.

use parley_domain::{
    bulk::{Action, BulkRequest, MAX_IDS, Selection},
    document::Fields,
    filter::Filter,
    query::{BatchQuery, CountQuery},
};
use std::collections::BTreeSet;

const ID: &str = "6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11";

fn parse(body: &str) -> Result<BulkRequest, Vec<(String, &'static str)>> {
    let fields = Fields::read(body.as_bytes()).expect("a JSON object");
    BulkRequest::parse(fields).map_err(|errors| {
        errors
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect()
    })
}

fn filter(object: &str) -> Result<Filter, Vec<(String, &'static str)>> {
    let body = format!(
        r#"{{"action": "approve", "selection": {{"filter": {object}, "maxAffected": 1}}}}"#
    );
    parse(&body).map(|request| match request.selection {
        Selection::Filter { filter, .. } => *filter,
        Selection::Ids(_) => panic!("a filter was given"),
    })
}

#[test]
fn a_filter_means_what_the_same_parameters_of_a_list_mean() {
    for (object, query) in [
        ("{}", String::new()),
        (
            r#"{"status": ["draft", "failed"], "tier": ["edge_case"]}"#,
            "status=failed&status=draft&tier=edge_case".to_owned(),
        ),
        (
            r#"{"quality_min": 8, "quality_max": 9.25}"#,
            "quality_min=8&quality_max=9.25".to_owned(),
        ),
        (
            r#"{"search": " rising rates ", "start_date": "2026-01-01", "end_date": "2026-01-31"}"#,
            "search=rising+rates&start_date=2026-01-01&end_date=2026-01-31".to_owned(),
        ),
        (
            r#"{"category": ["tax", "debt"], "persona": ["Divorced homeowner, undecided"], "emotion": ["calm"]}"#,
            "category=tax,debt&persona=Divorced+homeowner,+undecided&emotion=calm".to_owned(),
        ),
        (
            &format!(r#"{{"template_id": ["{ID}"]}}"#),
            format!("template_id={ID}"),
        ),
    ] {
        let listed = CountQuery::parse(&query).expect("a valid query").filter;
        assert_eq!(filter(object), Ok(listed), "{object}");
    }
}

#[test]
fn a_comma_in_json_is_part_of_the_value() {
    let categories = filter(r#"{"category": ["tax, abroad"]}"#).map(|filter| filter.categories);
    assert_eq!(categories, Ok(BTreeSet::from(["tax, abroad".to_owned()])));
}

#[test]
fn a_filter_is_never_widened_by_what_is_wrong_in_it() {
    for (object, field, code) in [
        (r#"{"status": []}"#, "status", "empty"),
        (r#"{"status": "draft"}"#, "status", "not_a_list"),
        (r#"{"status": ["Draft"]}"#, "status", "unknown_value"),
        (r#"{"status": [1]}"#, "status", "not_texts"),
        (r#"{"status": null}"#, "status", "null"),
        (r#"{"search": " "}"#, "search", "empty"),
        (r#"{"search": 42}"#, "search", "not_a_text"),
        (r#"{"quality_min": "8"}"#, "quality_min", "not_a_number"),
        (r#"{"quality_min": 8.125}"#, "quality_min", "too_precise"),
        (
            r#"{"quality_min": 9, "quality_max": 8}"#,
            "quality_min",
            "range_upside_down",
        ),
        (r#"{"start_date": "soon"}"#, "start_date", "not_a_date"),
        (r#"{"qualityMin": 8}"#, "qualityMin", "unknown_field"),
    ] {
        let expected = vec![(format!("selection.filter.{field}"), code)];
        assert_eq!(filter(object), Err(expected), "{object}");
    }
}

#[test]
fn as_many_ids_as_the_limit_are_taken_each_once() {
    let ids = vec![format!("{ID:?}"); MAX_IDS].join(",");
    let request = parse(&format!(
        r#"{{"action": "archive", "selection": {{"ids": [{ids}]}}}}"#
    ));
    let selection = request.map(|request| request.selection);
    let once = BTreeSet::from([ID.parse().expect("a UUID")]);
    assert_eq!(selection, Ok(Selection::Ids(once)));
}

#[test]
fn a_reason_is_a_code() {
    let body = |reason: &str| {
        format!(r#"{{"action": "reject", "reason": {reason:?}, "selection": {{"ids": ["{ID}"]}}}}"#)
    };
    for good in ["off_topic", "x", "a1", &"a".repeat(64)] {
        assert!(parse(&body(good)).is_ok(), "{good}");
    }
    for (bad, code) in [
        ("Off", "not_a_code"),
        ("1a", "not_a_code"),
        ("_a", "not_a_code"),
        ("off topic", "not_a_code"),
        ("é", "not_a_code"),
        ("", "empty"),
        (&"a".repeat(65), "too_long"),
    ] {
        assert_eq!(
            parse(&body(bad)),
            Err(vec![("reason".to_owned(), code)]),
            "{bad}"
        );
    }
}

#[test]
fn the_database_is_told_where_to_and_why() {
    let body = format!(
        r#"{{"action": "reject", "reason": "off_topic", "note": "No \"money\".", "selection": {{"ids": ["{ID}"]}}}}"#
    );
    let request = parse(&body).expect("valid");
    assert_eq!(request.action, Action::Reject);
    assert_eq!(
        request.parameters().ok().as_deref(),
        Some(r#"{"to":"rejected","reason":"off_topic","note":"No \"money\"."}"#)
    );
}

#[test]
fn a_batch_is_read_by_outcome_and_cursor() {
    let query = BatchQuery::parse(&format!("outcome=refused&limit=5&cursor={ID}"));
    let query = query.expect("valid");
    assert_eq!(query.outcome.map(|outcome| outcome.name()), Some("refused"));
    assert_eq!(query.limit.rows(), 5);
    assert_eq!(query.cursor.map(|id| id.to_string()).as_deref(), Some(ID));
}
