//! Statements on request metrics: rows travel as one JSON text, whatever a route is called.

use parley_domain::{histogram::Histogram, outcome::Outcome};
use parley_store::{
    request_histograms::{Event, Family, Row, add},
    statement::Value,
};
use serde_json::json;
use std::time::Duration;

fn row(route: &str, durations_us: &[u64]) -> Row {
    let mut histogram = Histogram::default();
    for us in durations_us {
        histogram.record(Duration::from_micros(*us));
    }
    Row {
        minute: 29_400_000,
        route: route.to_owned(),
        outcome: Outcome::Ok,
        histogram,
        database: Duration::from_nanos(3_999),
    }
}

/// The statement's parameters: the rows, and the events where there are any.
fn parameters(rows: &[Row], events: &[Event]) -> Vec<serde_json::Value> {
    let (text, parameters) = add(rows, events).expect("a statement").into_parts();
    assert_eq!(text.matches("$1::text").count(), 1);
    let json = parameters.iter().map(|parameter| match parameter {
        Value::Text(json) => serde_json::from_str(json).expect("JSON"),
        other => panic!("a text, not {other:?}"),
    });
    json.collect()
}

fn rows(rows: &[Row]) -> serde_json::Value {
    let parameters = parameters(rows, &[]);
    assert_eq!(parameters.len(), 1, "nothing is said of events");
    parameters[0].clone()
}

#[test]
fn any_number_of_rows_is_one_parameter() {
    let row = row("GET /a", &[1, 1, 2]);
    let mut buckets = vec![0; 18];
    (buckets[0], buckets[17]) = (2, 1);
    let object = json!({
        "minute": 29_400_000, "route": "GET /a", "outcome": "ok", "count": 3, "total_us": 4, "max_us": 2,
        "buckets": buckets, "database_us": 3,
    });
    assert_eq!(
        rows(&[row.clone(), row.clone()]),
        json!([object.clone(), object])
    );
    assert_eq!(rows(&[]), json!([]));
}

#[test]
fn any_number_of_events_is_one_parameter() {
    let event = Event {
        minute: 29_400_000,
        family: Family::Cache,
        subject: r#"li"st"#.into(),
        event: "memory",
        count: 3,
    };
    let object = json!({
        "minute": 29_400_000, "family": "cache", "subject": r#"li"st"#, "event": "memory", "count": 3,
    });
    let parameters = parameters(&[], &[event.clone(), event]);
    assert_eq!(parameters[1..], [json!([object.clone(), object])]);
}

#[test]
fn a_route_stays_a_text_whatever_it_holds() {
    let route = r#"GET /"},{\u0041 '); --"#;
    assert_eq!(rows(&[row(route, &[1])])[0]["route"], route);
}
