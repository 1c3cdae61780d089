//! Query strings, from outside: what is accepted, what is refused, and what each refusal says.

use parley_domain::{
    cursor::{Cursor, Key, Side},
    filter::Filter,
    query::{CountQuery, ListQuery},
    sort::{Direction, Sort, SortKey},
    status::{Status, Tier},
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn errors(query: &str) -> Vec<(String, &'static str)> {
    match ListQuery::parse(query) {
        Ok(query) => panic!("accepted: {query:?}"),
        Err(errors) => errors
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect(),
    }
}

fn filter(query: &str) -> Filter {
    CountQuery::parse(query).expect("a valid query").filter
}

#[test]
fn no_parameters_mean_the_newest_twenty_five() {
    let query = ListQuery::parse("").expect("valid");
    assert_eq!(
        (query.sort, query.limit.rows(), query.cursor),
        (Sort::default(), 25, None)
    );
    assert_eq!(query.filter, Filter::default());
}

#[test]
fn a_list_can_be_repeated_bracketed_or_written_with_commas() {
    let expected: BTreeSet<_> = [Status::Draft, Status::Approved].into();
    for query in [
        "status=draft&status=approved",
        "status[]=draft&status[]=approved",
        "status%5B%5D=approved&status=draft",
        "status=approved,draft",
        "status=draft,approved,draft",
    ] {
        assert_eq!(filter(query).statuses, expected, "{query}");
    }
}

#[test]
fn a_comma_in_a_persona_or_an_emotion_is_part_of_it() {
    let filter = filter("persona=Investor,+anxious&emotion=calm,+then+angry");
    assert_eq!(filter.personas, ["Investor, anxious".to_owned()].into());
    assert_eq!(filter.emotions, ["calm, then angry".to_owned()].into());
}

#[test]
fn an_empty_search_is_no_search() {
    assert_eq!(filter("search=").search, None);
    assert_eq!(filter("search=+%20").search, None);
    assert_eq!(filter("search=+tax+").search.as_deref(), Some("tax"));
}

#[test]
fn each_bad_parameter_is_named_with_its_code() {
    let long = "x".repeat(201);
    for (query, field, code) in [
        ("limit=0", "limit", "out_of_range"),
        ("limit=101", "limit", "out_of_range"),
        ("limit=+5", "limit", "out_of_range"),
        ("limit=%2B5", "limit", "out_of_range"),
        ("limit=ten", "limit", "out_of_range"),
        ("limit=5&limit=6", "limit", "given_twice"),
        ("limit=", "limit", "empty"),
        ("rank=-1", "rank", "out_of_range"),
        ("rank=%2B1", "rank", "out_of_range"),
        ("rank=1.5", "rank", "out_of_range"),
        ("rank=4294967296", "rank", "out_of_range"),
        ("rank=", "rank", "empty"),
        ("rank=1&rank=1", "rank", "given_twice"),
        ("sort_by=size", "sort_by", "unknown_value"),
        ("sort_dir=up", "sort_dir", "unknown_value"),
        ("sort_dir=asc,desc", "sort_dir", "unknown_value"),
        ("status=done", "status", "unknown_value"),
        ("status=approved,", "status", "empty"),
        ("status=", "status", "empty"),
        ("tier=gold", "tier", "unknown_value"),
        ("quality_min=NaN", "quality_min", "not_a_number"),
        ("quality_min=inf", "quality_min", "not_a_number"),
        ("quality_max=10.5", "quality_max", "out_of_range"),
        ("quality_max=-0.5", "quality_max", "out_of_range"),
        ("quality_max=8.123", "quality_max", "too_precise"),
        (
            "quality_min=9&quality_max=8",
            "quality_min",
            "range_upside_down",
        ),
        ("quality_min=1&quality_min=1", "quality_min", "given_twice"),
        ("start_date=2026-02-30", "start_date", "not_a_date"),
        ("end_date=soon", "end_date", "not_a_date"),
        (
            "start_date=2026-02-02&end_date=2026-02-01",
            "start_date",
            "range_upside_down",
        ),
        ("category=", "category", "empty"),
        ("template_id=7", "template_id", "not_a_uuid"),
        ("search=a%00b", "search", "nul"),
        ("search=%FF", "search", "not_utf8"),
        ("search=a&search=b", "search", "given_twice"),
        ("cursor=!", "cursor", "cursor_malformed"),
        ("statsu=approved", "statsu", "unknown_parameter"),
        ("exact=true", "exact", "unknown_parameter"),
        (&format!("search={long}"), "search", "too_long"),
        (&format!("persona={long}"), "persona", "too_long"),
        (
            &format!("cursor={}", "A".repeat(513)),
            "cursor",
            "cursor_too_long",
        ),
        (&"category=a&".repeat(51), "category", "too_many"),
    ] {
        assert_eq!(errors(query), [(field.to_owned(), code)], "{query}");
    }
}

#[test]
fn every_bad_parameter_is_named_at_once() {
    let found = errors("limit=0&status=done&quality_min=x&start_date=y&nonsense=1&cursor=!");
    let fields: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "status",
            "quality_min",
            "start_date",
            "limit",
            "cursor",
            "nonsense"
        ]
    );
}

