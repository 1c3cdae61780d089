//! How long requests take, how much of that is the database's, and what happens beside them: recorded in the instance's
//! memory, written after the response.
//!
//! A request costs an addition in memory. The first one since the last write starts a task that outlives its response,
//! waits [`GATHER_MS`] and writes all that came together in one statement: under load one for all the requests that an
//! instance serves, and never one on the way to a response. Rows add up in Postgres, so any number of instances and
//! nodes write side by side. How the cache answered, what the store failed at and the kinds of problems go along as counts.
//!
//! The statement also says whether the upkeep of what is stored is due, which is once an hour over all nodes; whoever is
//! told so has it done.
//!
//! While Postgres does not take them, records stay and are written with those that come after; the task tries for half a
//! minute, then leaves them to the next request. They are gone with the instance, which goes when it has been idle for
//! a second; one that still tries is not. A statement whose outcome got lost with its connection is written again, which may count it twice.

use crate::{config::Config, database, serve::Call, telemetry::log};
use futures::{
    FutureExt,
    future::{Either, select},
};
use parley_domain::{
    cache_key,
    histogram::Histogram,
    outcome::Outcome,
    problem::{Kind, Problem},
};
use parley_store::{
    request_histograms::{self, Event, Family, Row},
    statement::Statement,
};
use spin_sdk::{http::StatusCode, time::sleep, wasip3::spawn};
use std::{
    borrow::Cow,
    mem,
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How long records come together before they are written: long enough that an instance under load, which serves its 128
/// requests in about that time, writes once or twice in its life. At a quarter of it the writes cost Postgres a seventh of
/// what the pages did, and took connections that the pool then went round for good (docs/decisions/008).
const GATHER_MS: u64 = 1_000;

/// How often a task tries to write, waiting twice as long each time: 31 s in all. A restart of Postgres takes a few, and
/// 500 users at once took every connection for longer than 7.
const ATTEMPTS: u32 = 5;

/// Rows that are kept while they cannot be written. A component has a handful of routes and outcomes, so this is
/// several minutes of them; what would be more is not recorded.
const MAX_ROWS: usize = 64;

/// The same for what is counted beside requests.
const MAX_EVENTS: usize = 64;

/// Methods that a route may be recorded with. Any other word is `_OTHER`, as in OpenTelemetry's conventions for HTTP:
/// a caller can invent methods without end.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

static RECORDS: Mutex<Records> = Mutex::new(Records {
    rows: Vec::new(),
    events: Vec::new(),
    is_scheduled: false,
    is_failing: false,
});

/// What this instance has recorded and not written yet.
struct Records {
    rows: Vec<Row>,
    events: Vec<Event>,
    /// A task is going to take the rows.
    is_scheduled: bool,
    /// The last write failed, which the log has been told.
    is_failing: bool,
}

/// Records a request that has been answered with `status` after `elapsed`.
pub fn record(call: &Call, status: StatusCode, elapsed: Duration) {
    let Some(config) = Config::known().filter(|config| config.metrics) else {
        return;
    };
    let mut histogram = Histogram::default();
    histogram.record(elapsed);
    let (minute, route) = (minute(), route(call));
    let mut records = records();
    if let Some(answer) = call.timing.cache_answer() {
        let subject = answer.resource;
        records.count(minute, Family::Cache, subject, answer.level);
        if status == StatusCode::NOT_MODIFIED {
            records.count(minute, Family::Cache, subject, "not_modified");
        }
    }
    if let Some(kind) = call.timing.problem_kind() {
        records.count(minute, Family::Problem, route.clone(), kind);
    }
    records.add(Row {
        minute,
        route,
        outcome: Outcome::of_status(status.as_u16()),
        histogram,
        database: call.timing.in_database(),
    });
    if !mem::replace(&mut records.is_scheduled, true) {
        spawn(write_soon(config));
    }
}

/// Counts what the shared store failed at, for the resource that `key` is of. It is written with the next request.
pub fn store_failed(key: &str, event: &'static str) {
    if Config::known().is_some_and(|config| config.metrics) {
        let resource = cache_key::resource(key);
        records().count(minute(), Family::Cache, resource, event);
    }
}

impl Records {
    fn count(
        &mut self,
        minute: u64,
        family: Family,
        subject: impl Into<Cow<'static, str>>,
        event: &'static str,
    ) {
        self.add_event(Event {
            minute,
            family,
            subject: subject.into(),
            event,
            count: 1,
        });
    }

    fn add_event(&mut self, event: Event) {
        let is_full = self.events.len() >= MAX_EVENTS;
        let known = self.events.iter_mut().find(|known| {
            (known.minute, known.family, known.event) == (event.minute, event.family, event.event)
                && known.subject == event.subject
        });
        match known {
            Some(known) => known.count += event.count,
            None if is_full => {}
            None => self.events.push(event),
        }
    }

    fn add(&mut self, row: Row) {
        let is_full = self.rows.len() >= MAX_ROWS;
        let known = self.rows.iter_mut().find(|known| {
            (known.minute, known.outcome) == (row.minute, row.outcome) && known.route == row.route
        });
        match known {
            Some(known) => {
                known.histogram.merge(&row.histogram);
                known.database += row.database;
            }
            None if is_full => {}
            None => self.rows.push(row),
        }
    }
}

/// What is recorded and not written yet.
fn records() -> MutexGuard<'static, Records> {
    RECORDS.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn write_soon(config: &Config) {
    for attempt in 0..ATTEMPTS {
        sleep(Duration::from_millis(gathering_ms() << attempt)).await;
        let (rows, events) = {
            let mut records = records();
            records.is_scheduled = false;
            (mem::take(&mut records.rows), mem::take(&mut records.events))
        };
        let problem = match write(config, &rows, &events).await {
            Ok(upkeep_is_due) => {
                records().is_failing = false;
                if upkeep_is_due
                    && let Err(problem) = run(config, request_histograms::upkeep()).await
                {
                    log(&problem, None);
                }
                return;
            }
            Err(problem) => problem,
        };
        let mut records = records();
        rows.into_iter().for_each(|row| records.add(row));
        events
            .into_iter()
            .for_each(|event| records.add_event(event));
        if !mem::replace(&mut records.is_failing, true) {
            log(&problem, None);
        }
        // A request that came meanwhile has started a task of its own, which takes these along.
        if mem::replace(&mut records.is_scheduled, true) {
            return;
        }
    }
    records().is_scheduled = false;
}

/// [`GATHER_MS`], up to half as much more or less: the instances that a burst of requests makes would all write in one moment,
/// on one row, each with a connection of its own (49 of them at 50 users; docs/decisions/012).
fn gathering_ms() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let share = now.map_or(0, |now| u64::from(now.subsec_nanos() >> 6) % GATHER_MS);
    GATHER_MS / 2 + share
}

