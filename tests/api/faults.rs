//! Faults as they happen: Postgres going away and coming back, taken, slow or silent, and a component that panics.
//!
//! Every request is answered, whatever the fault: the client gives up after a minute, which fails the test. And every
//! test ends with the fault gone and a request that is fine, on the app that saw it.

use crate::{
    routes::{API, LOOKING},
    support::{
        client::{Answer, Client},
        fixture::Fixture,
        own_app::Builder,
        own_postgres::OwnPostgres,
        proxy::Proxy,
        registry::tests,
    },
};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use std::{
    net::{Ipv4Addr, TcpListener},
    thread,
    time::Duration,
};

tests![
    a_postgres_that_crashes_in_mid_request_is_a_503_until_it_is_back,
    a_session_that_is_ended_in_mid_request_is_a_503,
    a_connection_that_breaks_in_mid_request_is_a_503,
    a_session_that_is_ended_between_two_requests_costs_neither,
    a_postgres_that_never_speaks_is_a_503,
    a_postgres_without_a_free_connection_is_a_503,
    more_requests_than_connections_are_all_answered,
    a_slow_postgres_is_waited_for_until_the_deadline,
    a_request_without_a_connection_waits_no_longer_than_leaves_its_statement_time,
    a_component_that_panics_is_a_500_and_the_next_request_is_fine,
];

/// Longer than an instance keeps a connection of its own.
const LONGER_THAN_KEPT: Duration = Duration::from_millis(100);

/// More than the 64 connections that a host's pool holds.
const MORE_THAN_A_POOL: usize = 100;

fn assert_unavailable(answer: &Answer) {
    answer.problem(503);
    let seconds: u32 = answer.header("retry-after").parse().expect("seconds");
    assert!(seconds > 0);
}

/// The answers to as many requests at the same time.
fn at_once(client: &Client, requests: usize) -> Vec<Answer> {
    thread::scope(|scope| {
        let running: Vec<_> = (0..requests)
            .map(|number| scope.spawn(move || client.get(LOOKING[number % LOOKING.len()])))
            .collect();
        running
            .into_iter()
            .map(|request| request.join().expect("an answer"))
            .collect()
    })
}

fn a_postgres_that_crashes_in_mid_request_is_a_503_until_it_is_back(fixture: &Fixture) {
    let mut postgres = OwnPostgres::start(fixture);
    let app = fixture.own_app(&postgres.url, &[]);
    for route in API {
        app.client.get(route).data();
    }
    let lock = fixture.lock_table(&postgres.url);
    let client = &app.client;
    thread::scope(|scope| {
        let caught = LOOKING.map(|route| scope.spawn(move || client.get(route)));
        fixture.wait_until_blocked(&postgres.url, 3);
        postgres.crash();
        for request in caught {
            assert_unavailable(&request.join().expect("an answer"));
        }
    });
    drop(lock);
    for route in API {
        assert_unavailable(&client.get(route));
    }
    postgres.start_again();
    for route in API {
        client.get(route).data();
    }
}

