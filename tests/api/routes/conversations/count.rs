//! `GET /api/conversations/count`. That its numbers are right is part of the list's oracle.

use crate::support::{
    fixture::{Fixture, ROWS},
    registry::tests,
};

tests![
    a_count_says_that_it_is_exact,
    a_list_is_counted_alike_repeated_bracketed_or_with_commas,
    an_empty_search_counts_everything,
];

fn a_count_says_that_it_is_exact(fixture: &Fixture) {
    let count = fixture
        .client()
        .get("/api/conversations/count?exact=true")
        .data();
    assert_eq!(count["count"], ROWS);
    assert_eq!(count["kind"], "exact");
}

fn a_list_is_counted_alike_repeated_bracketed_or_with_commas(fixture: &Fixture) {
    let client = fixture.client();
    let count = |query: &str| {
        client
            .get(&format!("/api/conversations/count?{query}"))
            .data()["count"]
            .clone()
    };
    let expected = count("status=draft,approved");
    assert!(expected.as_u64() > Some(0));
    for query in [
        "status=draft&status=approved",
        "status[]=approved&status[]=draft",
        "status%5B%5D=draft&status=approved",
        "status=draft,approved,draft",
    ] {
        assert_eq!(count(query), expected, "{query}");
    }
}

fn an_empty_search_counts_everything(fixture: &Fixture) {
    let client = fixture.client();
    for query in ["search=", "search=+%20"] {
        let count = client
            .get(&format!("/api/conversations/count?{query}"))
            .data();
        assert_eq!(count["count"], ROWS, "{query}");
    }
}
