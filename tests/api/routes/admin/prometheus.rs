//! `GET /metrics`: read by the parser of Prometheus's own client library.

use super::{METRICS, admin, run, wait_for};
use crate::support::{fixture::Fixture, registry::tests};
use parley_xtask::python;
use serde_json::{Value, json};
use std::process::Command;

tests![
    a_scrape_is_the_text_format_of_prometheus,
    requests_are_counters_that_several_hosts_share,
    a_label_is_escaped,
];

/// Reads a text, and prints its samples as a list of names, labels and values.
const PARSER: &str = "import json, sys
from prometheus_client.parser import text_string_to_metric_families as parse
print(json.dumps([[sample.name, sample.labels, sample.value]
    for family in parse(sys.argv[1]) for sample in family.samples]))";

/// The samples that the parser finds in a text.
fn parsed(text: &str) -> Vec<Value> {
    let python = python::environment().expect("Python with its packages");
    let output = Command::new(python)
        .args(["-c", PARSER, text])
        .output()
        .expect("Python");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let samples: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    samples.as_array().expect("a list").clone()
}

/// The values of the samples with this name and these labels, whatever others they have.
fn values(samples: &[Value], name: &str, labels: &Value) -> Vec<f64> {
    let labels = labels.as_object().expect("an object");
    samples
        .iter()
        .filter(|sample| sample[0] == name)
        .filter(|sample| {
            labels
                .iter()
                .all(|(label, value)| sample[1][label] == *value)
        })
        .map(|sample| sample[2].as_f64().expect("a number"))
        .collect()
}

fn a_scrape_is_the_text_format_of_prometheus(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    run(
        fixture,
        &url,
        "INSERT INTO request_histograms SELECT date_trunc('minute', now()), 'GET /a', 'ok', 6, 1500000, 1000000, \
             array_fill(1::bigint, ARRAY[3]) || array_fill(0::bigint, ARRAY[300]) || 3::bigint, 600000; \
         INSERT INTO event_counts VALUES (date_trunc('minute', now()), 'cache', 'list', 'memory', 5), \
             (date_trunc('minute', now()), 'problem', 'GET /a', 'invalid-request', 2)",
    );
    let answer = admin(fixture, &app).get(METRICS);
    assert_eq!(
        answer.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    let samples = parsed(answer.text());
    let route = json!({"method": "GET", "route": "/a", "outcome": "ok"});
    let duration = "parley_http_request_duration_seconds";
    let buckets = values(&samples, &format!("{duration}_bucket"), &route);
    assert!(buckets.is_sorted());
    assert_eq!((buckets.first(), buckets.last()), (Some(&3.0), Some(&6.0)));
    assert_eq!(
        values(&samples, &format!("{duration}_count"), &route),
        [6.0]
    );
    assert_eq!(values(&samples, &format!("{duration}_sum"), &route), [1.5]);
    let database = "parley_http_request_database_seconds_total";
    assert_eq!(values(&samples, database, &route), [0.6]);
    let memory = json!({"resource": "list", "event": "memory"});
    assert_eq!(
        values(&samples, "parley_cache_events_total", &memory),
        [5.0]
    );
    let problem = json!({"method": "GET", "route": "/a", "kind": "invalid-request"});
    assert_eq!(
        values(&samples, "parley_http_problems_total", &problem),
        [2.0]
    );
    assert_eq!(values(&samples, "parley_build_info", &json!({})), [1.0]);
    let connections: f64 = values(&samples, "parley_postgres_connections", &json!({}))
        .iter()
        .sum();
    let limit = values(&samples, "parley_postgres_connections_limit", &json!({}));
    assert!(connections >= 1.0 && limit.iter().all(|limit| connections <= *limit));
}

fn requests_are_counters_that_several_hosts_share(fixture: &Fixture) {
    let url = fixture.own_database();
    let apps = [fixture.own_app(&url, &[]), fixture.own_app(&url, &[])];
    for _ in 0..5 {
        for app in &apps {
            app.client.get("/api/conversations").data();
        }
    }
    let line = r#"parley_http_request_duration_seconds_count{method="GET",route="/api/conversations",outcome="ok"} 10"#;
    for app in &apps {
        let admin = admin(fixture, app);
        wait_for("ten requests", || {
            let answer = admin.get(METRICS);
            answer
                .text()
                .lines()
                .any(|found| found == line)
                .then_some(())
        });
    }
}

fn a_label_is_escaped(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    let route = "/a\"b\\c\nd";
    run(
        fixture,
        &url,
        &format!(
            "INSERT INTO request_histograms VALUES (date_trunc('minute', now()), 'GET {route}', 'ok', 1, 1, 1, ARRAY[1])"
        ),
    );
    let samples = parsed(admin(fixture, &app).get(METRICS).text());
    let count = "parley_http_request_duration_seconds_count";
    assert_eq!(values(&samples, count, &json!({"route": route})), [1.0]);
}
