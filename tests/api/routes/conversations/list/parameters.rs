//! Parameters that are wrong, alone and together, for the list and for the count, which reads the same filters.

use crate::{
    routes::FILTERED,
    support::{fixture::Fixture, registry::tests},
};

tests![
    each_invalid_filter_is_named_with_its_code,
    each_invalid_page_parameter_is_named_with_its_code,
    an_invalid_exact_is_named_with_its_code,
    all_invalid_parameters_are_named_at_once,
    a_parameter_of_another_route_is_unknown,
];

fn each_invalid_filter_is_named_with_its_code(fixture: &Fixture) {
    let client = fixture.client();
    let long = "x".repeat(201);
    for (query, field, code) in [
        ("status=done", "status", "unknown_value"),
        ("status=Approved", "status", "unknown_value"),
        ("status=approved,", "status", "empty"),
        ("status=", "status", "empty"),
        ("tier=gold", "tier", "unknown_value"),
        ("quality_min=NaN", "quality_min", "not_a_number"),
        ("quality_min=inf", "quality_min", "not_a_number"),
        ("quality_min=1e1", "quality_min", "not_a_number"),
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
        ("persona=", "persona", "empty"),
        ("emotion=", "emotion", "empty"),
        ("template_id=7", "template_id", "not_a_uuid"),
        ("search=a%00b", "search", "nul"),
        ("persona=a%00b", "persona", "nul"),
        ("search=%FF", "search", "not_utf8"),
        ("search=a&search=b", "search", "given_twice"),
        ("statsu=approved", "statsu", "unknown_parameter"),
        (&format!("search={long}"), "search", "too_long"),
        (&format!("persona={long}"), "persona", "too_long"),
        (&format!("emotion={long}"), "emotion", "too_long"),
        (&"category=a&".repeat(51), "category", "too_many"),
    ] {
        for route in FILTERED {
            let found = client.get(&format!("{route}?{query}")).invalid_fields();
            assert_eq!(
                found,
                [(field.to_owned(), code.to_owned())],
                "{route}?{query}"
            );
        }
    }
}

fn each_invalid_page_parameter_is_named_with_its_code(fixture: &Fixture) {
    let client = fixture.client();
    for (query, field, code) in [
        ("limit=0", "limit", "out_of_range"),
        ("limit=101", "limit", "out_of_range"),
        ("limit=-1", "limit", "out_of_range"),
        ("limit=%2B5", "limit", "out_of_range"),
        ("limit=ten", "limit", "out_of_range"),
        ("limit=5&limit=6", "limit", "given_twice"),
        ("limit=", "limit", "empty"),
        ("rank=-1", "rank", "out_of_range"),
        ("rank=%2B5", "rank", "out_of_range"),
        ("rank=1.5", "rank", "out_of_range"),
        ("rank=4294967296", "rank", "out_of_range"),
        ("rank=ten", "rank", "out_of_range"),
        ("rank=5&rank=6", "rank", "given_twice"),
        ("rank=", "rank", "empty"),
        ("sort_by=size", "sort_by", "unknown_value"),
        ("sort_by=id", "sort_by", "unknown_value"),
        ("sort_dir=up", "sort_dir", "unknown_value"),
        ("sort_dir=asc,desc", "sort_dir", "unknown_value"),
        ("cursor=", "cursor", "empty"),
        ("cursor=AQ&cursor=AQ", "cursor", "given_twice"),
    ] {
        let found = client
            .get(&format!("/api/conversations?{query}"))
            .invalid_fields();
        assert_eq!(found, [(field.to_owned(), code.to_owned())], "{query}");
    }
}

fn an_invalid_exact_is_named_with_its_code(fixture: &Fixture) {
    let found = fixture
        .client()
        .get("/api/conversations/count?exact=yes")
        .invalid_fields();
    assert_eq!(found, [("exact".to_owned(), "unknown_value".to_owned())]);
}

fn all_invalid_parameters_are_named_at_once(fixture: &Fixture) {
    let client = fixture.client();
    for route in FILTERED {
        let mut wrong = vec![
            ("status", "done"),
            ("tier", "gold"),
            ("quality_min", "x"),
            ("quality_max", "11"),
            ("start_date", "y"),
            ("end_date", "z"),
            ("template_id", "7"),
            ("nonsense", "1"),
        ];
        if route == "/api/conversations" {
            wrong.extend([
                ("limit", "0"),
                ("rank", "x"),
                ("sort_by", "size"),
                ("sort_dir", "up"),
                ("cursor", "!"),
            ]);
        }
        let query: Vec<String> = wrong
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let found = client
            .get(&format!("{route}?{}", query.join("&")))
            .invalid_fields();
        let mut found: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        let mut expected: Vec<&str> = wrong.iter().map(|(name, _)| *name).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{route}");
    }
}

fn a_parameter_of_another_route_is_unknown(fixture: &Fixture) {
    let client = fixture.client();
    for (route, name) in [
        ("/api/conversations", "exact=true"),
        ("/api/conversations/count", "limit=5"),
        ("/api/conversations/count", "rank=5"),
        ("/api/conversations/count", "sort_by=title"),
        ("/api/conversations/count", "cursor=AQ"),
    ] {
        let found = client.get(&format!("{route}?{name}")).invalid_fields();
        assert_eq!(found.len(), 1, "{route}?{name}");
        assert_eq!(found[0].1, "unknown_parameter", "{route}?{name}");
    }
}