fn a_session_that_is_ended_in_mid_request_is_a_503(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let lock = fixture.lock_table(&url);
    let client = &app.client;
    thread::scope(|scope| {
        let caught = LOOKING.map(|route| scope.spawn(move || client.get(route)));
        fixture.wait_until_blocked(&url, 3);
        // What a server that is asked to stop does to each of its sessions.
        fixture.run(
            &mut fixture.connect(&url),
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        for request in caught {
            assert_unavailable(&request.join().expect("an answer"));
        }
    });
    drop(lock);
    for route in API {
        client.get(route).data();
    }
}

fn a_connection_that_breaks_in_mid_request_is_a_503(fixture: &Fixture) {
    let url = fixture.own_database();
    let (before, after) = url.rsplit_once('@').expect("a user in the URL");
    let (server, database) = after.split_once('/').expect("a database in the URL");
    let proxy = Proxy::start(server.parse().expect("an address in the URL"));
    let through = format!("{before}@127.0.0.1:{}/{database}", proxy.port());
    let app = fixture.own_app(&through, &[]);
    let lock = fixture.lock_table(&url);
    let client = &app.client;
    thread::scope(|scope| {
        let caught = LOOKING.map(|route| scope.spawn(move || client.get(route)));
        fixture.wait_until_blocked(&url, 3);
        proxy.cut();
        for request in caught {
            assert_unavailable(&request.join().expect("an answer"));
        }
    });
    drop(lock);
    for route in API {
        client.get(route).data();
    }
}

/// As a server ends sessions that were idle too long, or a pooler does: right after the first request, while the instance
/// still keeps the connection, and later, when the host's pool has it.
fn a_session_that_is_ended_between_two_requests_costs_neither(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let mut admin = fixture.connect(&url);
    let mut ended = 0;
    for round in 0..20 {
        for route in LOOKING {
            app.client.get(route).data();
            let ending = sqlx::query_scalar::<_, i64>(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE datname = current_database() AND state = 'idle' AND pid <> pg_backend_pid()",
            );
            ended += fixture
                .block_on(ending.fetch_one(&mut admin))
                .expect("sessions of this database");
            app.client.get(route).data();
        }
        if round % 5 == 0 {
            thread::sleep(LONGER_THAN_KEPT);
        }
    }
    assert!(ended > 0, "no session was idle");
}

fn a_postgres_that_never_speaks_is_a_503(fixture: &Fixture) {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = silent.local_addr().expect("an address").port();
    let url = format!("postgres://parley:hidden-password@127.0.0.1:{port}/parley");
    let app = fixture.own_app(&url, &[("request_timeout_ms", "500")]);
    for answer in at_once(&app.client, MORE_THAN_A_POOL) {
        assert_unavailable(&answer);
    }
    assert_unavailable(&app.client.get(API[0]));
}

fn a_postgres_without_a_free_connection_is_a_503(fixture: &Fixture) {
    let postgres = OwnPostgres::start(fixture);
    let app = fixture.own_app(&postgres.url, &[]);
    let mut taken = Vec::new();
    while let Ok(connection) = fixture.block_on(PgConnection::connect(&postgres.url)) {
        taken.push(connection);
    }
    for route in API {
        assert_unavailable(&app.client.get(route));
    }
    for connection in taken {
        fixture
            .block_on(connection.close())
            .expect("a connection that closes");
    }
    for route in API {
        app.client.get(route).data();
    }
}

fn more_requests_than_connections_are_all_answered(fixture: &Fixture) {
    let postgres = OwnPostgres::start(fixture);
    let app = fixture.own_app(&postgres.url, &[("statement_timeout_ms", "1000")]);
    let lock = fixture.lock_table(&postgres.url);
    for answer in at_once(&app.client, 2 * MORE_THAN_A_POOL) {
        match answer.status {
            503 => assert_unavailable(&answer),
            _ => drop(answer.problem(504)),
        }
    }
    drop(lock);
    for answer in at_once(&app.client, 2 * MORE_THAN_A_POOL) {
        match answer.status {
            503 => assert_unavailable(&answer),
            _ => drop(answer.data()),
        }
    }
    app.client.get(API[0]).data();
}

fn a_slow_postgres_is_waited_for_until_the_deadline(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("request_timeout_ms", "2000")]);
    for call in ["pg.open", "pg.query"] {
        if !app.set_faults(&json!([{"call": call, "delayMs": 200}])) {
            return;
        }
        app.client.get(API[0]).data();
        thread::sleep(LONGER_THAN_KEPT);
        app.set_faults(&json!([{"call": call, "delayMs": 60_000}]));
        let answer = app.client.get(API[0]);
        // Without a connection nothing has been tried yet.
        if call == "pg.open" {
            assert_unavailable(&answer);
        } else {
            answer.problem(504);
        }
        app.set_faults(&json!([]));
        app.client.get(API[0]).data();
    }
}

fn a_request_without_a_connection_waits_no_longer_than_leaves_its_statement_time(
    fixture: &Fixture,
) {
    let url = fixture.own_database();
    let timeouts = [
        ("request_timeout_ms", "50000"),
        ("statement_timeout_ms", "49000"),
    ];
    let app = fixture.own_app(&url, &timeouts);
    if !app.set_faults(&json!([{"call": "pg.open", "delayMs": 60_000}])) {
        return;
    }
    let answer = app.client.get(API[0]);
    assert_unavailable(&answer);
    let detail = answer.json()["detail"].to_string();
    assert!(detail.contains("within 1000 ms"), "{detail}");
    app.set_faults(&json!([]));
    app.client.get(API[0]).data();
}

/// No handler answers here but the host: Spin with an empty body, the local host with a problem document.
fn a_component_that_panics_is_a_500_and_the_next_request_is_fine(fixture: &Fixture) {
    let app = Builder::new(fixture, &fixture.database_url())
        .manifest("tests/api/guests/spin.toml")
        .start();
    app.client.get("/").data();
    for _ in 0..3 {
        let answer = app.client.get("/?panic");
        assert_eq!(answer.status, 500);
        assert!(!answer.text().contains("on purpose"), "{}", answer.text());
        if !answer.body.is_empty() {
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.json()["status"], 500);
        }
        app.client.get("/").data();
    }
}
