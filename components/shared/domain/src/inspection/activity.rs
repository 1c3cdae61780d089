//! Slow statements, long-running ones, and how much is read from memory.

use super::{percent, sql_text::mask};
use crate::query::DatabaseQuery;
use serde::{Deserialize, Serialize};

/// The share of blocks found in Postgres's own memory under which there is a warning, in percent: the usual rule for an
/// application whose working set fits.
pub const HIT_WARNING_PERCENT: f64 = 99.0;

/// Blocks asked for before a hit ratio means anything: 80 MB, so that a database that was just started is no warning.
pub const LEAST_BLOCKS: i64 = 10_000;

/// What `pg_stat_statements` keeps, or why there is nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Recorded {
    /// `extension`, `library` or `privilege`, where that is missing.
    pub missing: Option<String>,
    /// When it began to count, as RFC 3339.
    pub since: Option<String>,
    /// The slow ones, those that took most time in all first.
    pub slow: Vec<Recording>,
}

/// One statement as `pg_stat_statements` keeps it; times in milliseconds.
#[derive(Debug, Deserialize)]
#[allow(
    missing_docs,
    reason = "named and defined by PostgreSQL's manual, F.32.1"
)]
pub struct Recording {
    pub queryid: String,
    pub text: String,
    pub calls: i64,
    pub total_ms: f64,
    pub mean_ms: f64,
    pub max_ms: f64,
    pub stddev_ms: f64,
    pub rows: i64,
    pub blocks_hit: i64,
    pub blocks_read: i64,
    /// Whether our own role ran it.
    pub own: bool,
}

/// Where a statement of Parley's own comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Method and route.
    pub route: &'static str,
    /// What it does for it.
    pub what: &'static str,
    /// The way to a page.
    pub plan: Option<&'static str>,
    /// What the page is sorted by.
    pub sort: Option<&'static str>,
    /// The parameters of the filter that makes it.
    pub filter: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Slow {
    queryid: String,
    text: String,
    calls: i64,
    total_ms: f64,
    mean_ms: f64,
    max_ms: f64,
    stddev_ms: f64,
    rows: i64,
    hit_percent: Option<f64>,
    reason: String,
    explainable: bool,
    source: Option<Source>,
}

/// The part of the answer that is about slow statements.
#[derive(Debug, Serialize)]
pub struct Statements {
    available: bool,
    notice: Option<&'static str>,
    since: Option<String>,
    slow: Vec<Slow>,
}

impl Statements {
    /// Judges what was recorded; `source` knows Parley's own statements by their text.
    pub fn judge(
        recorded: Recorded,
        query: &DatabaseQuery,
        source: impl Fn(&str) -> Option<Source>,
    ) -> Self {
        let slow = recorded.slow.into_iter();
        Self {
            available: recorded.missing.is_none(),
            notice: recorded.missing.as_deref().map(notice),
            since: recorded.since,
            slow: slow
                .map(|recording| recording.judge(query, &source))
                .collect(),
        }
    }
}

fn notice(missing: &str) -> &'static str {
    match missing {
        "library" => {
            "pg_stat_statements is not loaded: add it to shared_preload_libraries and restart Postgres"
        }
        "privilege" => "this role may not read pg_stat_statements: GRANT pg_read_all_stats to it",
        _ => {
            "pg_stat_statements is not installed: add it to shared_preload_libraries, restart Postgres, and run CREATE \
             EXTENSION pg_stat_statements in this database"
        }
    }
}

impl Recording {
    fn judge(self, query: &DatabaseQuery, source: &impl Fn(&str) -> Option<Source>) -> Slow {
        let mut reasons = Vec::new();
        if self.mean_ms >= query.slow_mean_ms as f64 && self.calls >= query.slow_min_calls {
            reasons.push(format!(
                "a mean of {} ms over {} calls",
                self.mean_ms, self.calls
            ));
        }
        if self.max_ms >= query.slow_max_ms as f64 {
            reasons.push(format!("a call that took {} ms", self.max_ms));
        }
        let blocks = self.blocks_hit + self.blocks_read;
        Slow {
            source: source(&self.text),
            explainable: self.own && is_query(&self.text),
            text: mask(&self.text),
            queryid: self.queryid,
            calls: self.calls,
            total_ms: self.total_ms,
            mean_ms: self.mean_ms,
            max_ms: self.max_ms,
            stddev_ms: self.stddev_ms,
            rows: self.rows,
            hit_percent: (blocks > 0).then(|| percent(self.blocks_hit as f64, blocks as f64)),
            reason: reasons.join("; "),
        }
    }
}

fn is_query(text: &str) -> bool {
    let text = mask(text);
    let first = text.split_whitespace().next().unwrap_or_default();
    ["SELECT", "WITH"]
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word))
}

