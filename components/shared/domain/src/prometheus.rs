//! Metrics in Prometheus's text format, version 0.0.4:
//! <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>.
//!
//! A scrape of any node tells what all of them counted, so one target is enough, and several must not be added up.
//! Durations are exposed in every twelfth bucket of [`crate::histogram`], 1.6 times as long as the one before: a bound of
//! ours is the longest whole number of microseconds in a bucket, so `le` holds to the microsecond.

use crate::histogram::longest_us;
use serde::Deserialize;
use std::fmt::Write as _;

/// The `Content-Type` of the format.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Buckets of the histogram that have a bound in the answer: from 0.5 ms to 46 s.
const BOUNDS: std::ops::RangeInclusive<usize> = 159..=450;

/// How many of them go into one.
const STRIDE: usize = 12;

/// What was counted since `since`.
#[derive(Debug, Default, Deserialize)]
pub struct Metrics {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub since: u64,
    /// Requests by route and outcome.
    pub requests: Vec<Requests>,
    /// What has no duration.
    pub events: Vec<Event>,
    /// Connections of clients to Postgres, now.
    pub connections: Vec<Connections>,
    /// How many there may be.
    pub max_connections: u64,
}

/// Requests of one route and outcome.
#[derive(Debug, Deserialize)]
pub struct Requests {
    /// Method and pattern.
    pub route: String,
    /// An [`crate::outcome::Outcome`].
    pub outcome: String,
    /// How many.
    pub count: u64,
    /// The sum of their durations in microseconds.
    pub total_us: u64,
    /// As in [`crate::histogram::Histogram`].
    pub buckets: Vec<u64>,
    /// How much of `total_us` was spent on the database.
    pub database_us: u64,
}

/// Something that happened so many times.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// `cache` or `problem`.
    pub family: String,
    /// A resource or a route.
    pub subject: String,
    /// What happened.
    pub event: String,
    /// How often.
    pub count: u64,
}

/// Connections in one state.
#[derive(Debug, Deserialize)]
pub struct Connections {
    /// As `pg_stat_activity` has it.
    pub state: String,
    /// How many.
    pub count: u64,
}

/// Writes metrics of this version of Parley.
pub fn write(metrics: &Metrics, version: &str) -> String {
    let mut text = String::new();
    let out = &mut text;
    head(
        out,
        "parley_build_info",
        "gauge",
        "The version that answers.",
    );
    sample(out, "parley_build_info", &[("version", version)], 1);

    let since = "parley_metrics_start_time_seconds";
    head(
        out,
        since,
        "gauge",
        "When counting began, in seconds since 1970.",
    );
    sample(out, since, &[], metrics.since);

    let duration = "parley_http_request_duration_seconds";
    head(
        out,
        duration,
        "histogram",
        "How long requests took, by route and outcome.",
    );
    for requests in &metrics.requests {
        histogram(out, duration, requests);
    }

    let database = "parley_http_request_database_seconds_total";
    head(
        out,
        database,
        "counter",
        "How much of that was spent on the database, by route and outcome.",
    );
    for requests in &metrics.requests {
        sample(
            out,
            database,
            &requests.labels(),
            seconds(requests.database_us),
        );
    }

    let cache = "parley_cache_events_total";
    head(
        out,
        cache,
        "counter",
        "How the cache answered, and what the shared store failed at.",
    );
    for event in metrics
        .events
        .iter()
        .filter(|event| event.family == "cache")
    {
        let labels = [
            ("resource", event.subject.as_str()),
            ("event", event.event.as_str()),
        ];
        sample(out, cache, &labels, event.count);
    }

    let problems = "parley_http_problems_total";
    head(
        out,
        problems,
        "counter",
        "Requests that were answered with a problem, by its kind.",
    );
    for event in metrics
        .events
        .iter()
        .filter(|event| event.family == "problem")
    {
        let (method, route) = split(&event.subject);
        let labels = [
            ("method", method),
            ("route", route),
            ("kind", event.event.as_str()),
        ];
        sample(out, problems, &labels, event.count);
    }

    let connections = "parley_postgres_connections";
    head(
        out,
        connections,
        "gauge",
        "Connections of clients to Postgres, by state.",
    );
    for group in &metrics.connections {
        sample(out, connections, &[("state", &group.state)], group.count);
    }
    let limit = "parley_postgres_connections_limit";
    head(out, limit, "gauge", "Connections that Postgres takes.");
    sample(out, limit, &[], metrics.max_connections);
    text
}

