//! `POST /api/admin/explain`.

use super::Inspected;
use crate::support::{client::Client, fixture::Fixture, registry::tests, tokens};
use serde_json::{Value, json};
use sqlx::Row;

tests![
    a_page_is_explained_along_the_plan_that_the_list_takes,
    a_filter_s_values_are_planned_as_they_are,
    a_plan_that_is_measured_says_what_each_node_took,
    a_count_is_explained,
    a_statement_is_explained_by_its_id,
    an_id_that_nobody_has_is_not_found,
    what_is_no_query_is_not_explained,
    sql_and_other_bad_fields_are_refused,
    a_body_is_json_within_its_limit,
    an_index_is_suggested_where_one_would_help,
    a_plan_with_the_suggested_indexes_comes_from_hypopg,
    what_is_explained_writes_nothing,
    a_plan_that_takes_too_long_is_given_up,
];

const PATH: &str = "/api/admin/explain";

fn admin(fixture: &Fixture) -> Client {
    let token = tokens::of(fixture.secret(), "admin", "somebody");
    fixture.client().with_token(&token)
}

fn nodes(answer: &Value, statement: usize) -> &[Value] {
    let nodes = &answer["statements"][statement]["tree"]["nodes"];
    nodes
        .as_array()
        .unwrap_or_else(|| panic!("no nodes in {answer}"))
}

fn a_page_is_explained_along_the_plan_that_the_list_takes(fixture: &Fixture) {
    let admin = admin(fixture);
    for (body, query, sections) in [
        (json!({"filter": {}}), "", &["whole"][..]),
        (
            json!({"filter": {"tier": ["template"]}, "sortBy": "quality_score"}),
            "tier=template&sort_by=quality_score",
            &["scored", "unscored"],
        ),
        (
            json!({"filter": {"persona": ["nobody"]}, "sortDir": "asc", "limit": 5}),
            "persona=nobody&sort_dir=asc&limit=5",
            &["whole"],
        ),
        (
            json!({"filter": {"start_date": "2026-01-01", "end_date": "2026-01-31"}, "sortBy": "updated_at"}),
            "start_date=2026-01-01&end_date=2026-01-31&sort_by=updated_at",
            &["whole"],
        ),
    ] {
        let answer = admin.post(PATH, &body).data();
        let list = admin.send(
            "GET",
            &format!("/api/conversations?{query}"),
            &[("cache-control", "no-cache")],
        );
        let timing = list.header("server-timing");
        let plan = answer["plan"].as_str().expect("a plan");
        assert!(
            timing.contains(&format!("plan;desc=\"{plan}\""))
                || timing.contains(&format!("plan;desc={plan}")),
            "{plan}: {timing}"
        );
        let explained: Vec<&str> = answer["statements"]
            .as_array()
            .expect("statements")
            .iter()
            .map(|statement| statement["section"].as_str().expect("a section"))
            .collect();
        assert_eq!(explained, sections, "{body}");
        assert_eq!(answer["analyzed"], false);
        for statement in 0..sections.len() {
            let nodes = nodes(&answer, statement);
            assert!(
                nodes.iter().any(|node| node["table"] == "conversations"),
                "{answer}"
            );
            assert!(nodes.iter().any(|node| node["slowest"] == true), "{answer}");
            assert!(
                nodes.iter().all(|node| node["timeMs"] == Value::Null),
                "{answer}"
            );
        }
    }
}

fn a_filter_s_values_are_planned_as_they_are(fixture: &Fixture) {
    let persona = r#"it's {"odd", \ $1::"#;
    let answer = admin(fixture)
        .post(PATH, &json!({"filter": {"persona": [persona, "b"]}}))
        .data();
    let conditions: Vec<&str> = nodes(&answer, 0)
        .iter()
        .flat_map(|node| node["conditions"].as_array().expect("conditions"))
        .filter_map(|condition| condition["text"].as_str())
        .collect();
    // As Postgres writes the array that arrived.
    let array = r#"'{b,"it''s {\"odd\", \\ $1::"}'::text[]"#;
    assert!(
        conditions.iter().any(|condition| condition.contains(array)),
        "{conditions:?}"
    );
}

fn a_plan_that_is_measured_says_what_each_node_took(fixture: &Fixture) {
    let body = json!({"filter": {"status": ["approved"]}, "analyze": true});
    let answer = admin(fixture).post(PATH, &body).data();
    assert_eq!(answer["analyzed"], true);
    let tree = &answer["statements"][0]["tree"];
    assert!(tree["executionMs"].is_f64(), "{tree}");
    let nodes = nodes(&answer, 0);
    assert!(
        nodes
            .iter()
            .any(|node| node["ownTimeMs"].as_f64().is_some_and(|time| time > 0.0)),
        "{tree}"
    );
    assert!(
        nodes.iter().any(|node| node["estimateError"].is_f64()),
        "{tree}"
    );
    assert!(
        nodes[0]["buffers"]["hit"]
            .as_i64()
            .is_some_and(|hit| hit > 0),
        "{tree}"
    );
    for (id, node) in nodes.iter().enumerate() {
        assert_eq!(node["id"], id);
        assert!(
            node["parent"]
                .as_u64()
                .is_none_or(|parent| parent < id as u64),
            "{node}"
        );
    }
}

