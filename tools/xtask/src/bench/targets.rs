//! What a measurement has to reach, and whether it did. What lists have to reach stands here; what the dashboard has to,
//! in `dashboard/limits.rs`.
//!
//! Every threshold is Parley's own target in the design's performance.md; they stand here and nowhere else.

use super::table::Table;
use crate::check::COMPONENT_BUDGET_BYTES;
use serde::{Deserialize, Serialize};

/// SQL of a list page, 95th percentile of every cell of the matrix.
pub const PAGE_SQL_P95_MS: f64 = 5.0;

/// A list page over HTTP with nothing else going on and no cache, 95th percentile of the slowest cell.
pub const PAGE_HTTP_P95_MS: f64 = 25.0;

/// A search for one row, or for none: over HTTP, 95th percentile.
pub const NEEDLE_HTTP_P95_MS: f64 = 50.0;

/// A list page, any filter and sort, for 50 users who rest between two of them: 95th percentile (docs/decisions/013).
pub const BUSY_HTTP_P95_MS: f64 = 50.0;

/// A count by status, tier, quality or date, over HTTP: 95th percentile. Such a count is exact.
pub const COUNTER_HTTP_P95_MS: f64 = 5.0;

/// A count under any other filter, over HTTP: 95th percentile.
pub const OTHER_COUNT_HTTP_P95_MS: f64 = 60.0;

/// Throughput of the list over that of the bare component.
pub const BARE_RATIO: f64 = 0.9;

/// Throughput of the list on the local host over that of a native server.
pub const NATIVE_RATIO: f64 = 0.5;

/// Time of a cached answer over that of one that is not: a cache that is slower than what it caches is taken out.
pub const CACHED_RATIO: f64 = 1.0;

/// First byte from a cold instance, beyond that from a warm one.
pub const COLD_MS: f64 = 5.0;

/// What recording metrics adds to a request.
pub const OVERHEAD_MS: f64 = 0.1;

/// What field selection leaves of a payload (the spec: 60 % less).
pub const SELECTED_SHARE: f64 = 0.4;

/// What compression leaves of a payload (the spec: 70 % less).
pub const COMPRESSED_SHARE: f64 = 0.3;

/// How much a host may grow under steady load after its warm-up.
pub const GROWTH: f64 = 1.05;

/// Connections to Postgres at fifty users, over those that the server takes.
pub const CONNECTIONS_SHARE: f64 = 0.4;

/// How far a recorded percentile may be from the one it was measured beside.
pub const RECORDED_OFF: f64 = 0.05;

/// A component's size.
pub const COMPONENT_KB: f64 = COMPONENT_BUDGET_BYTES as f64 / 1e3;

/// How a target came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It was reached.
    Met,
    /// It was not.
    Missed,
    /// A quick run on little data says nothing about it.
    NotChecked,
}

/// A target with what was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// What it is about.
    pub name: String,
    /// What was measured.
    pub measured: f64,
    /// What it has to be: `< 5 ms`, `>= 0.9`.
    pub limit: String,
    /// How it came out.
    pub verdict: Verdict,
    /// What to look at: the slowest cell, the first error. Empty where there is nothing to say.
    pub note: String,
}

impl Target {
    /// Something that has to stay below a limit.
    pub fn below(name: impl Into<String>, measured: f64, limit: f64, unit: &str) -> Self {
        Self::new(
            name,
            measured,
            format!("< {limit} {unit}"),
            measured < limit,
        )
    }

    /// Something that has to reach a limit.
    pub fn at_least(name: impl Into<String>, measured: f64, limit: f64) -> Self {
        Self::new(name, measured, format!(">= {limit}"), measured >= limit)
    }

    /// Something that may reach a limit, and not pass it.
    pub fn at_most(name: impl Into<String>, measured: f64, limit: f64) -> Self {
        Self::new(name, measured, format!("<= {limit}"), measured <= limit)
    }

    /// Something that must not happen at all.
    pub fn none(name: impl Into<String>, measured: usize) -> Self {
        Self::new(name, measured as f64, "0".to_owned(), measured == 0)
    }

    fn new(name: impl Into<String>, measured: f64, limit: String, is_met: bool) -> Self {
        Self {
            name: name.into(),
            measured,
            limit: limit.trim_end().to_owned(),
            verdict: if is_met {
                Verdict::Met
            } else {
                Verdict::Missed
            },
            note: String::new(),
        }
    }

    /// With something to look at.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }

    /// A target about time, which a quick run says nothing about.
    #[must_use]
    pub fn unless(self, is_quick: bool) -> Self {
        if is_quick {
            Self {
                verdict: Verdict::NotChecked,
                ..self
            }
        } else {
            self
        }
    }
}

/// How many were missed.
pub fn missed(targets: &[Target]) -> usize {
    targets
        .iter()
        .filter(|target| target.verdict == Verdict::Missed)
        .count()
}

/// Prints them on standard output.
pub fn print(targets: &[Target]) {
    let mut table = Table::new(&["target", "limit", "measured", "", ""]);
    for target in targets {
        table.row([
            target.name.clone(),
            target.limit.clone(),
            format!("{:.3}", target.measured),
            match target.verdict {
                Verdict::Met => "met",
                Verdict::Missed => "MISSED",
                Verdict::NotChecked => "not checked",
            }
            .to_owned(),
            target.note.clone(),
        ]);
    }
    println!("\nTargets\n");
    table.lines().iter().for_each(|line| println!("{line}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_just_reached_is_met_from_below_and_missed_from_above() {
        assert_eq!(Target::at_least("ratio", 0.9, 0.9).verdict, Verdict::Met);
        let target = Target::below("time", 5.0, 5.0, "ms");
        assert_eq!(
            (target.verdict, target.limit.as_str()),
            (Verdict::Missed, "< 5 ms")
        );
    }

    #[test]
    fn nothing_measured_that_is_no_number_is_met() {
        assert_eq!(
            Target::below("time", f64::NAN, 5.0, "ms").verdict,
            Verdict::Missed
        );
    }

    #[test]
    fn a_quick_run_checks_no_times() {
        let target = Target::below("time", 9.0, 5.0, "ms");
        assert_eq!(target.clone().unless(true).verdict, Verdict::NotChecked);
        assert_eq!(target.unless(false).verdict, Verdict::Missed);
    }
}
