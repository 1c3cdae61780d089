//! Statements on conversations: nothing of a request becomes SQL, and a row gives its place back.

use parley_domain::{
    cursor::{Cursor, Key, Side},
    query::ListQuery,
    sort::{SortKey, TITLE_KEY_CHARS},
};
use parley_store::conversations::{
    count, export, facets,
    page::{self, Section},
    plan::{self, Estimate, Inquiry, Plan, UNBOUNDED},
    rank,
    reading::Reading,
    words::WordOrder,
};
use uuid::Uuid;

const EVERY_FILTER: &str = "status=draft&tier=template&quality_min=1&quality_max=2&search=MARK&start_date=2026-01-01\
    &end_date=2026-01-02&category=MARK&persona=MARK&emotion=MARK&template_id=6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11";

const EVERY_PLAN: [Plan; 6] = [
    Plan::Scan { bound: None },
    Plan::Grid { bound: None },
    Plan::Scan { bound: Some(9) },
    Plan::Grid { bound: Some(9) },
    Plan::Days,
    COLLECT,
];

const COLLECT: Plan = Plan::Collect {
    words: WordOrder::AS_TYPED,
};

fn list(query: &str) -> ListQuery {
    ListQuery::parse(query).expect("valid")
}

#[test]
fn values_become_parameters_and_never_text() {
    let query = list(EVERY_FILTER);
    let filter = &query.filter;
    let mut statements: Vec<_> = EVERY_PLAN
        .iter()
        .map(|plan| page::rows(&query, *plan, Section::Whole, 26))
        .collect();
    statements.extend([
        count::exact(filter),
        facets::exact(filter),
        facets::sampled(filter),
        export::rows(filter, true),
        page::came_to_its_end(&query, 9, Section::Whole, "MARK"),
        page::rest(&query, Section::Whole, 26),
        rank::collected(&query, 8_765),
    ]);
    let counted = "status=draft&tier=template&start_date=2026-01-01&end_date=2026-01-02T10:00:00Z";
    statements.extend(rank::counted(&list(counted), 8_765));
    for statement in statements {
        for value in ["MARK", "6b1f5c1e", "2026", "8765"] {
            let text = statement.text();
            assert!(!text.contains(value), "{value} stands in {text}");
        }
    }
}

#[test]
fn every_parameter_stands_in_the_text_once() {
    let query = list(EVERY_FILTER);
    let mut statements =
        Vec::from(EVERY_PLAN.map(|plan| page::rows(&query, plan, Section::Whole, 26)));
    statements.push(page::came_to_its_end(&query, 9, Section::Whole, "MARK"));
    statements.push(page::rest(&query, Section::Whole, 26));
    for statement in statements {
        let (text, parameters) = statement.into_parts();
        for number in 1..=parameters.len() {
            assert_eq!(
                text.matches(&format!("${number}::")).count(),
                1,
                "${number} in {text}"
            );
        }
    }
}

#[test]
fn the_counters_know_ranks_by_creation_under_what_they_count_by() {
    let is_counted = |query: &str| rank::counted(&list(query), 5).is_some();
    for query in [
        "",
        "sort_dir=asc",
        "status=draft,approved&tier=template&start_date=2026-01-01",
        "end_date=2026-01-02T10:00:00Z",
    ] {
        assert!(is_counted(query), "{query}");
    }
    for query in [
        "sort_by=updated_at",
        "sort_by=title&status=draft",
        "quality_min=8",
        "search=tax",
        "category=tax",
        "persona=x",
        "emotion=x",
        "template_id=6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11",
    ] {
        assert!(!is_counted(query), "{query}");
    }
}

#[test]
fn titles_are_compared_as_far_as_a_cursor_carries_them() {
    let statement = page::rows(
        &list("sort_by=title"),
        Plan::Scan { bound: None },
        Section::Whole,
        26,
    );
    assert!(
        statement
            .text()
            .contains(&format!("left(title, {TITLE_KEY_CHARS})"))
    );
}