impl Requests {
    fn labels(&self) -> [(&str, &str); 3] {
        let (method, route) = split(&self.route);
        [
            ("method", method),
            ("route", route),
            ("outcome", self.outcome.as_str()),
        ]
    }
}

fn histogram(out: &mut String, name: &str, requests: &Requests) {
    let labels = requests.labels();
    let bucket = format!("{name}_bucket");
    let mut counted = 0;
    let mut next = 0;
    for bound in BOUNDS.step_by(STRIDE) {
        counted += requests
            .buckets
            .iter()
            .take(bound + 1)
            .skip(next)
            .sum::<u64>();
        next = bound + 1;
        let Some(us) = longest_us(bound) else {
            continue;
        };
        let le = seconds(us.into());
        let [method, route, outcome] = labels;
        sample(
            out,
            &bucket,
            &[method, route, outcome, ("le", &le)],
            counted,
        );
    }
    let [method, route, outcome] = labels;
    sample(
        out,
        &bucket,
        &[method, route, outcome, ("le", "+Inf")],
        requests.count,
    );
    sample(
        out,
        &format!("{name}_sum"),
        &labels,
        seconds(requests.total_us),
    );
    sample(out, &format!("{name}_count"), &labels, requests.count);
}

/// Microseconds as seconds, exactly.
fn seconds(us: u64) -> String {
    format!("{}.{:06}", us / 1_000_000, us % 1_000_000)
}

fn split(route: &str) -> (&str, &str) {
    route.split_once(' ').unwrap_or(("", route))
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = write!(out, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
}

fn sample(out: &mut String, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
    out.push_str(name);
    let mut separator = '{';
    for (label, value) in labels {
        out.push(separator);
        out.push_str(label);
        out.push_str("=\"");
        for letter in value.chars() {
            match letter {
                '\\' => out.push_str("\\\\"),
                '"' => out.push_str("\\\""),
                '\n' => out.push_str("\\n"),
                letter => out.push(letter),
            }
        }
        out.push('"');
        separator = ',';
    }
    if !labels.is_empty() {
        out.push('}');
    }
    let _ = writeln!(out, " {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests(buckets: Vec<u64>) -> Metrics {
        Metrics {
            requests: vec![Requests {
                route: "GET /api/\"a\\b\nc".to_owned(),
                outcome: "ok".to_owned(),
                count: buckets.iter().sum(),
                total_us: 1_500_000,
                buckets,
                database_us: 600_000,
            }],
            ..Metrics::default()
        }
    }

    #[test]
    fn buckets_are_cumulative_and_end_with_all() {
        let mut buckets = vec![0; 480];
        (buckets[0], buckets[200], buckets[479]) = (1, 2, 4);
        let text = write(&requests(buckets), "1");
        let counts: Vec<u64> = text
            .lines()
            .filter(|line| line.contains("_bucket{"))
            .map(|line| {
                line.rsplit(' ')
                    .next()
                    .expect("a value")
                    .parse()
                    .expect("a number")
            })
            .collect();
        assert_eq!((counts.first(), counts.last()), (Some(&1), Some(&7)));
        assert_eq!(counts[counts.len() - 2], 3);
        assert!(counts.is_sorted());
    }

    #[test]
    fn label_values_are_escaped() {
        let text = write(&requests(vec![1]), "1");
        assert!(text.contains(r#"route="/api/\"a\\b\nc""#), "{text}");
    }

    #[test]
    fn sums_are_seconds() {
        let text = write(&requests(vec![1]), "1");
        assert!(text.contains(" 1.500000\n"), "{text}");
        assert!(text.contains(" 0.600000\n"), "{text}");
    }

    #[test]
    fn without_anything_counted_there_are_heads_alone() {
        let text = write(&Metrics::default(), "1");
        assert!(text.contains("# TYPE parley_http_request_duration_seconds histogram\n"));
        assert!(!text.contains("_bucket"));
    }
}
