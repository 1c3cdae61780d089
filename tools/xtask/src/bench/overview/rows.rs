//! The table of the design's performance.md, and which figures answer which row.

use super::{Judged, Run, figure, thousands};
use crate::bench::targets::Verdict;

/// A row of the table.
pub struct Row {
    /// What it is about.
    pub what: &'static str,
    /// What the spec asks.
    pub spec: &'static str,
    /// Parley's target.
    pub target: &'static str,
    /// Runs on more conversations are not held to it.
    most_rows: u64,
    figures: &'static [Figure],
}

/// What answers a row.
enum Figure {
    /// Conversations that were measured on, and how many there must be.
    Rows(u64),
    /// The worst of a part's targets whose names begin so.
    Target(&'static str, &'static str),
}

/// Any number of conversations.
const ANY: u64 = u64::MAX;

/// Every row, in the order of performance.md; the last three are what issue 6 asks to be shown besides.
pub const ROWS: [Row; 21] = [
    row(
        "data",
        "10,000 conversations",
        "1,000,000, and 10,000,000 by --rows",
        ANY,
        &[Figure::Rows(1_000_000)],
    ),
    row(
        "list page, any filter and sort, p95, 50 users",
        "< 500 ms",
        "< 50 ms at 1 M",
        1_000_000,
        &[
            Figure::Target(
                "list",
                "every page of the matrix for 50 people who rest, p95",
            ),
            Figure::Target(
                "load",
                "baseline, http_req_duration{name:GET /api/conversations}",
            ),
        ],
    ),
    row(
        "slowest page of the matrix, alone, p95",
        "",
        "< 25 ms at 1 M; a search for one row or none < 50 ms",
        1_000_000,
        &[
            Figure::Target("list", "HTTP alone of the slowest cell, p95"),
            Figure::Target("list", "needle and no-match search over HTTP, p95"),
        ],
    ),
    row(
        "SQL of a list page",
        "< 100 ms",
        "< 5 ms for every page of the matrix, at 1 M, and at 10 M in a report of its own",
        ANY,
        &[Figure::Target("list", "SQL of the slowest cell, p95")],
    ),
    row(
        "count",
        "< 50 ms",
        "< 5 ms exact for status, tier, quality, date; < 60 ms for any other filter (capped)",
        ANY,
        &[
            Figure::Target("list", "counts by status, tier, quality or date"),
            Figure::Target("list", "counts and facets under other filters"),
            Figure::Target("list", "wrong counts"),
        ],
    ),
    row(
        "list throughput, against a bare component",
        "",
        "≥ 0.9 of one that only runs the same SQL on the same host",
        ANY,
        &[Figure::Target(
            "list",
            "throughput of the list over the bare",
        )],
    ),
    row(
        "list throughput, against a native server",
        "",
        "≥ 0.5 of axum with the same SQL, on the local host",
        ANY,
        &[Figure::Target(
            "list",
            "throughput of the list over a native",
        )],
    ),
    row(
        "cold instance",
        "",
        "< 5 ms to the first byte beyond the warm figure, for every component",
        ANY,
        &[Figure::Target("list", "cold ")],
    ),
    row(
        "component size",
        "",
        "< 700 kB each",
        ANY,
        &[Figure::Target("list", "size of ")],
    ),
    row(
        "payload, by field selection",
        "-60 %",
        "the same",
        ANY,
        &[Figure::Target("list", "selected columns of whole rows")],
    ),
    row(
        "payload, by compression",
        "-70 %",
        "the same",
        ANY,
        &[Figure::Target("list", "gzip of an answer")],
    ),
    row(
        "cache hit rate, templates and scenarios",
        "> 80 %",
        "> 95 % in the mixed scenario",
        ANY,
        &[Figure::Target("load", "baseline, library_cache_hit")],
    ),
    row(
        "monitoring overhead",
        "< 5 ms",
        "< 0.1 ms a request",
        ANY,
        &[Figure::Target("list", "metrics, added to")],
    ),
    row(
        "spike 10 → 100 → 10 users",
        "no errors",
        "no errors, p95 < 250 ms",
        ANY,
        &[
            Figure::Target("load", "spike, failed"),
            Figure::Target("load", "spike, refused"),
            Figure::Target("load", "spike, http_req_duration"),
        ],
    ),
    row(
        "stress",
        "breaking point > 200 users",
        "500 users without an error other than 503 with Retry-After",
        ANY,
        &[Figure::Target("load", "stress, failed")],
    ),
    row(
        "endurance",
        "1 h without leaks",
        "memory flat within 5 % after warm-up (10 minutes by default, 1 h by flag)",
        ANY,
        &[
            Figure::Target("load", "endurance, growth of the host's memory"),
            Figure::Target("load", "endurance, failed"),
        ],
    ),
    row(
        "connections at 50 users",
        "< 80 % of the pool",
        "< 40 %",
        ANY,
        &[Figure::Target(
            "load",
            "baseline, share of the server's connections",
        )],
    ),
    row(
        "export",
        "",
        "1,000,000 conversations streamed in constant memory",
        ANY,
        &[Figure::Target("load", "memory taken by an export")],
    ),
    row(
        "recorded percentiles",
        "",
        "p50, p95, p99 within 5 % of the load generator's",
        ANY,
        &[
            Figure::Target("load", "far database, recorded percentiles off k6's own"),
            Figure::Target("load", "baseline, recorded percentiles off what"),
        ],
    ),
    row(
        "recorded requests",
        "",
        "none lost, also of two hosts on one database",
        ANY,
        &[
            Figure::Target("load", "baseline, answers that were not recorded"),
            Figure::Target("load", "spike, answers that were not recorded"),
            Figure::Target("load", "stress, answers that were not recorded"),
            Figure::Target("load", "endurance, answers that were not recorded"),
            Figure::Target("load", "two hosts, answers that were not recorded"),
        ],
    ),
    row(
        "Postgres, Redis or host gone under load",
        "",
        "over by itself",
        ANY,
        &[
            Figure::Target("load", "Postgres restarted, callers left"),
            Figure::Target("load", "Redis killed and restarted, callers left"),
            Figure::Target("load", "host killed and restarted, callers left"),
        ],
    ),
];