/// A statement that has been running for long, or a transaction that has been left open.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all(serialize = "camelCase"))]
#[allow(
    missing_docs,
    reason = "named and defined by PostgreSQL's manual, 28.2.3"
)]
pub struct Running {
    pub pid: i64,
    pub role: String,
    pub state: String,
    /// For how long the statement has been running, or the transaction idle.
    pub seconds: f64,
    /// The kind of what it waits for, such as `Lock`.
    pub waits_for: Option<String>,
    pub text: String,
    /// Where it comes from, where it is one of Parley's.
    #[serde(skip_deserializing)]
    pub source: Option<Source>,
}

/// How many blocks were found in memory, and how many were not.
#[derive(Debug, Clone, Copy, Deserialize)]
#[allow(missing_docs)]
pub struct Blocks {
    pub hit: i64,
    pub read: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct HitRatio {
    blocks: i64,
    hit_percent: Option<f64>,
    warning: Option<String>,
}

impl HitRatio {
    fn judge(what: &str, blocks: Blocks) -> Self {
        let all = blocks.hit + blocks.read;
        let hit_percent = percent(blocks.hit as f64, all as f64);
        let is_low =
            all >= LEAST_BLOCKS && blocks.hit as f64 * 100.0 < HIT_WARNING_PERCENT * all as f64;
        Self {
            blocks: all,
            hit_percent: (all > 0).then_some(hit_percent),
            warning: is_low.then(|| {
                format!(
                    "{hit_percent} % of the blocks of {what} were found in memory, which is under {} %; raise \
                     shared_buffers where there is memory, or look for statements that read more than they show",
                    HIT_WARNING_PERCENT as i64
                )
            }),
        }
    }
}

/// What a statement of `parley_store::inspection::activity` tells, besides what was recorded of statements.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Activity {
    pub running: Vec<Running>,
    /// When Postgres began to count, as RFC 3339; null where it has counted since the database was made.
    pub since: Option<String>,
    pub tables: Blocks,
    pub indexes: Blocks,
}

/// The answer of `GET /api/admin/performance/database`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Database<'a> {
    thresholds: &'a DatabaseQuery,
    statements: Statements,
    running: Vec<Running>,
    since: Option<String>,
    tables: HitRatio,
    indexes: HitRatio,
}

impl<'a> Database<'a> {
    /// Judges what is going on; the texts of what runs lose their values.
    pub fn judge(
        query: &'a DatabaseQuery,
        statements: Statements,
        activity: Activity,
        source: impl Fn(&str) -> Option<Source>,
    ) -> Self {
        let mut running = activity.running;
        for statement in &mut running {
            statement.source = source(&statement.text);
            statement.text = mask(&statement.text);
        }
        Self {
            thresholds: query,
            statements,
            running,
            since: activity.since,
            tables: HitRatio::judge("tables", activity.tables),
            indexes: HitRatio::judge("indexes", activity.indexes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(calls: i64, mean_ms: f64, max_ms: f64) -> Slow {
        Recording {
            queryid: "1".to_owned(),
            text: "SELECT $1 WHERE 'secret' = a".to_owned(),
            calls,
            total_ms: 0.0,
            mean_ms,
            max_ms,
            stddev_ms: 0.0,
            rows: 0,
            blocks_hit: 0,
            blocks_read: 0,
            own: true,
        }
        .judge(&DatabaseQuery::default(), &|_| None)
    }

    #[test]
    fn a_mean_counts_from_its_number_of_calls_on() {
        assert_eq!(
            recording(100, 20.0, 40.0).reason,
            "a mean of 20 ms over 100 calls"
        );
        assert_eq!(recording(99, 20.0, 500.0).reason, "a call that took 500 ms");
    }

    #[test]
    fn texts_have_no_values() {
        assert_eq!(recording(1, 1.0, 500.0).text, "SELECT $1 WHERE ? = a");
    }

    #[test]
    fn what_is_missing_is_a_notice() {
        for missing in ["extension", "library", "privilege"] {
            let recorded = Recorded {
                missing: Some(missing.to_owned()),
                ..Recorded::default()
            };
            let statements = Statements::judge(recorded, &DatabaseQuery::default(), |_| None);
            assert!(!statements.available);
            assert!(
                statements
                    .notice
                    .is_some_and(|notice| notice.contains("pg_stat_statements"))
            );
        }
    }

    #[test]
    fn a_hit_ratio_is_judged_only_over_enough_blocks() {
        let warning = |hit, read| HitRatio::judge("tables", Blocks { hit, read }).warning;
        assert!(warning(0, LEAST_BLOCKS - 1).is_none());
        assert!(warning(9_900, 100).is_none());
        assert!(warning(9_899, 101).is_some());
    }
}