#[test]
fn a_filter_on_tier_status_and_the_sort_key_needs_no_asking() {
    for (query, plan) in [
        ("", Plan::Scan { bound: None }),
        ("start_date=2026-01-01", Plan::Scan { bound: None }),
        (
            "sort_by=quality_score&quality_min=8",
            Plan::Scan { bound: None },
        ),
        ("status=draft", Plan::Grid { bound: None }),
        (
            "tier=template&start_date=2026-01-01",
            Plan::Grid { bound: None },
        ),
    ] {
        assert_eq!(plan::at_once(&list(query)), Some(plan), "{query}");
    }
    for query in [
        "search=x",
        "quality_min=8",
        "sort_by=title&start_date=2026-01-01",
    ] {
        assert_eq!(plan::at_once(&list(query)), None, "{query}");
    }
}

/// A list from a cursor on that carries this plan.
fn next_page(query: &str, plan: Plan) -> ListQuery {
    let mut query = list(query);
    query.cursor = Some(Cursor {
        side: Side::After,
        key: Key::TotalTurns(4),
        id: Uuid::nil(),
        plan: plan.code(),
    });
    query
}

#[test]
fn the_next_page_is_read_as_the_page_before_it() {
    let word = "search=x&status=draft&sort_by=total_turns";
    for plan in [
        Plan::Scan { bound: Some(2_000) },
        Plan::Grid { bound: Some(9_999) },
        COLLECT,
    ] {
        assert_eq!(plan::at_once(&next_page(word, plan)), Some(plan));
    }
    let dates = "start_date=2026-03-01&sort_by=total_turns";
    let scan = Plan::Scan { bound: None };
    assert_eq!(plan::at_once(&next_page(dates, scan)), Some(scan));
}

#[test]
fn a_plan_that_cannot_serve_a_list_is_not_taken_from_a_cursor() {
    for (query, plan) in [
        ("search=x", Plan::Scan { bound: None }),
        ("search=x&status=draft", Plan::Grid { bound: None }),
        ("search=x", Plan::Grid { bound: Some(2_000) }),
        ("search=x", Plan::Days),
    ] {
        let query = next_page(&format!("{query}&sort_by=total_turns"), plan);
        assert_eq!(plan::at_once(&query), None, "{plan:?}");
    }
}

#[test]
fn an_estimate_is_read_from_the_first_line_of_a_plan() {
    let line = "Bitmap Heap Scan on conversations  (cost=34.73..8538.56 rows=2417 width=0)";
    assert_eq!(
        Estimate::parse(line),
        Some(Estimate {
            rows: 2_417.0,
            cost: 8_538.0
        })
    );
    assert_eq!(Estimate::parse("Seq Scan on conversations"), None);
}

/// The plan of a list, where Postgres answers an inquiry with these.
fn chosen(query: &str, answers: &[&str]) -> &'static str {
    chosen_plan(query, answers).name()
}

fn chosen_plan(query: &str, answers: &[&str]) -> Plan {
    let query = list(query);
    let mut inquiry = Inquiry::for_page(&query.filter);
    for answer in answers {
        assert!(inquiry.next().is_some(), "nothing more is asked");
        inquiry.answer(answer).expect("a readable answer");
    }
    assert_eq!(inquiry.next(), None, "more is asked");
    inquiry.plan(&query)
}

#[test]
fn what_is_cheap_to_gather_is_collected_without_another_question() {
    let explained = "Seq Scan on conversations  (cost=0.42..1000.00 rows=900 width=24)";
    assert_eq!(chosen("search=x", &[explained]), "collect");
}

#[test]
fn a_common_word_is_looked_for_along_the_sort_index() {
    let explained = "Seq Scan on conversations  (cost=0.00..1200000.00 rows=4000000 width=24)";
    let totals = "10000000 10000000 10000000";
    assert_eq!(chosen("search=x-y", &[explained, totals]), "scan");
}

#[test]
fn titles_are_walked_without_a_bound_where_to_collect_costs_as_much() {
    let bound = |cost: &str| {
        let explained =
            format!("Seq Scan on conversations  (cost=0.00..{cost}.00 rows=400000 width=24)");
        let totals = "1000000 1000000 1000000";
        match chosen_plan("search=x-y&sort_by=title", &[&explained, totals]) {
            Plan::Scan { bound } => bound,
            plan => panic!("{plan:?}"),
        }
    };
    assert_eq!(bound("116705"), Some(UNBOUNDED));
    assert!(bound("60000") < Some(UNBOUNDED));
}