fn a_count_is_explained(fixture: &Fixture) {
    let admin = admin(fixture);
    for (filter, plan) in [
        (json!({"status": ["approved"]}), "counters"),
        (json!({"persona": ["nobody"]}), "count"),
    ] {
        let body = json!({"filter": filter, "query": "count", "analyze": true});
        let answer = admin.post(PATH, &body).data();
        assert_eq!(answer["plan"], plan);
        assert!(!nodes(&answer, 0).is_empty());
    }
}

/// The id of the one statement whose text has all of these.
fn queryid(inspected: &Inspected, parts: &[&str]) -> String {
    let answer = inspected
        .admin
        .get("/api/admin/performance/database?slow_max_ms=0")
        .data();
    let slow = answer["statements"]["slow"].as_array().expect("a list");
    let found = slow.iter().find(|found| {
        let text = found["text"].as_str().expect("a text");
        parts.iter().all(|part| text.contains(part))
    });
    let found = found.unwrap_or_else(|| panic!("no {parts:?} in {slow:?}"));
    found["queryid"].as_str().expect("an id").to_owned()
}

fn a_statement_is_explained_by_its_id(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    inspected
        .app
        .client
        .get("/api/conversations?persona=nobody&limit=7")
        .data();
    for parts in [["row_to_json(page)", "persona"], ["EXPLAIN", "persona"]] {
        let id = queryid(&inspected, &parts);
        let answer = inspected.admin.post(PATH, &json!({"queryid": id}));
        if parts[0] == "EXPLAIN" {
            answer.problem(409);
            continue;
        }
        let answer = answer.data();
        assert_eq!(answer["plan"], Value::Null);
        assert!(answer["notice"].is_string(), "{answer}");
        assert!(
            nodes(&answer, 0)
                .iter()
                .any(|node| node["table"] == "conversations"),
            "{answer}"
        );
        // Nothing is left behind in the session that explained it.
        inspected.admin.post(PATH, &json!({"queryid": id})).data();
    }
}

fn an_id_that_nobody_has_is_not_found(fixture: &Fixture) {
    let admin = admin(fixture);
    for id in ["1", "-1", "9999999999999999999"] {
        admin.post(PATH, &json!({"queryid": id})).problem(404);
    }
}

fn what_is_no_query_is_not_explained(fixture: &Fixture) {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(&mut connection, "COMMENT ON TABLE templates IS 'text'");
    fixture.run(&mut connection, "WITH gone AS (DELETE FROM edge_cases WHERE name = 'nobody' RETURNING id) SELECT * FROM gone");
    fixture.run(
        &mut connection,
        "SELECT name FROM templates WHERE created_at > now() - interval '1 day'",
    );
    for (text, reason) in [
        ("COMMENT ON TABLE", "only queries"),
        ("DELETE FROM edge_cases", "writes"),
        ("SELECT name FROM templates", "without the values"),
    ] {
        let id = queryid(&inspected, &[text]);
        let problem = inspected
            .admin
            .post(PATH, &json!({"queryid": id}))
            .problem(409);
        let detail = problem["detail"].as_str().expect("a detail");
        assert!(detail.contains(reason), "{text}: {detail}");
    }
}

fn sql_and_other_bad_fields_are_refused(fixture: &Fixture) {
    let admin = admin(fixture);
    for (body, field, code) in [
        (
            json!({"sql": "SELECT 1", "filter": {}}),
            "sql",
            "unknown_field",
        ),
        (
            json!({"queryid": "1; DROP TABLE templates"}),
            "queryid",
            "too_long",
        ),
        (json!({"queryid": "1 OR true"}), "queryid", "not_a_number"),
        (json!({"queryid": 1}), "queryid", "not_a_text"),
        (
            json!({"queryid": "1", "analyze": true}),
            "analyze",
            "without_values",
        ),
        (json!({}), "filter", "one_of"),
        (
            json!({"filter": {"statuses": ["draft"]}}),
            "filter.statuses",
            "unknown_field",
        ),
        (
            json!({"filter": {}, "query": "export"}),
            "query",
            "unknown_value",
        ),
        (json!({"filter": {}, "limit": 0}), "limit", "out_of_range"),
        (
            json!({"filter": {}, "query": "count", "limit": 5}),
            "limit",
            "unknown_field",
        ),
    ] {
        let fields = admin.post(PATH, &body).invalid_fields();
        assert_eq!(fields, [(field.to_owned(), code.to_owned())], "{body}");
    }
}

