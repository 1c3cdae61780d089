//! `/api/admin` and `/metrics`: what is told of how Parley runs.

pub mod access;
pub mod alerts;
pub mod performance;
pub mod prometheus;
pub mod report;
pub mod upkeep;

use crate::support::{client::Client, fixture::Fixture, own_app::OwnApp, tokens};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use std::{
    thread,
    time::{Duration, Instant},
};

/// The routes that are only read.
const READ: [&str; 5] = [REQUESTS, CACHE, WEB_VITALS, REPORT, METRICS];

const REQUESTS: &str = "/api/admin/performance/api";
const CACHE: &str = "/api/admin/performance/cache";
const WEB_VITALS: &str = "/api/admin/performance/web-vitals";
const ALERTS: &str = "/api/admin/alerts";
const REPORT: &str = "/api/admin/report";
const METRICS: &str = "/metrics";

/// How long something may take that comes by itself, such as a record; a second by design, more on a busy machine.
const ARRIVAL: Duration = Duration::from_secs(20);

/// How often it is looked for.
const INTERVAL: Duration = Duration::from_millis(50);

fn admin(fixture: &Fixture, app: &OwnApp) -> Client {
    app.client
        .with_token(&tokens::of(fixture.secret(), "admin", "an admin"))
}

/// Runs SQL for its effect.
fn run(fixture: &Fixture, url: &str, sql: &str) {
    let mut connection = fixture.connect(url);
    fixture
        .block_on(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// A JSON text that a query gives.
fn json_of(fixture: &Fixture, url: &str, sql: &str) -> Value {
    let mut connection = fixture.connect(url);
    let text: String = fixture
        .block_on(sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    serde_json::from_str(&text).expect("JSON")
}

/// Looks until something is as it has to be, and gives it; fails where it takes too long.
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            started.elapsed() < ARRIVAL,
            "{what}: not within {ARRIVAL:?}"
        );
        thread::sleep(INTERVAL);
    }
}

/// The one of a list whose member has this value.
fn one<'a>(list: &'a Value, member: &str, value: &str) -> &'a Value {
    let list = list.as_array().expect("a list");
    list.iter()
        .find(|item| item[member] == value)
        .unwrap_or_else(|| panic!("no {member} {value} in {list:?}"))
}