#[test]
fn a_common_word_under_a_rare_status_is_looked_for_among_its_rows() {
    let explained = "Bitmap Heap Scan on conversations  (cost=0.00..45000.00 rows=16000 width=24)";
    let totals = "10000000 40000 10000000";
    assert_eq!(
        chosen(
            "search=x&status=needs_revision",
            &[explained, totals, "true"]
        ),
        "grid"
    );
}

#[test]
fn a_word_that_the_statistics_do_not_list_is_collected_whatever_is_expected_of_it() {
    let explained = "Bitmap Heap Scan on conversations  (cost=0.00..80000.00 rows=24000 width=24)";
    let totals = "10000000 10000000 10000000";
    assert_eq!(
        chosen("search=x-y", &[explained, totals, "false"]),
        "collect"
    );
    assert_eq!(chosen("search=x-y", &[explained, totals, "true"]), "scan");
}

#[test]
fn of_a_few_words_and_nothing_else_the_plan_tells_how_many_conversations_there_are() {
    let layers = |word: u32| {
        format!(
            "Subquery Scan on word_0  (cost=0.00..1270000.00 rows={word} width=46)\n  \
             ->  Seq Scan on conversations  (cost=0.00..1140000.00 rows=10000000 width=183)"
        )
    };
    let (common, rare) = (layers(4_000_000), layers(40_000));
    assert_eq!(chosen("search=x", &[&common]), "scan");
    assert_eq!(chosen("search=x", &[&rare, "true"]), "scan");
    assert_eq!(chosen("search=x", &[&rare, "false"]), "collect");
    let two = format!(
        "Subquery Scan on word_1  (cost=0.00..1400000.00 rows=2000000 width=14)\n  ->  {common}"
    );
    assert_eq!(chosen("search=x+y", &[&two]), "scan");
}

#[test]
fn how_many_conversations_there_are_is_asked_where_the_plan_does_not_tell() {
    let layer = "Subquery Scan on word_0  (cost=0.00..1270000.00 rows=40000 width=46)";
    let totals = "10000000 10000000 10000000";
    assert_eq!(chosen("search=x", &[layer, totals, "false"]), "collect");
}

#[test]
fn a_range_of_creation_by_last_change_is_read_day_by_day() {
    let march = "start_date=2026-03-01&end_date=2026-03-31&sort_by=updated_at";
    assert_eq!(plan::at_once(&list(march)), Some(Plan::Days));
    let explained = "Seq Scan on conversations  (cost=0.00..900000.00 rows=230000 width=24)";
    let totals = "10000000 5500000 420000";
    let approved = format!("{march}&status=approved");
    assert_eq!(chosen(&approved, &[explained, totals]), "days");
}

#[test]
fn dates_and_qualities_are_left_out_by_the_index_unless_few_are_to_be_collected() {
    let plan = |query: &str, rows: u32, paired: u32| {
        let query = list(&format!(
            "quality_min=8&start_date=2026-03-01&sort_by=title{query}"
        ));
        let mut inquiry = Inquiry::for_page(&query.filter);
        let cost = rows + rows / 4;
        for answer in [
            format!("Index Scan  (cost=0.00..{cost}.00 rows={rows} width=24)"),
            format!("10000000 {paired} 10000000"),
        ] {
            inquiry.answer(&answer).expect("a readable answer");
        }
        inquiry.plan(&query)
    };
    let all = 10_000_000;
    assert_eq!(plan("", 80_000, all), Plan::Scan { bound: None });
    assert_eq!(plan("", 3_000, all), COLLECT);
    assert_eq!(
        plan("&tier=edge_case", 20_000, 1_000_000),
        Plan::Grid { bound: None }
    );
    assert_eq!(
        plan("&status=approved", 60_000, 6_000_000),
        Plan::Scan { bound: None }
    );
    assert!(matches!(
        plan("&search=x", 80_000, all),
        Plan::Scan { bound: Some(_) }
    ));
}