/// Whether upkeep is due.
async fn write(config: &Config, rows: &[Row], events: &[Event]) -> Result<bool, Problem> {
    let statement = request_histograms::add(rows, events).map_err(Problem::internal)?;
    let due = run(config, statement).await?;
    Ok(due.is_some_and(|due| due > 0))
}

async fn run(config: &Config, statement: Statement) -> Result<Option<i64>, Problem> {
    let written = pin!(database::execute(config, statement).boxed_local());
    // Nobody waits for this, but an exhausted pool would hold it for ever.
    match select(written, pin!(sleep(config.request_timeout))).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(Problem::new(Kind::TimedOut, "no connection in time")),
    }
}

fn minute() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    since_epoch.map_or(0, |time| time.as_secs() / 60)
}

/// Method and pattern. The pattern is the route as `spin.toml` writes it, which the host sends along. A caller may
/// send the same header; Spin puts its own behind it.
fn route(call: &Call) -> String {
    let method = Some(call.method().as_str()).filter(|method| METHODS.contains(method));
    let pattern = call
        .headers()
        .get_all("spin-matched-route")
        .iter()
        .next_back()
        .and_then(|pattern| pattern.to_str().ok())
        .unwrap_or_default();
    format!("{} {pattern}", method.unwrap_or("_OTHER"))
}
