//! Faults behind the API: what a caller is told, and what a caller must never see.

use crate::{
    routes::{API, LOOKING},
    support::{client::Answer, fixture::Fixture, registry::tests},
};

tests![
    every_kind_of_problem_has_a_type_and_a_title_of_its_own,
    a_database_that_is_down_is_a_503_that_says_when_to_try_again,
    a_database_that_is_not_allowed_is_a_503_without_data,
    a_statement_that_runs_out_of_time_is_a_504,
    a_request_that_runs_out_of_time_is_a_504,
    a_missing_table_is_a_500_that_names_nothing_inside,
    an_app_recovers_when_the_database_answers_again,
];

/// Words of the house's inside: SQL, drivers, addresses, passwords, file names.
const INSIDE: [&str; 12] = [
    "postgres",
    "127.0.0.1",
    "select",
    "relation",
    "from conversations",
    "refused",
    "statement_timeout",
    "hidden-password",
    "sqlstate",
    "panicked",
    ".rs:",
    "permitted",
];

fn assert_nothing_leaks(answer: &Answer) {
    let body = answer.text().to_lowercase();
    for word in INSIDE {
        assert!(!body.contains(word), "{word:?} leaked: {body}");
    }
    assert_eq!(answer.json()["data"], serde_json::Value::Null);
}

fn every_kind_of_problem_has_a_type_and_a_title_of_its_own(fixture: &Fixture) {
    let client = fixture.client();
    for (answer, status, kind) in [
        (
            client.get("/api/conversations?limit=0"),
            400,
            "invalid-request",
        ),
        (
            client.signed_out().get("/api/conversations"),
            401,
            "unauthorized",
        ),
        (client.get("/api/nothing"), 404, "not-found"),
        (
            client.send("PUT", "/api/conversations", &[]),
            405,
            "method-not-allowed",
        ),
    ] {
        let problem = answer.problem(status);
        assert_eq!(problem["type"], format!("urn:parley:problem:{kind}"));
        assert_nothing_leaks(&answer);
    }
}

fn a_database_that_is_down_is_a_503_that_says_when_to_try_again(fixture: &Fixture) {
    // Port 1 (tcpmux) is reserved, and nothing listens there.
    let app = fixture.own_app("postgres://parley:hidden-password@127.0.0.1:1/parley", &[]);
    for route in API {
        let answer = app.client.get(route);
        answer.problem(503);
        let seconds: u32 = answer.header("retry-after").parse().expect("seconds");
        assert!(seconds > 0);
        assert_nothing_leaks(&answer);
    }
}

fn a_database_that_is_not_allowed_is_a_503_without_data(fixture: &Fixture) {
    let app = fixture.own_app(
        &fixture.database_url(),
        &[("database_address", "127.0.0.1:1")],
    );
    for route in API {
        let answer = app.client.get(route);
        answer.problem(503);
        assert_nothing_leaks(&answer);
    }
}

fn a_statement_that_runs_out_of_time_is_a_504(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("statement_timeout_ms", "300")]);
    let _lock = fixture.lock_table(&url);
    for route in LOOKING {
        let answer = app.client.get(route);
        let problem = answer.problem(504);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("narrow the filter"), "{detail}");
        assert_nothing_leaks(&answer);
    }
}

fn a_request_that_runs_out_of_time_is_a_504(fixture: &Fixture) {
    let url = fixture.own_database();
    let _lock = fixture.lock_table(&url);
    for route in LOOKING {
        // An app each: Spin gives a connection back with its statement still running, and whoever takes it next waits for
        // that one first (`RecyclingMethod::Clean` of its pool). The local host ends such a statement.
        let app = fixture.own_app(
            &url,
            &[("statement_timeout_ms", "0"), ("request_timeout_ms", "300")],
        );
        let answer = app.client.get(route);
        let problem = answer.problem(504);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("300 ms"), "{detail}");
        assert_nothing_leaks(&answer);
    }
}

fn a_missing_table_is_a_500_that_names_nothing_inside(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let mut connection = fixture.connect(&url);
    fixture.run(
        &mut connection,
        "ALTER TABLE conversations RENAME TO moved_away",
    );
    for route in LOOKING {
        let answer = app.client.get(route);
        answer.problem(500);
        assert_nothing_leaks(&answer);
    }
}

fn an_app_recovers_when_the_database_answers_again(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("statement_timeout_ms", "300")]);
    let mut lock = fixture.lock_table(&url);
    app.client.get(API[0]).problem(504);
    fixture.run(&mut lock, "ROLLBACK");
    app.client.get(API[0]).data();
}
