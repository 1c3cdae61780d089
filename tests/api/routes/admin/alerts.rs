//! `GET` and `PUT /api/admin/alerts`.

use super::{ALERTS, admin, one, run, wait_for};
use crate::support::{
    client::Client, fixture::Fixture, own_app::OwnApp, receiver::Receiver, registry::tests,
};
use serde_json::{Value, json};
use std::{thread, time::Duration};

tests![
    every_alert_is_told_with_its_threshold_and_state,
    what_is_named_is_changed_and_nothing_else,
    every_bad_field_is_named,
    bodies_are_json_within_their_limit,
    an_alert_fires_and_resolves_with_one_call_each,
    a_change_is_told_once_over_all_nodes,
    a_call_that_failed_is_made_again_by_the_next_read,
    an_alert_that_is_not_enabled_is_not_evaluated,
    every_metric_is_measured,
];

/// Longer than a call takes to arrive, where the point is that none does.
const QUIET: Duration = Duration::from_millis(1_500);

fn app_telling(fixture: &Fixture, url: &str, receiver: &Receiver) -> OwnApp {
    let hook = format!("{}/hook", receiver.url());
    fixture.own_app(
        url,
        &[
            ("alert_webhook_url", &hook),
            ("alert_webhook_host", &receiver.url()),
        ],
    )
}

/// Has every page be slow, or fast again.
fn measure(fixture: &Fixture, url: &str, lcp_ms: u32) {
    let sql = format!(
        "DELETE FROM web_vitals; INSERT INTO web_vitals (metric, page, value) VALUES ('LCP', '/', {lcp_ms})"
    );
    run(fixture, url, &sql);
}

fn state(admin: &Client, name: &str) -> Value {
    one(&admin.get(ALERTS).data()["alerts"], "name", name)["state"].clone()
}

fn every_alert_is_told_with_its_threshold_and_state(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[("metrics", "off")]);
    let alerts = admin(fixture, &app).get(ALERTS).data();
    let lcp = one(&alerts["alerts"], "name", "page_load_p75");
    assert_eq!(
        (&lcp["threshold"], &lcp["unit"]),
        (&json!(2500), &json!("ms"))
    );
    assert_eq!(
        (&lcp["state"], &lcp["value"]),
        (&json!("unknown"), &Value::Null)
    );
    let connections = one(&alerts["alerts"], "name", "database_connections");
    assert!(connections["value"].as_f64().expect("a number") > 0.0);
    assert_eq!(alerts["alerts"].as_array().expect("a list").len(), 10);
}

fn what_is_named_is_changed_and_nothing_else(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    let admin = admin(fixture, &app);
    let before = admin.get(ALERTS).data();
    let body = json!({"alerts": [
        {"name": "layout_shift_p75", "threshold": 0.25, "windowSeconds": 3600},
        {"name": "cache_hit_rate", "enabled": false},
    ]});
    let after = admin.put(ALERTS, &body).data();
    let shift = one(&after["alerts"], "name", "layout_shift_p75");
    assert_eq!(
        (&shift["threshold"], &shift["windowSeconds"]),
        (&json!(0.25), &json!(3600))
    );
    assert_eq!(shift["updatedBy"], "an admin");
    let cache = one(&after["alerts"], "name", "cache_hit_rate");
    assert_eq!(
        (&cache["enabled"], &cache["threshold"]),
        (&json!(false), &json!(80))
    );
    for name in ["api_duration_p95", "page_load_p75"] {
        let told = |alerts: &Value| one(&alerts["alerts"], "name", name)["threshold"].clone();
        assert_eq!(told(&before), told(&after), "{name}");
    }
}

fn every_bad_field_is_named(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    let admin = admin(fixture, &app);
    let with = |change: Value| json!({"alerts": [change]});
    for (body, field, code) in [
        (json!({}), "alerts", "required"),
        (json!({"alerts": []}), "alerts", "empty"),
        (with(json!({"threshold": 1})), "alerts[0].name", "required"),
        (
            with(json!({"name": "nothing"})),
            "alerts[0].name",
            "unknown_value",
        ),
        (
            with(json!({"name": "cache_hit_rate", "threshold": 101})),
            "alerts[0].threshold",
            "out_of_range",
        ),
        (
            with(json!({"name": "page_load_p75", "windowSeconds": 59})),
            "alerts[0].windowSeconds",
            "out_of_range",
        ),
        (
            json!({"alerts": [{"name": "page_load_p75"}, {"name": "page_load_p75"}]}),
            "alerts[1].name",
            "given_twice",
        ),
    ] {
        let errors = admin.put(ALERTS, &body).invalid_fields();
        assert_eq!(errors, [(field.into(), code.into())], "{body}");
    }
}

fn bodies_are_json_within_their_limit(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    let admin = admin(fixture, &app);
    let text = [("content-type", "text/plain")];
    admin
        .send_bytes("PUT", ALERTS, &text, b"{}".to_vec())
        .problem(415);
    let (status, problem) = admin.state("PUT", ALERTS, "application/json", 1_000_000);
    assert_eq!(status, 413, "{problem}");
}

