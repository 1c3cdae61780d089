//! A list's statements, run as a component's would be: prepared anew each time, on a connection that stays open.

use super::samples::Samples;
use crate::{
    plans::asked,
    statement::{bound, fetch},
};
use anyhow::Result;
use parley_domain::query::ListQuery;
use parley_store::{
    conversations::{
        page,
        plan::{self, Plan},
        reading::Reading,
    },
    statement::Statement,
};
use sqlx::{PgConnection, Row};
use std::time::{Duration, Instant};

/// `query_canceled`: what `statement_timeout` ends a statement with.
const TIMED_OUT: &str = "57014";

/// One page, read.
#[derive(Debug)]
pub struct PageRun {
    /// How it was read.
    pub plan: Plan,
    /// What was run, in order; those that read the page come last.
    pub statements: Vec<Statement>,
    parts: Vec<String>,
}

impl PageRun {
    /// The rows, in reading order, each as the JSON that Postgres made.
    pub fn rows(&self) -> Vec<&str> {
        self.parts
            .iter()
            .flat_map(|part| page::lines(part))
            .collect()
    }
}

/// Reads a page: what the list runs for this query, in its order.
///
/// # Errors
/// When a statement fails, also by running out of time.
pub async fn run_page(connection: &mut PgConnection, query: &ListQuery) -> Result<PageRun> {
    let (plan, mut statements) = match plan::at_once(query) {
        Some(plan) => (plan, Vec::new()),
        None => asked(connection, query).await?,
    };
    let mut reading = Reading::new(query, plan);
    while let Some(statement) = reading.ask() {
        reading.answer(fetch(connection, &statement).await?);
        statements.push(statement);
    }
    Ok(PageRun {
        plan,
        statements,
        parts: reading.into_parts(),
    })
}

/// Pages of one list, timed.
#[derive(Debug)]
pub struct Measured {
    /// How long each took.
    pub samples: Samples,
    /// The plan of the last; none where every one ran out of time.
    pub last: Option<PageRun>,
}

/// Reads a page once to warm up and then `count` times, or until `budget` is spent, but at least twice.
///
/// # Errors
/// When a statement fails for another reason than its timeout. One that runs into that counts with the time it took.
pub async fn measure(
    connection: &mut PgConnection,
    query: &ListQuery,
    count: usize,
    budget: Duration,
) -> Result<Measured> {
    let mut measured = Measured {
        samples: Samples::default(),
        last: None,
    };
    let begun = Instant::now();
    for sample in 0..=count {
        let started = Instant::now();
        match run_page(connection, query).await {
            Ok(page) => measured.last = Some(page),
            Err(error) if is_timeout(&error) => {}
            Err(error) => return Err(error.context("a statement of the list failed")),
        }
        if sample > 0 {
            measured.samples.push(started.elapsed());
        }
        if measured.samples.len() >= 2 && begun.elapsed() > budget {
            break;
        }
    }
    Ok(measured)
}

/// Whether a statement was ended by its timeout.
pub fn is_timeout(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<sqlx::Error>()
        .and_then(sqlx::Error::as_database_error)
        .and_then(|error| error.code())
        .is_some_and(|code| code == TIMED_OUT)
}

/// How many rows of tables and entries of indexes the statements look at, by running each under `EXPLAIN ANALYZE`; none
/// where one runs out of time. One that only explains looks at none.
///
/// # Errors
/// When a statement fails otherwise.
pub async fn rows_examined(
    connection: &mut PgConnection,
    statements: &[Statement],
) -> Result<Option<u64>> {
    let mut examined = 0.0;
    let reads = |statement: &&Statement| !statement.text().starts_with("EXPLAIN ");
    for statement in statements.iter().filter(reads) {
        let explain = bound(statement, "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ");
        let explained = explain.fetch_one(&mut *connection).await;
        match explained.map_err(anyhow::Error::from) {
            // The column's type is json, whose text needs no more of the driver than a text's.
            Ok(row) => examined += examined_in(&row.try_get_unchecked::<String, _>(0)?)?,
            Err(error) if is_timeout(&error) => return Ok(None),
            Err(error) => return Err(error.context("EXPLAIN failed")),
        }
    }
    Ok(Some(examined.round() as u64))
}

/// Sums a plan in EXPLAIN's JSON.
fn examined_in(json: &str) -> Result<f64> {
    let plan: serde_json::Value = serde_json::from_str(json)?;
    Ok(examined_below(&plan[0]["Plan"]))
}

/// Every node that reads a table or an index, with the rows it passed on and those it dropped. What a bitmap's index
/// scan finds counts besides the rows that are then fetched: both are work.
fn examined_below(node: &serde_json::Value) -> f64 {
    let number = |name: &str| node[name].as_f64().unwrap_or_default();
    let reads = node["Relation Name"].is_string() || node["Index Name"].is_string();
    let own = if reads {
        let rows = number("Actual Rows")
            + number("Rows Removed by Filter")
            + number("Rows Removed by Index Recheck");
        rows * number("Actual Loops")
    } else {
        0.0
    };
    let below = node["Plans"].as_array().into_iter().flatten();
    own + below.map(examined_below).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_where_they_are_read_and_as_often_as_they_are() {
        let plan = r#"[{"Plan": {"Node Type": "Limit", "Actual Rows": 26, "Actual Loops": 1, "Plans": [
            {"Node Type": "CTE Scan", "Actual Rows": 26, "Actual Loops": 1},
            {"Node Type": "Index Scan", "Relation Name": "conversations", "Index Name": "i",
             "Actual Rows": 10.00, "Rows Removed by Filter": 5, "Actual Loops": 2},
            {"Node Type": "Seq Scan", "Relation Name": "conversations", "Actual Rows": 7, "Actual Loops": 0},
            {"Node Type": "Bitmap Heap Scan", "Relation Name": "conversations", "Actual Rows": 3,
             "Rows Removed by Index Recheck": 1, "Actual Loops": 1, "Plans": [
                {"Node Type": "Bitmap Index Scan", "Index Name": "g", "Actual Rows": 4, "Actual Loops": 1}]}
        ]}}]"#;
        let examined = examined_in(plan).expect("a plan");
        assert!((examined - 38.0).abs() < f64::EPSILON, "{examined}");
    }
}
