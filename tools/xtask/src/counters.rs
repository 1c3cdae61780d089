//! Holding the kept counts against the table they count, and rebuilding them.
//!
//! Triggers keep the counters exact, whoever writes (`migrations/0032_create_conversation_counts.up.sql`). What can make
//! them wrong is a write that goes past the triggers: a restore or a replication with triggers off, or a hand in the
//! counters' own tables. No request would notice, so this is how an operator does.

use anyhow::{Context, Result};
use sqlx::{Connection, PgConnection};
use std::{
    fmt,
    time::{Duration, Instant},
};

/// A counter that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `quality` or `day`: which table it is in.
    pub counter: String,
    /// Its key's columns, in the table's order.
    pub key: String,
    /// What the counter says.
    pub counted: i64,
    /// How many conversations there are.
    pub actual: i64,
}

/// What [`check`] found, all of it in one snapshot; displays as a line, or as a table of what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The counters that are wrong, ordered by counter and key; none where all is well.
    pub differences: Vec<Difference>,
    /// Conversations in the table.
    pub conversations: i64,
    /// Keys that are counted, of both counters together.
    pub keys: i64,
    /// How long the check took.
    pub took: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.differences.is_empty() {
            return writeln!(
                f,
                "{} conversations and {} counters agree ({:.1} s)",
                self.conversations,
                self.keys,
                self.took.as_secs_f64()
            );
        }
        let width = self
            .differences
            .iter()
            .map(|difference| difference.key.chars().count())
            .max()
            .unwrap_or(0);
        writeln!(
            f,
            "{:7}  {:width$}  {:>11}  {:>11}",
            "counter", "key", "counted", "actual"
        )?;
        for Difference {
            counter,
            key,
            counted,
            actual,
        } in &self.differences
        {
            writeln!(f, "{counter:7}  {key:width$}  {counted:>11}  {actual:>11}")?;
        }
        Ok(())
    }
}

/// Compares every counter with the table. Writers go on meanwhile.
///
/// # Errors
/// When the database cannot be reached or is not migrated. A counter that differs is no error here.
pub async fn check(url: &str) -> Result<Report> {
    let mut connection = connect(url).await?;
    let started = Instant::now();
    let mut snapshot = connection
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await?;
    // Before the snapshot is taken: TRUNCATE, unlike all else, shows in snapshots that are older than it.
    sqlx::raw_sql("LOCK TABLE conversations IN ACCESS SHARE MODE")
        .execute(&mut *snapshot)
        .await
        .context(
            "cannot read conversations; migrate the database first (`cargo xtask migrate up`)",
        )?;
    let differences: Vec<(String, String, i64, i64)> =
        sqlx::query_as("SELECT counter, key, counted, actual FROM counters_check()")
            .fetch_all(&mut *snapshot)
            .await
            .context(
                "cannot check the counters; migrate the database first (`cargo xtask migrate up`)",
            )?;
    let (conversations, keys) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM conversations), \
                (SELECT count(*) FROM (SELECT FROM conversation_quality_counts GROUP BY tier, status, quality_step \
                                       HAVING sum(row_count) <> 0) AS quality) \
                + (SELECT count(*) FROM (SELECT FROM conversation_day_counts GROUP BY day, tier, status \
                                         HAVING sum(row_count) <> 0) AS days)",
    )
    .fetch_one(&mut *snapshot)
    .await?;
    snapshot.commit().await?;
    let took = started.elapsed();
    connection.close().await?;
    let differences = differences
        .into_iter()
        .map(|(counter, key, counted, actual)| Difference {
            counter,
            key,
            counted,
            actual,
        })
        .collect();
    Ok(Report {
        differences,
        conversations,
        keys,
        took,
    })
}

/// Rebuilds the counters from the table. Blocks writers, not readers, for the time of two scans.
///
/// # Errors
/// When the database cannot be reached or is not migrated.
pub async fn repair(url: &str) -> Result<()> {
    let mut connection = connect(url).await?;
    sqlx::raw_sql("SELECT counters_repair()")
        .execute(&mut connection)
        .await
        .context(
            "cannot rebuild the counters; migrate the database first (`cargo xtask migrate up`)",
        )?;
    Ok(connection.close().await?)
}

async fn connect(url: &str) -> Result<PgConnection> {
    PgConnection::connect(url)
        .await
        .context("cannot connect to the database: is the server up, and the URL right?")
}
