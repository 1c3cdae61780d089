//! Request metrics: what an instance recorded is added to what is there.

use crate::statement::Statement;
use parley_domain::{histogram::Histogram, outcome::Outcome};
use std::{borrow::Cow, time::Duration};

/// The requests of one minute, route and outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whole minutes since 1970-01-01T00:00:00Z.
    pub minute: u64,
    /// Method and pattern of the route, never a concrete path: `GET /api/conversations`.
    pub route: String,
    /// How they ended.
    pub outcome: Outcome,
    /// How long they took.
    pub histogram: Histogram,
    /// How much of that they waited for the database, all together.
    pub database: Duration,
}

/// Events of one minute that have no duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Whole minutes since 1970-01-01T00:00:00Z.
    pub minute: u64,
    /// Of what kind.
    pub family: Family,
    /// Of [`Family::Cache`] the resource, of [`Family::Problem`] method and pattern of the route.
    pub subject: Cow<'static, str>,
    /// What happened: lower-case letters, with `_` or `-` between them.
    pub event: &'static str,
    /// How often.
    pub count: u64,
}

/// What an event tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// How the cache answered.
    Cache,
    /// The kind of a problem.
    Problem,
}

impl Family {
    const fn name(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Problem => "problem",
        }
    }
}

/// Adds any number of rows and events, in one statement and so all or none. Gives one `int8`: 1 where the upkeep of
/// metrics is due, see [`upkeep`], else 0.
///
/// Rows are taken in the order of their key, so that writers on many nodes, which all write the same few rows, wait
/// for each other instead of deadlocking. Their commit does not wait for the disk: a row that everyone writes is held
/// no longer than it takes to change it, and what a crash of the server may lose is a fraction of a second.
///
/// # Errors
/// When a route cannot be written as JSON, which a text always can.
pub fn add(rows: &[Row], events: &[Event]) -> serde_json::Result<Statement> {
    let rows: serde_json::Result<Vec<String>> = rows.iter().map(json).collect();
    let json = format!("[{}]", rows?.join(","));
    let mut statement = Statement::new(
        "WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), \
         requests AS (INSERT INTO request_histograms AS stored \
         (minute, route, outcome, request_count, total_duration_us, max_duration_us, buckets, total_database_us) \
         SELECT to_timestamp(minute * 60), route, outcome, count, total_us, max_us, buckets, database_us \
         FROM unhurried, json_to_recordset(",
    );
    statement.bind_text(json).push(
        "::json) AS added (minute int8, route text, outcome text, count int8, total_us int8, max_us int8, \
         buckets int8[], database_us int8) \
         ORDER BY minute, route, outcome \
         ON CONFLICT (minute, route, outcome) DO UPDATE SET \
         request_count = stored.request_count + excluded.request_count, \
         total_duration_us = stored.total_duration_us + excluded.total_duration_us, \
         max_duration_us = greatest(stored.max_duration_us, excluded.max_duration_us), \
         buckets = histogram_add(stored.buckets, excluded.buckets), \
         total_database_us = stored.total_database_us + excluded.total_database_us)",
    );
    // Most writes of most components have none, and do not pay for them.
    if !events.is_empty() {
        let events: serde_json::Result<Vec<String>> = events.iter().map(event_json).collect();
        statement
            .push(
                ", events AS (INSERT INTO event_counts AS stored (minute, family, subject, event, event_count) \
                 SELECT to_timestamp(minute * 60), family, subject, event, count FROM unhurried, json_to_recordset(",
            )
            .bind_text(format!("[{}]", events?.join(",")))
            .push(
                "::json) AS added (minute int8, family text, subject text, event text, count int8) \
                 ORDER BY minute, family, subject, event \
                 ON CONFLICT (minute, family, subject, event) DO UPDATE SET \
                 event_count = stored.event_count + excluded.event_count)",
            );
    }
    statement.push(" SELECT count(*) FROM metrics_upkeep WHERE due_at <= now()");
    Ok(statement)
}

/// Adds to the totals, folds and deletes what is old, where that is due and nobody else is at it (migration 0066).
pub fn upkeep() -> Statement {
    Statement::new("SELECT metrics_upkeep_run()::text")
}

/// A row as a JSON object. Put together here, as all but the route are numbers and names of our own: a derived
/// serializer would add 1 kB to every component.
fn json(row: &Row) -> serde_json::Result<String> {
    let Row {
        minute, histogram, ..
    } = row;
    let route = serde_json::to_string(&row.route)?;
    let outcome = row.outcome.name();
    let (count, total_us, max_us) = (histogram.count(), histogram.total_us(), histogram.max_us());
    let buckets = histogram.buckets();
    let database_us = row.database.as_micros();
    Ok(format!(
        r#"{{"minute":{minute},"route":{route},"outcome":"{outcome}","count":{count},"total_us":{total_us},"max_us":{max_us},"buckets":{buckets:?},"database_us":{database_us}}}"#
    ))
}

fn event_json(event: &Event) -> serde_json::Result<String> {
    let Event {
        minute,
        family,
        event: name,
        count,
        ..
    } = event;
    let family = family.name();
    let subject = serde_json::to_string(&event.subject)?;
    Ok(format!(
        r#"{{"minute":{minute},"family":"{family}","subject":{subject},"event":"{name}","count":{count}}}"#
    ))
}