#[test]
fn a_cursor_is_not_called_foreign_while_its_list_is_in_error() {
    let cursor = Cursor {
        side: Side::After,
        key: Key::TotalTurns(3),
        id: Uuid::nil(),
        plan: None,
    }
    .encode(Direction::Ascending, 0);
    assert_eq!(
        errors(&format!("limit=0&cursor={cursor}")),
        [("limit".to_owned(), "out_of_range")]
    );
}

#[test]
fn a_page_begins_at_a_rank_or_at_a_cursor() {
    let rank = |query: &str| ListQuery::parse(query).expect("valid").rank;
    assert_eq!((rank(""), rank("rank=0")), (None, Some(0)));
    assert_eq!(rank("rank=4294967295"), Some(u32::MAX));

    let cursor = Cursor {
        side: Side::After,
        key: Key::TotalTurns(3),
        id: Uuid::nil(),
        plan: None,
    }
    .encode(Direction::Descending, Filter::default().fingerprint());
    assert_eq!(
        errors(&format!("sort_by=total_turns&rank=5&cursor={cursor}")),
        [("rank".to_owned(), "with_cursor")]
    );
}

#[test]
fn count_takes_exact_and_no_page() {
    assert!(CountQuery::parse("exact=true").expect("valid").exact);
    let errors = CountQuery::parse("exact=yes&limit=5&sort_by=title").expect_err("not valid");
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["exact", "limit", "sort_by"]);
}

prop_compose! {
    /// A filter as a query string can express it: ranges the right way round.
    fn any_query()(
        statuses in prop::sample::subsequence(Status::ALL, 0..=8),
        tiers in prop::sample::subsequence(Tier::ALL, 0..=3),
        quality in proptest::option::of((0_u16..=1000, 0_u16..=1000)),
        search in proptest::option::of("[^\0\u{fffd}]{0,50}"),
        categories in prop::collection::btree_set("[a-z]{1,8}", 0..4),
        personas in prop::collection::btree_set("[a-zA-Z ,é界]{0,8}[a-z]", 0..4),
        templates in prop::collection::btree_set(any::<u128>().prop_map(Uuid::from_u128), 0..3),
        key in prop::sample::select(SortKey::ALL),
        direction in prop::sample::select(Direction::ALL),
    ) -> (String, Sort) {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        statuses.iter().for_each(|status| { query.append_pair("status", status.name()); });
        tiers.iter().for_each(|tier| { query.append_pair("tier", tier.name()); });
        if let Some((a, b)) = quality {
            let text = |hundredths: u16| format!("{}.{:02}", hundredths / 100, hundredths % 100);
            query.append_pair("quality_min", &text(a.min(b))).append_pair("quality_max", &text(a.max(b)));
        }
        if let Some(search) = &search { query.append_pair("search", search); }
        categories.iter().for_each(|category| { query.append_pair("category", category); });
        personas.iter().for_each(|persona| { query.append_pair("persona", persona); });
        templates.iter().for_each(|id| { query.append_pair("template_id", &id.to_string()); });
        query.append_pair("sort_by", key.name()).append_pair("sort_dir", direction.name());
        (query.finish(), Sort { key, direction })
    }
}

proptest! {
    #[test]
    fn whatever_a_form_can_express_is_accepted((query, sort) in any_query()) {
        let parsed = ListQuery::parse(&query);
        prop_assert_eq!(parsed.map(|query| query.sort), Ok(sort));
    }

    #[test]
    fn the_order_of_parameters_does_not_change_the_filter((query, _) in any_query()) {
        let mut pairs: Vec<&str> = query.split('&').collect();
        pairs.reverse();
        let reversed = ListQuery::parse(&pairs.join("&")).expect("valid").filter;
        let filter = ListQuery::parse(&query).expect("valid").filter;
        prop_assert_eq!(filter.fingerprint(), reversed.fingerprint());
        prop_assert_eq!(filter, reversed);
    }

    #[test]
    fn other_filters_have_other_fingerprints((one, _) in any_query(), (two, _) in any_query()) {
        let (one, two) = (ListQuery::parse(&one).expect("valid").filter, ListQuery::parse(&two).expect("valid").filter);
        prop_assert_eq!(one == two, one.fingerprint() == two.fingerprint());
    }

    #[test]
    fn no_query_string_makes_parsing_panic(query in "\\PC{0,200}") {
        let _ = ListQuery::parse(&query);
        let _ = CountQuery::parse(&query);
    }
}