const fn row(
    what: &'static str,
    spec: &'static str,
    target: &'static str,
    most_rows: u64,
    figures: &'static [Figure],
) -> Row {
    Row {
        what,
        spec,
        target,
        most_rows,
        figures,
    }
}

/// How a row came out.
pub struct Answer {
    /// What was measured, a line for each run and figure.
    pub measured: Vec<String>,
    /// `met`, `missed`, `not checked` or `not measured`.
    pub verdict: &'static str,
}

impl Row {
    /// What runs say of it. It is met where every figure of it is, in every run that has it.
    pub fn answer(&self, runs: &[Run]) -> Answer {
        let mut measured = Vec::new();
        let mut verdicts = Vec::new();
        let mut is_complete = true;
        for figure in self.figures {
            let mut found = false;
            for run in runs.iter().filter(|run| run.rows() <= self.most_rows) {
                if let Some((text, verdict)) = figure.of(run) {
                    measured.push(format!("{text} ({})", run.label()));
                    verdicts.push(verdict);
                    found = true;
                }
            }
            is_complete &= found;
        }
        let any = |verdict| verdicts.contains(&verdict);
        let verdict = if verdicts.is_empty() {
            "not measured"
        } else if any(Verdict::Missed) {
            told(Verdict::Missed)
        } else if any(Verdict::NotChecked) {
            told(Verdict::NotChecked)
        } else if is_complete {
            told(Verdict::Met)
        } else {
            "met, partly not measured"
        };
        Answer { measured, verdict }
    }
}