fn an_alert_fires_and_resolves_with_one_call_each(fixture: &Fixture) {
    let url = fixture.own_database();
    let receiver = Receiver::start();
    let app = app_telling(fixture, &url, &receiver);
    let admin = admin(fixture, &app);
    measure(fixture, &url, 9_000);
    for _ in 0..3 {
        assert_eq!(state(&admin, "page_load_p75"), "firing");
    }
    let told = wait_for("a call", || receiver.taken().first().cloned());
    assert_eq!(
        (&told["name"], &told["state"]),
        (&json!("page_load_p75"), &json!("firing"))
    );
    assert_eq!(
        (&told["value"], &told["threshold"]),
        (&json!(9000), &json!(2500))
    );
    measure(fixture, &url, 900);
    for _ in 0..3 {
        assert_eq!(state(&admin, "page_load_p75"), "ok");
    }
    wait_for("a second call", || receiver.taken().get(1).cloned());
    thread::sleep(QUIET);
    assert_eq!(state(&admin, "page_load_p75"), "ok");
    let states: Vec<Value> = receiver
        .taken()
        .iter()
        .map(|told| told["state"].clone())
        .collect();
    assert_eq!(states, ["firing", "ok"]);
}

fn a_change_is_told_once_over_all_nodes(fixture: &Fixture) {
    let url = fixture.own_database();
    let receiver = Receiver::start();
    let apps: Vec<OwnApp> = (0..2)
        .map(|_| app_telling(fixture, &url, &receiver))
        .collect();
    measure(fixture, &url, 9_000);
    thread::scope(|scope| {
        for app in apps.iter().flat_map(|app| [app; 4]) {
            scope.spawn(move || admin(fixture, app).get(ALERTS).data());
        }
    });
    wait_for("a call", || receiver.taken().first().cloned());
    thread::sleep(QUIET);
    assert_eq!(receiver.taken().len(), 1);
}

fn a_call_that_failed_is_made_again_by_the_next_read(fixture: &Fixture) {
    let url = fixture.own_database();
    let receiver = Receiver::start();
    receiver.answer_with(500);
    let app = app_telling(fixture, &url, &receiver);
    let admin = admin(fixture, &app);
    measure(fixture, &url, 9_000);
    state(&admin, "page_load_p75");
    wait_for("a call that fails", || receiver.taken().first().cloned());
    receiver.answer_with(204);
    wait_for("a second call", || {
        state(&admin, "page_load_p75");
        receiver.taken().get(1).cloned()
    });
    thread::sleep(QUIET);
    state(&admin, "page_load_p75");
    thread::sleep(QUIET);
    assert_eq!(receiver.taken().len(), 2);
}

fn an_alert_that_is_not_enabled_is_not_evaluated(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let admin = admin(fixture, &app);
    measure(fixture, &url, 9_000);
    assert_eq!(state(&admin, "page_load_p75"), "firing");
    let body = json!({"alerts": [{"name": "page_load_p75", "enabled": false}]});
    let alerts = admin.put(ALERTS, &body).data();
    let lcp = one(&alerts["alerts"], "name", "page_load_p75");
    assert_eq!(
        (&lcp["state"], &lcp["value"]),
        (&json!("unknown"), &Value::Null)
    );
}

fn every_metric_is_measured(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    run(
        fixture,
        &url,
        "INSERT INTO request_histograms SELECT date_trunc('minute', now()), 'GET /a', outcome, requests, 1, 1, \
             array_fill(0::bigint, ARRAY[300]) || requests \
         FROM (VALUES ('ok', 90), ('server_error', 10)) AS made_up (outcome, requests); \
         INSERT INTO event_counts SELECT date_trunc('minute', now()), 'cache', 'list', event, 1 \
         FROM unnest(ARRAY['memory', 'store', 'miss', 'store_error']) AS event; \
         INSERT INTO web_vitals (metric, page, value) \
         VALUES ('INP', '/', 80), ('CLS', '/', 0.5), ('FCP', '/', 1), ('TTFB', '/', 2)",
    );
    let alerts = admin(fixture, &app).get(ALERTS).data();
    let value = |name: &str| one(&alerts["alerts"], "name", name)["value"].as_f64();
    let p95_ms = value("api_duration_p95").expect("a number");
    assert!(
        (p95_ms / (1.04_f64.powi(300) / 1_000.0) - 1.0).abs() < 0.04,
        "{p95_ms}"
    );
    assert_eq!(value("api_error_rate"), Some(10.0));
    assert!((value("cache_hit_rate").expect("a number") - 66.67).abs() < 0.01);
    assert_eq!(value("interaction_p75"), Some(80.0));
    assert_eq!(value("layout_shift_p75"), Some(0.5));
    assert_eq!(value("first_paint_p75"), Some(1.0));
    assert_eq!(value("first_byte_p75"), Some(2.0));
}
