//! `GET /healthz` and `GET /readyz`, which anyone may ask.

use crate::support::{
    fixture::Fixture, own_app::Builder, own_postgres::OwnPostgres, redis::Redis, registry::tests,
};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener};

tests![
    anyone_may_ask_whether_the_process_is_alive,
    an_app_without_a_database_or_a_key_is_alive,
    an_app_is_ready_when_everything_answers,
    an_app_is_not_ready_while_postgres_is_away,
    an_app_is_not_ready_without_a_key_to_know_callers_by,
    a_postgres_that_never_speaks_is_given_up,
    an_app_without_its_key_value_store_is_ready_but_degraded,
    what_is_wrong_is_told_to_nobody,
    another_method_is_refused,
];

/// The states of the three that readiness asks.
fn states(answer: &Value) -> [&str; 3] {
    ["configuration", "postgres", "keyValue"].map(|name| {
        let check = &answer["checks"][name];
        assert!(check["ms"].as_f64().is_some_and(|ms| ms >= 0.0), "{check}");
        check["status"].as_str().expect("a status")
    })
}

fn anyone_may_ask_whether_the_process_is_alive(fixture: &Fixture) {
    let answer = fixture.client().signed_out().get("/healthz");
    assert_eq!(answer.data(), json!({"status": "ok"}));
    assert_eq!(answer.header("cache-control"), "no-store");
}

fn an_app_without_a_database_or_a_key_is_alive(fixture: &Fixture) {
    let app = fixture.own_app(
        "postgres://parley:hidden-password@127.0.0.1:1/parley",
        &[("jwt_secret", "")],
    );
    app.client.get("/healthz").data();
}

fn an_app_is_ready_when_everything_answers(fixture: &Fixture) {
    let answer = fixture.client().signed_out().get("/readyz");
    let readiness = answer.data();
    assert_eq!(readiness["status"], "ok");
    assert_eq!(states(&readiness), ["ok", "ok", "ok"]);
    assert_eq!(answer.header("cache-control"), "no-store");
}

fn an_app_is_not_ready_while_postgres_is_away(fixture: &Fixture) {
    let mut postgres = OwnPostgres::start(fixture);
    let app = fixture.own_app(&postgres.url, &[]);
    let client = app.client.signed_out();
    client.get("/readyz").data();
    postgres.stop();
    let answer = client.get("/readyz");
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    assert_eq!(answer.json()["status"], "failed");
    assert_eq!(states(&answer.json()), ["ok", "failed", "ok"]);
    postgres.start_again();
    client.get("/readyz").data();
}

fn an_app_is_not_ready_without_a_key_to_know_callers_by(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.database_url(), &[("jwt_secret", "")]);
    let answer = app.client.signed_out().get("/readyz");
    assert_eq!(answer.status, 503);
    assert_eq!(states(&answer.json())[0], "failed");
}

fn a_postgres_that_never_speaks_is_given_up(fixture: &Fixture) {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = silent.local_addr().expect("an address").port();
    let url = format!("postgres://parley:hidden-password@127.0.0.1:{port}/parley");
    let app = fixture.own_app(&url, &[]);
    let answer = app.client.signed_out().get("/readyz");
    assert_eq!(answer.status, 503);
    assert_eq!(states(&answer.json()), ["ok", "failed", "ok"]);
    let ms = answer.json()["checks"]["postgres"]["ms"].clone();
    assert!(ms.as_f64().is_some_and(|ms| ms >= 2_000.0), "{ms}");
}

fn an_app_without_its_key_value_store_is_ready_but_degraded(fixture: &Fixture) {
    let mut redis = Redis::start();
    let app = Builder::new(fixture, &fixture.database_url())
        .redis(&redis.url())
        .start();
    let client = app.client.signed_out();
    assert_eq!(client.get("/readyz").data()["status"], "ok");
    redis.stop();
    let readiness = client.get("/readyz").data();
    assert_eq!(readiness["status"], "degraded");
    assert_eq!(states(&readiness), ["ok", "ok", "failed"]);
}

fn what_is_wrong_is_told_to_nobody(fixture: &Fixture) {
    let app = fixture.own_app("postgres://parley:hidden-password@127.0.0.1:1/parley", &[]);
    let answer = app.client.signed_out().get("/readyz");
    assert_eq!(answer.status, 503);
    for word in ["hidden-password", "127.0.0.1", "refused", "parley"] {
        assert!(!answer.text().contains(word), "{}", answer.text());
    }
}

fn another_method_is_refused(fixture: &Fixture) {
    let client = fixture.client();
    for path in ["/healthz", "/readyz"] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let answer = client.send(method, path, &[]);
            answer.problem(405);
            assert_eq!(answer.header("allow"), "GET, HEAD");
        }
        let head = client.send("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0));
    }
}
