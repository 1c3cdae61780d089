//! Parley's statements are known by their text, as the store makes it and as `pg_stat_statements` keeps it.

use parley_domain::{
    library::{ListQuery as LibraryQuery, Resource},
    query::{DatabaseQuery, ListQuery},
    sort::SortKey,
};
use parley_store::{
    conversation,
    conversations::{
        count, export, facets,
        page::{self, Section},
        plan::{Inquiry, Plan},
        words::WordOrder,
    },
    inspection::{activity, explain, source},
    library,
    statement::Statement,
};
use uuid::Uuid;

const PARTS: [(&str, &str); 11] = [
    ("status", "status=draft"),
    ("tier", "tier=template"),
    ("quality_min", "quality_min=1.05"),
    ("quality_max", "quality_max=2.05"),
    ("start_date", "start_date=2026-01-01T09:30:00Z"),
    ("end_date", "end_date=2026-01-02T09:30:00Z"),
    ("search", "search=tax"),
    ("category", "category=tax"),
    ("persona", "persona=calm"),
    ("emotion", "emotion=calm"),
    (
        "template_id",
        "template_id=6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11",
    ),
];

const COLLECT: Plan = Plan::Collect {
    words: WordOrder::AS_TYPED,
};

fn list(query: &str) -> ListQuery {
    ListQuery::parse(query).expect("valid")
}

/// As `pg_stat_statements` keeps it: constants are numbered behind the parameters.
fn normalised(text: &str) -> String {
    text.replace("'english'", "$20")
        .replace("true", "$21")
        .replace("26", "$22")
        .replace("E'\\n'", "$23")
        .replace("80", "$24")
        .replace("'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'", "$25")
}

fn source_of(
    statement: &Statement,
) -> (
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    Vec<&'static str>,
) {
    let text = statement.text();
    let source = source::of(text).unwrap_or_else(|| panic!("nobody's: {text}"));
    assert_eq!(source::of(&normalised(text)).as_ref(), Some(&source));
    (source.route, source.plan, source.sort, source.filter)
}

#[test]
fn a_page_is_known_with_its_plan_its_sort_and_each_part_of_its_filter() {
    for sort in [
        "created_at",
        "updated_at",
        "quality_score",
        "title",
        "total_turns",
    ] {
        for (name, part) in PARTS {
            let query = list(&format!("{part}&sort_by={sort}"));
            let of = |plan| (page::rows(&query, plan, Section::Whole, 26), plan.name());
            let rest = page::rest(&query, Section::Whole, 26);
            for (page, plan) in [
                of(Plan::Scan { bound: Some(9) }),
                of(COLLECT),
                (rest, "collect"),
            ] {
                assert_eq!(
                    source_of(&page),
                    ("GET /api/conversations", Some(plan), Some(sort), vec![name])
                );
            }
        }
    }
}

#[test]
fn a_page_without_a_filter_is_known_with_its_sort() {
    for sort in SortKey::ALL {
        let query = list(&format!("sort_by={}", sort.name()));
        let page = page::rows(&query, Plan::Scan { bound: None }, Section::Whole, 26);
        let expected = (
            "GET /api/conversations",
            Some("scan"),
            Some(sort.name()),
            vec![],
        );
        assert_eq!(source_of(&page), expected);
    }
}

#[test]
fn a_grid_is_of_statuses_and_tiers() {
    let query = list("status=draft&search=tax&sort_by=title");
    for bound in [None, Some(9)] {
        let page = page::rows(&query, Plan::Grid { bound }, Section::Ascii, 26);
        let (route, plan, sort, mut filter) = source_of(&page);
        filter.sort_unstable();
        assert_eq!(
            (route, plan, sort),
            ("GET /api/conversations", Some("grid"), Some("title"))
        );
        assert!(filter.ends_with(&["status", "tier"]), "{filter:?}");
    }
}

#[test]
fn a_page_by_days_is_of_a_range_of_creation() {
    let query = list("start_date=2026-01-01&end_date=2026-01-02&sort_by=updated_at");
    let page = page::rows(&query, Plan::Days, Section::Whole, 26);
    let expected = (
        "GET /api/conversations",
        Some("days"),
        Some("updated_at"),
        vec!["start_date", "end_date"],
    );
    assert_eq!(source_of(&page), expected);
}

#[test]
fn counts_facets_and_files_are_known_with_each_part_of_their_filter() {
    for (name, part) in PARTS {
        let filter = list(part).filter;
        let mut made = vec![
            ("GET /api/conversations/count", count::exact(&filter)),
            ("GET /api/conversations/facets", facets::exact(&filter)),
            ("GET /api/conversations/facets", facets::sampled(&filter)),
            ("GET /api/export", export::rows(&filter, true)),
            (
                "GET /api/conversations",
                Inquiry::for_page(&filter).next().expect("an inquiry"),
            ),
        ];
        made.extend(
            count::counted(&filter).map(|statement| ("GET /api/conversations/count", statement)),
        );
        made.extend(
            facets::counted(&filter).map(|statement| ("GET /api/conversations/facets", statement)),
        );
        for (route, statement) in made {
            assert_eq!(source_of(&statement), (route, None, None, vec![name]));
        }
    }
}

#[test]
fn an_inquiry_is_known_at_every_step() {
    for search in ["tax-free", "widow+grieving+sabbatical&tier=scenario"] {
        let query = list(&format!("search={search}"));
        let mut inquiry = Inquiry::for_page(&query.filter);
        for answer in [
            "(cost=0.00..99999.00 rows=99999 width=9)",
            "9999999 9999999 9999999",
            "true",
        ] {
            let statement = inquiry.next().expect("a statement");
            assert_eq!(source_of(&statement).0, "GET /api/conversations");
            inquiry.answer(answer).expect("an answer");
        }
    }
}

#[test]
fn the_library_is_known_by_its_resource() {
    for (resource, route) in [
        (Resource::Templates, "GET /api/templates"),
        (Resource::Scenarios, "GET /api/scenarios"),
        (Resource::EdgeCases, "GET /api/edge-cases"),
    ] {
        let query = LibraryQuery::parse(resource, "").expect("valid");
        assert_eq!(source_of(&library::page::rows(&query)).0, route);
        let one = library::row::item(resource, Uuid::nil());
        assert_eq!(source_of(&one).0, format!("{route}/:id"));
    }
}

#[test]
fn other_statements_are_known_by_their_route() {
    for (route, statement) in [
        (
            "GET /api/conversations/:id",
            conversation::read(Uuid::nil()),
        ),
        (
            "DELETE /api/conversations/:id",
            conversation::delete(Uuid::nil(), None),
        ),
        (
            "GET /api/admin/performance/database",
            activity::slow_statements(&DatabaseQuery::default()),
        ),
        ("POST /api/admin/explain", explain::statement("1", &[])),
        (
            "POST /api/admin/explain",
            explain::query(Statement::new("SELECT"), false, &[]),
        ),
    ] {
        assert_eq!(source_of(&statement).0, route);
    }
}

#[test]
fn a_statement_of_others_is_nobody_s() {
    for text in ["SELECT * FROM conversations", "VACUUM", ""] {
        assert_eq!(source::of(text), None, "{text}");
    }
}