fn a_body_is_json_within_its_limit(fixture: &Fixture) {
    let admin = admin(fixture);
    let text = [("content-type", "text/plain")];
    admin
        .send_bytes("POST", PATH, &text, b"{}".to_vec())
        .problem(415);
    let (status, problem) = admin.state("POST", PATH, "application/json", 10_000_000);
    assert_eq!(status, 413, "{problem}");
}

/// A database where a filter by persona has to read every conversation.
fn without_an_index(fixture: &Fixture) -> Inspected {
    let inspected = Inspected::open(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(&mut connection, "DROP INDEX idx_conversations_persona");
    fixture.run(&mut connection, "ANALYZE conversations");
    inspected
}

fn an_index_is_suggested_where_one_would_help(fixture: &Fixture) {
    let body = json!({"filter": {"persona": ["nobody"]}, "analyze": true});
    let with = admin(fixture).post(PATH, &body).data();
    assert_eq!(with["statements"][0]["suggestions"], json!([]));

    let inspected = without_an_index(fixture);
    let answer = inspected.admin.post(PATH, &body).data();
    let suggestions = &answer["statements"][0]["suggestions"];
    assert_eq!(suggestions.as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(
        suggestions[0]["sql"],
        r#"CREATE INDEX CONCURRENTLY ON "conversations" USING btree (persona);"#
    );
    assert_eq!(
        answer["statements"][0]["hypothetical"],
        Value::Null,
        "HypoPG is not there"
    );
}

/// HypoPG is not installed where this runs. What is tested is that its functions are called, in the session that explains,
/// with statements that they take; not what its indexes do to a plan.
fn a_plan_with_the_suggested_indexes_comes_from_hypopg(fixture: &Fixture) {
    let inspected = without_an_index(fixture);
    let mut connection = fixture.connect(&inspected.url);
    fixture.run(
        &mut connection,
        "CREATE FUNCTION hypopg_create_index(definition text) RETURNS record LANGUAGE plpgsql AS $$
         BEGIN
           IF definition <> 'CREATE INDEX ON \"conversations\" USING btree (persona);' THEN
             RAISE EXCEPTION 'not a definition: %', definition;
           END IF;
           PERFORM set_config('seq_page_cost', '1000', true);
           RETURN ROW(1, 'x');
         END $$;
         CREATE FUNCTION hypopg_reset() RETURNS void LANGUAGE sql AS 'SELECT'",
    );
    let body = json!({"filter": {"persona": ["nobody"]}, "analyze": true});
    let answer = inspected.admin.post(PATH, &body).data();
    let statement = &answer["statements"][0];
    let hypothetical = &statement["hypothetical"];
    assert!(hypothetical["cost"].is_f64(), "{answer}");
    assert_ne!(hypothetical["cost"], statement["tree"]["cost"], "{answer}");
}

fn what_is_explained_writes_nothing(fixture: &Fixture) {
    let url = fixture.own_database();
    let mut connection = fixture.connect(&url);
    for writes in [
        "DELETE FROM templates",
        "SELECT counters_repair()",
        "SELECT nextval('writes')",
    ] {
        let sql = "SELECT explain_query(ARRAY[$1], '{}', true, '{}')";
        let refused = fixture.block_on(sqlx::query(sql).bind(writes).execute(&mut connection));
        let error = refused
            .expect_err("a refusal")
            .into_database_error()
            .expect("of Postgres");
        // read_only_sql_transaction, undefined_table for the sequence that is not there
        assert!(
            ["25006", "42P01"].contains(&error.code().expect("a code").as_ref()),
            "{writes}: {error}"
        );
    }
    let two = "SELECT explain_query(ARRAY['SELECT 1; DROP TABLE templates'], '{}', false, '{}')";
    fixture
        .block_on(sqlx::query(two).execute(&mut connection))
        .expect_err("one statement");
    let count = fixture.block_on(
        sqlx::query("SELECT count(*), current_setting('transaction_read_only') FROM templates")
            .fetch_one(&mut connection),
    );
    let count = count.expect("the templates");
    assert!(count.get::<i64, _>(0) > 0);
    assert_eq!(count.get::<String, _>(1), "off");
}

fn a_plan_that_takes_too_long_is_given_up(fixture: &Fixture) {
    let inspected = Inspected::of(
        fixture,
        fixture.own_database(),
        &[("inspect_timeout_ms", "200")],
    );
    let lock = fixture.lock_table(&inspected.url);
    inspected
        .admin
        .post(PATH, &json!({"filter": {}}))
        .problem(504);
    drop(lock);
    inspected.admin.post(PATH, &json!({"filter": {}})).data();
}
