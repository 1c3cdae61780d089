//! `GET /api/admin/performance/database`.

use super::Inspected;
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};

tests![
    a_call_that_took_long_is_slow,
    a_mean_is_slow_from_a_number_of_calls_on,
    a_statement_is_linked_to_the_route_and_the_filter_that_made_it,
    no_text_holds_a_value,
    what_runs_for_long_is_named,
    a_database_without_the_extension_is_told_so,
    a_server_without_the_library_is_told_so,
    a_clean_database_has_no_verdict,
];

const PATH: &str = "/api/admin/performance/database";

/// Every statement, as each took at least nothing.
const ALL: &str = "/api/admin/performance/database?slow_max_ms=0";

fn slow(answer: &Value) -> &[Value] {
    answer["statements"]["slow"].as_array().expect("a list")
}

fn find<'a>(answer: &'a Value, text: &str) -> Option<&'a Value> {
    let has_text = |found: &&Value| {
        found["text"]
            .as_str()
            .is_some_and(|found| found.contains(text))
    };
    slow(answer).iter().find(has_text)
}

fn a_call_that_took_long_is_slow(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(&mut connection, "SELECT pg_sleep(0.6)");
    let answer = inspected.admin.get(PATH).data();
    let found = find(&answer, "pg_sleep").expect("the statement");
    assert_eq!(found["calls"], 1, "{found}");
    let reason = found["reason"].as_str().expect("a reason");
    assert!(reason.starts_with("a call that took "), "{reason}");
    assert_eq!(found["source"], Value::Null, "{found}");
}

fn a_mean_is_slow_from_a_number_of_calls_on(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    for _ in 0..3 {
        fixture.run(&mut connection, "SELECT pg_sleep(0.03)");
    }
    let slow_with = |calls| {
        let path = format!("{PATH}?slow_mean_ms=20&slow_min_calls={calls}&slow_max_ms=60000");
        find(&inspected.admin.get(&path).data(), "pg_sleep").cloned()
    };
    let found = slow_with(3).expect("the statement");
    let reason = found["reason"].as_str().expect("a reason");
    assert!(reason.contains("over 3 calls"), "{reason}");
    assert_eq!(slow_with(4), None);
}

fn a_statement_is_linked_to_the_route_and_the_filter_that_made_it(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    for path in [
        "/api/conversations?persona=nobody&search=hunter2&sort_by=title",
        "/api/conversations?status=approved&limit=7",
        "/api/conversations/count?emotion=nobody",
        "/api/templates",
    ] {
        inspected.app.client.get(path).data();
    }
    let answer = inspected.admin.get(ALL).data();
    let sources: Vec<&Value> = slow(&answer).iter().map(|found| &found["source"]).collect();
    let page = |plan: &str, sort: &str, filter: &[&str]| json!({"route": "GET /api/conversations", "what": "a page", "plan": plan, "sort": sort, "filter": filter});
    for source in [
        page("collect", "title", &["search", "persona"]),
        page("grid", "created_at", &["status", "tier"]),
        json!({"route": "GET /api/conversations/count", "what": "a count, of what matches", "plan": null, "sort": null,
            "filter": ["emotion"]}),
        json!({"route": "GET /api/templates", "what": "a list", "plan": null, "sort": null, "filter": []}),
    ] {
        assert!(sources.contains(&&source), "no {source} among {sources:?}");
    }
}

fn no_text_holds_a_value(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    // What pg_stat_statements keeps of a utility statement has its constants in it.
    fixture.run(&mut connection, "COMMENT ON TABLE templates IS 'hunter2'");
    fixture.run(&mut connection, "BEGIN");
    fixture.run(&mut connection, "SELECT name FROM templates WHERE name = 'hunter2' /* hunter2 */ OR id::text = E'hunter2\\''");
    inspected
        .app
        .client
        .get("/api/conversations?search=hunter2")
        .data();
    let answer = inspected.admin.get(&format!("{ALL}&running_min_s=0"));
    let text = answer.text();
    assert!(text.contains("COMMENT ON TABLE templates IS ?"), "{text}");
    assert!(
        text.contains("SELECT name FROM templates WHERE name = ?"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
}

fn what_runs_for_long_is_named(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(&mut connection, "BEGIN");
    fixture.run(&mut connection, "SELECT count(*) FROM edge_cases");
    let mut known = fixture.connect(&inspected.url);
    fixture.run(&mut known, "BEGIN");
    fixture.run(
        &mut known,
        "SELECT 'done', id::text, version::text, conversation_document(id) FROM conversations WHERE id = gen_random_uuid()",
    );
    let answer = inspected
        .admin
        .get(&format!("{PATH}?running_min_s=0"))
        .data();
    let running = |text: &str| {
        let running = answer["running"].as_array().expect("a list");
        let has_text = |found: &&Value| {
            found["text"]
                .as_str()
                .is_some_and(|found| found.contains(text))
        };
        running.iter().find(has_text).expect("the statement")
    };
    let found = running("SELECT count(*) FROM edge_cases");
    assert_eq!(found["state"], "idle in transaction", "{found}");
    assert_eq!(found["source"], Value::Null, "{found}");
    let found = running("conversation_document");
    assert_eq!(
        found["source"]["route"], "GET /api/conversations/:id",
        "{found}"
    );
    let answer = inspected.admin.get(PATH).data();
    assert_eq!(answer["running"], json!([]));
}

fn a_database_without_the_extension_is_told_so(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(&mut connection, "DROP EXTENSION pg_stat_statements");
    let answer = inspected.admin.get(PATH).data();
    assert_eq!(answer["statements"]["available"], false);
    let notice = answer["statements"]["notice"].as_str().expect("a notice");
    assert!(
        notice.contains("CREATE EXTENSION pg_stat_statements"),
        "{notice}"
    );
    assert!(answer["tables"]["blocks"].is_i64(), "{answer}");
    let explained = inspected
        .admin
        .post("/api/admin/explain", &json!({"queryid": "1"}));
    explained.problem(409);
}

/// The library is a setting of the command line that starts a server here, so its view is put in the place of what a server
/// without it has: one that fails with the same code.
fn a_server_without_the_library_is_told_so(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(
        &mut connection,
        "ALTER EXTENSION pg_stat_statements DROP VIEW pg_stat_statements_info;
         DROP VIEW pg_stat_statements_info;
         CREATE FUNCTION not_loaded() RETURNS timestamptz LANGUAGE plpgsql AS $$
         BEGIN
           RAISE EXCEPTION 'pg_stat_statements must be loaded via shared_preload_libraries' USING ERRCODE = '55000';
         END $$;
         CREATE VIEW pg_stat_statements_info AS SELECT not_loaded() AS stats_reset",
    );
    let answer = inspected.admin.get(PATH).data();
    assert_eq!(answer["statements"]["available"], false);
    let notice = answer["statements"]["notice"].as_str().expect("a notice");
    assert!(notice.contains("shared_preload_libraries"), "{notice}");
}

fn a_clean_database_has_no_verdict(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    inspected.app.client.get("/api/conversations").data();
    // A busy machine may make any statement slow; which are, at which thresholds, is tested above.
    let answer = inspected
        .admin
        .get(&format!("{PATH}?slow_max_ms=60000"))
        .data();
    assert_eq!(slow(&answer), [] as [Value; 0], "{answer}");
    assert_eq!(answer["statements"]["available"], true);
    assert_eq!(answer["running"], json!([]));
    for kind in ["tables", "indexes"] {
        assert_eq!(answer[kind]["warning"], Value::Null, "{answer}");
    }
}