#[test]
fn a_row_gives_back_its_place_under_every_sort() {
    let text = concat!(
        r#"{"id":"6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11","title":"Caf\u00e9 \"x\"","qualityScore":8.5,"totalTurns":6,"#,
        r#""createdAt":"2026-11-19T23:59:05.822855Z","updatedAt":"2026-11-20T08:00:00.000000Z"}"#,
    );
    let rows = page::lines(text);
    let key = |sort| page::place(rows[0], sort).expect("a row").0;
    assert!(
        matches!(key(SortKey::CreatedAt), Key::CreatedAt(at) if at.to_string() == "2026-11-19T23:59:05.822855Z")
    );
    assert!(
        matches!(key(SortKey::UpdatedAt), Key::UpdatedAt(at) if at.to_string() == "2026-11-20T08:00:00.000000Z")
    );
    assert_eq!(
        key(SortKey::QualityScore),
        Key::QualityScore("8.5".parse().ok())
    );
    assert_eq!(key(SortKey::Title), Key::Title("Café \"x\"".to_owned()));
    assert_eq!(key(SortKey::TotalTurns), Key::TotalTurns(6));
}

#[test]
fn a_row_without_a_quality_has_its_place_too() {
    let json = r#"{"id":"6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11","title":"t","qualityScore":null,"totalTurns":0,"createdAt":"","updatedAt":""}"#;
    assert_eq!(
        page::place(json, SortKey::QualityScore).expect("a row").0,
        Key::QualityScore(None)
    );
}

/// Reads a page of one row and the next under a bounded scan, with these answers one after the other; how many were asked for,
/// and what was read.
fn read(answers: &[&str]) -> (usize, String) {
    read_list("search=tax&limit=1", answers)
}

fn read_list(query: &str, answers: &[&str]) -> (usize, String) {
    read_as_far(9, query, answers)
}

fn read_as_far(bound: u32, query: &str, answers: &[&str]) -> (usize, String) {
    let query = list(query);
    let mut reading = Reading::new(&query, Plan::Scan { bound: Some(bound) });
    let mut asked = 0;
    while reading.ask().is_some() {
        reading.answer(answers[asked].to_owned());
        asked += 1;
    }
    (asked, reading.into_parts().join("\n"))
}

#[test]
fn a_scan_that_found_enough_is_all_that_is_asked() {
    assert_eq!(read(&["a\nb\n1:1:"]), (1, "a\nb".to_owned()));
}

#[test]
fn a_scan_that_came_to_its_end_keeps_what_it_found() {
    assert_eq!(read(&["a\n1:1:", "yes"]), (2, "a".to_owned()));
    assert_eq!(read(&["\n1:1:", "yes"]), (2, String::new()));
}

#[test]
fn a_scan_of_another_snapshot_is_run_again_with_the_question_about_its_end() {
    assert_eq!(
        read(&["a\n1:1:", "elsewhen", "a\nyes"]),
        (3, "a".to_owned())
    );
    assert_eq!(
        read(&["a\n1:1:", "elsewhen", "a\nb\n"]),
        (3, "a\nb".to_owned())
    );
    assert_eq!(
        read(&["a\n1:1:", "elsewhen", "a\n", "a\nb"]),
        (4, "a\nb".to_owned())
    );
}

#[test]
fn a_scan_that_was_given_up_is_replaced_by_all_that_matches() {
    assert_eq!(read(&["a\n1:1:", "", "a\nb"]), (3, "a\nb".to_owned()));
}

#[test]
fn a_scan_from_the_first_title_beyond_ascii_that_found_none_is_not_asked_about_its_end() {
    let titles = "search=tax&limit=1&sort_by=title&sort_dir=desc";
    assert_eq!(
        read_list(titles, &["\n1:1:", "a\nb\n1:1:"]),
        (2, "\na\nb".to_owned())
    );
    assert_eq!(
        read_list(titles, &["é\n1:1:", "yes", "a\n1:1:"]),
        (3, "é\na".to_owned())
    );
}

#[test]
fn a_scan_without_a_bound_is_not_asked_about_its_end_but_beyond_ascii() {
    let titles = "search=tax&limit=1&sort_by=title&sort_dir=asc";
    assert_eq!(
        read_as_far(UNBOUNDED, titles, &["\n1:1:", "é\n1:1:", "yes"]),
        (3, "\né".to_owned())
    );
}