impl Figure {
    fn of(&self, run: &Run) -> Option<(String, Verdict)> {
        match self {
            Self::Rows(least) => (run.benchmark == "list").then(|| {
                let verdict = match (run.rows() >= *least, run.quick) {
                    (_, true) => Verdict::NotChecked,
                    (true, _) => Verdict::Met,
                    (false, _) => Verdict::Missed,
                };
                (thousands(run.rows()), verdict)
            }),
            Self::Target(part, prefix) => {
                let of_part = run
                    .targets
                    .iter()
                    .filter(|target| run.benchmark == *part && target.name.starts_with(prefix));
                let worst = of_part.max_by(|a, b| badness(a).total_cmp(&badness(b)))?;
                let text = format!("{} of {}", figure(worst.measured), worst.limit);
                Some((text, worst.verdict))
            }
        }
    }
}

/// How bad a figure is beside others of the same limit: what is missed before what is met, then by size.
fn badness(target: &Judged) -> f64 {
    let measured = target.measured.unwrap_or(f64::INFINITY);
    let size = if target.limit.contains('>') {
        -measured
    } else {
        measured
    };
    let missed = if target.verdict == Verdict::Missed {
        1e12
    } else {
        0.0
    };
    size + missed
}

/// A verdict, for people.
pub fn told(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Missed => "missed",
        Verdict::NotChecked => "not checked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(name: &str, measured: f64, limit: &str, verdict: Verdict) -> Judged {
        Judged {
            name: name.to_owned(),
            measured: Some(measured),
            limit: limit.to_owned(),
            verdict,
            note: String::new(),
        }
    }

    fn run(benchmark: &str, targets: Vec<Judged>) -> Run {
        Run {
            benchmark: benchmark.to_owned(),
            host: "spin".to_owned(),
            targets,
            ..Run::default()
        }
    }

    fn answer(what: &str, runs: &[Run]) -> Answer {
        let row = ROWS.iter().find(|row| row.what == what);
        row.expect("a row").answer(runs)
    }

    #[test]
    fn a_row_that_nothing_answers_was_not_measured() {
        for row in &ROWS {
            let answer = row.answer(&[]);
            assert_eq!((answer.verdict, answer.measured.len()), ("not measured", 0));
        }
    }

    #[test]
    fn the_worst_of_many_is_told() {
        let cold = |name, ms| target(name, ms, "< 5 ms", Verdict::Met);
        let runs = [run(
            "list",
            vec![cold("cold list", 2.0), cold("cold count", 3.0)],
        )];
        let answer = answer("cold instance", &runs);
        assert_eq!(answer.measured, ["3.00 of < 5 ms (list, Spin, 0)"]);
        assert_eq!(answer.verdict, "met");
    }

    #[test]
    fn what_has_to_be_reached_is_worst_where_it_is_lowest() {
        let name = "throughput of the list over the bare component's";
        let ratio = |ratio, verdict| run("list", vec![target(name, ratio, ">= 0.9", verdict)]);
        let runs = [ratio(0.95, Verdict::Met), ratio(0.8, Verdict::Missed)];
        let answer = answer("list throughput, against a bare component", &runs);
        assert_eq!(answer.verdict, "missed");
        assert_eq!(answer.measured.len(), 2);
    }

    #[test]
    fn a_row_whose_other_figure_is_missing_is_not_simply_met() {
        let runs = [run(
            "load",
            vec![target("spike, failed", 0.0, "count<1", Verdict::Met)],
        )];
        let answer = answer("spike 10 → 100 → 10 users", &runs);
        assert_eq!(answer.verdict, "met, partly not measured");
    }

    #[test]
    fn a_part_s_figures_do_not_answer_for_another() {
        let runs = [run(
            "load",
            vec![target("cold list", 9.0, "< 5 ms", Verdict::Missed)],
        )];
        assert_eq!(answer("cold instance", &runs).verdict, "not measured");
    }
}
