//! The load generator: k6 with the scripts of `tests/performance/load`, and what it says at the end.

use crate::{
    app::end_with_this_thread,
    bench::{
        samples::Summary,
        stage::Stage,
        targets::{Target, Verdict},
    },
    python,
    token::Role,
    workspace::{output_of, root},
};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

/// What k6 ends with where a threshold was missed, which the summary says too.
const THRESHOLD_MISSED: i32 = 99;

/// How k6 marks a threshold that is only there to keep figures apart: see `desk.js`.
const ALWAYS: &str = "min>=0";

/// k6, ready to be run against apps of one stage.
pub struct Generator {
    program: PathBuf,
    reviewer: String,
    admin: String,
    folder: TempDir,
}

impl Generator {
    /// Installs k6 where it is missing.
    ///
    /// # Errors
    /// When it cannot be installed.
    pub fn new(stage: &Stage) -> Result<Self> {
        Ok(Self {
            program: python::k6()?,
            reviewer: stage.token(Role::Reviewer)?,
            admin: stage.token(Role::Admin)?,
            folder: tempfile::tempdir()?,
        })
    }

    /// What `k6 version` says.
    pub fn version(&self) -> String {
        output_of(Command::new(&self.program).arg("version")).unwrap_or_default()
    }

    /// Runs a script to its end; its users go round `urls`.
    ///
    /// # Errors
    /// When k6 cannot be run, or does not get as far as its figures.
    pub async fn run(&self, script: &str, urls: &[&str], time: Duration) -> Result<Outcome> {
        let figures = self.folder.path().join("figures.json");
        let _ = fs::remove_file(&figures);
        let log = self.folder.path().join("k6.log");
        let mut command = Command::new(&self.program);
        command
            .args(["run", "--quiet", "--no-usage-report", "--no-color"])
            .arg("--log-output")
            .arg(format!("file={}", log.display()))
            .args(["--address", ""])
            .arg(root().join("tests/performance/load").join(script))
            .env("PARLEY_URL", urls.join(","))
            .env("PARLEY_REVIEWER", &self.reviewer)
            .env("PARLEY_ADMIN", &self.admin)
            .env("PARLEY_SECONDS", time.as_secs_f64().to_string())
            .env("PARLEY_SUMMARY", &figures)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        end_with_this_thread(&mut command);
        let mut child = tokio::process::Command::from(command)
            .kill_on_drop(true)
            .spawn()
            .context("cannot start k6")?;
        let status = child.wait().await?;
        let said = || fs::read_to_string(&log).unwrap_or_default();
        if !status.success() && status.code() != Some(THRESHOLD_MISSED) {
            bail!("k6 failed at {script} ({status}):\n{}", said());
        }
        let text = fs::read_to_string(&figures)
            .with_context(|| format!("k6 gave no figures of {script}:\n{}", said()))?;
        Outcome::read(&text)
    }
}

/// What a script came to, by k6's own account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Requests, those that prepare and clear up the run among them.
    pub requests: u64,
    /// Requests a second, over the whole run.
    pub rate: f64,
    /// Times of all of them, from the first byte sent to the last one received.
    pub latency: Summary,
    /// The same by route.
    pub routes: BTreeMap<String, Summary>,
    /// The same by k6 scenario, where the script keeps them apart.
    pub scenarios: BTreeMap<String, Summary>,
    /// What Parley said of itself that answers took, as k6 collected it from `Server-Timing`.
    pub own_account: Summary,
    /// Answers by status; `0` where there was none.
    pub statuses: BTreeMap<String, u64>,
    /// 503 with `Retry-After`.
    pub refused: u64,
    /// Anything else that was not 2xx or 3xx.
    pub failed: u64,
    /// The share of reads of templates, scenarios and edge cases that a cache answered.
    pub library_hit_rate: Option<f64>,
    /// The script's thresholds.
    #[serde(skip)]
    pub thresholds: Vec<Threshold>,
}

/// A threshold of a script, with how it came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// What it is about: `http_req_duration{name:GET /api/conversations}`.
    pub metric: String,
    /// As the script has it: `p(95)<50`.
    pub limit: String,
    /// What was measured; not a number where nothing was.
    pub measured: f64,
    /// Whether it held.
    pub is_met: bool,
}

#[derive(Deserialize)]
struct Figures {
    metrics: BTreeMap<String, Metric>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metric {
    values: BTreeMap<String, f64>,
    thresholds: BTreeMap<String, Kept>,
}

#[derive(Deserialize)]
struct Kept {
    ok: bool,
}

impl Metric {
    fn value(&self, name: &str) -> f64 {
        self.values.get(name).copied().unwrap_or_default()
    }

    fn count(&self) -> u64 {
        self.value("count") as u64
    }

    fn times(&self) -> Summary {
        Summary {
            samples: self.count() as usize,
            p50_ms: self.value("med"),
            p95_ms: self.value("p(95)"),
            p99_ms: self.value("p(99)"),
            max_ms: self.value("max"),
        }
    }
}

impl Outcome {
    /// Reads what `handleSummary` wrote.
    ///
    /// # Errors
    /// When it is not k6's summary.
    pub fn read(text: &str) -> Result<Self> {
        let figures: Figures =
            serde_json::from_str(text).context("k6's summary is not what is expected")?;
        let of = |name: &str| figures.metrics.get(name);
        let count = |name| of(name).map_or(0, Metric::count);
        let requests = of("http_reqs").context("k6 counted no requests")?;
        // The tag's value of every figure of its own: `http_req_duration{name:…}`.
        let tagged = |tag: &str| -> BTreeMap<String, Summary> {
            let prefix = format!("http_req_duration{{{tag}:");
            let own = figures.metrics.iter().filter_map(|(name, metric)| {
                let value = name.strip_prefix(&prefix)?.strip_suffix('}')?;
                (metric.count() > 0).then(|| (value.to_owned(), metric.times()))
            });
            own.collect()
        };
        let statuses = figures.metrics.iter().filter_map(|(name, metric)| {
            let status = name.strip_prefix("status_")?;
            (metric.count() > 0).then(|| (status.to_owned(), metric.count()))
        });
        let thresholds = figures.metrics.iter().flat_map(|(name, metric)| {
            metric
                .thresholds
                .iter()
                .filter(|(limit, _)| *limit != ALWAYS)
                .map(|(limit, kept)| Threshold {
                    metric: name.clone(),
                    limit: limit.clone(),
                    measured: measured(metric, limit),
                    is_met: kept.ok,
                })
        });
        Ok(Self {
            requests: requests.count(),
            rate: requests.value("rate"),
            latency: of("http_req_duration")
                .map(Metric::times)
                .unwrap_or_default(),
            routes: tagged("name"),
            scenarios: tagged("scenario"),
            own_account: of("own_account").map(Metric::times).unwrap_or_default(),
            statuses: statuses.collect(),
            refused: count("refused"),
            failed: count("failed"),
            library_hit_rate: of("library_cache_hit").map(|metric| metric.value("rate")),
            thresholds: thresholds.collect(),
        })
    }

    /// The steps of a script that keeps numbers of users apart, in order.
    pub fn by_users(&self) -> Vec<(u64, &Summary)> {
        let steps = self.scenarios.iter();
        let mut steps: Vec<(u64, &Summary)> = steps
            .filter_map(|(name, times)| Some((name.strip_prefix("users_")?.parse().ok()?, times)))
            .collect();
        steps.sort_unstable_by_key(|(users, _)| *users);
        steps
    }

    /// Answers that came from Parley, whatever they said.
    pub fn answered(&self) -> u64 {
        self.requests - self.statuses.get("0").copied().unwrap_or_default()
    }

    /// The script's thresholds as targets; what depends on a machine is not checked by a quick run.
    pub fn targets(&self, script: &str, is_quick: bool) -> Vec<Target> {
        self.thresholds
            .iter()
            .map(|threshold| {
                let is_count = threshold.limit.starts_with("count");
                let target = Target {
                    name: format!("{script}, {}", threshold.metric),
                    measured: threshold.measured,
                    limit: threshold.limit.clone(),
                    verdict: if threshold.is_met {
                        Verdict::Met
                    } else {
                        Verdict::Missed
                    },
                    note: String::new(),
                };
                target.unless(is_quick && !is_count)
            })
            .collect()
    }
}

/// The value that a threshold such as `p(95)<50` is about; nothing was counted where k6 has no such count.
fn measured(metric: &Metric, limit: &str) -> f64 {
    let name = limit.split(['<', '>', '=', '!']).next().unwrap_or_default();
    let value = metric.values.get(name.trim()).copied();
    value.unwrap_or(if name == "count" { 0.0 } else { f64::NAN })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::matrix;

    const SUMMARY: &str = r#"{
        "metrics": {
            "http_reqs": {"type": "counter", "values": {"count": 1000, "rate": 16.5}},
            "http_req_duration": {"type": "trend", "values": {"med": 2, "p(95)": 20, "p(99)": 40, "max": 50, "count": 1000},
                "thresholds": {"p(95)<10": {"ok": false}}},
            "http_req_duration{name:GET /api/conversations/:id}": {"values": {"med": 1, "p(95)": 3, "p(99)": 4, "max": 5, "count": 7},
                "thresholds": {"min>=0": {"ok": true}}},
            "http_req_duration{name:GET /api/scenarios}": {"values": {"med": 0, "p(95)": 0, "p(99)": 0, "max": 0, "count": 0}},
            "http_req_duration{scenario:users_50}": {"values": {"med": 1, "p(95)": 3, "p(99)": 4, "max": 5, "count": 9}},
            "own_account": {"values": {"med": 1.5, "p(95)": 18, "p(99)": 38, "max": 48, "count": 990}},
            "status_200": {"values": {"count": 980}},
            "status_503": {"values": {"count": 15}},
            "status_0": {"values": {"count": 5}},
            "refused": {"values": {"count": 15}},
            "failed": {"values": {"count": 5}, "thresholds": {"count<1": {"ok": false}}},
            "library_cache_hit": {"values": {"rate": 0.97, "passes": 97, "fails": 3}, "thresholds": {"rate>0.95": {"ok": true}}}
        }
    }"#;

    fn outcome() -> Outcome {
        Outcome::read(SUMMARY).expect("a summary")
    }

    #[test]
    fn figures_are_read_by_route_scenario_and_status() {
        let outcome = outcome();
        assert_eq!((outcome.requests, outcome.answered()), (1000, 995));
        assert_eq!((outcome.refused, outcome.failed), (15, 5));
        assert_eq!(outcome.library_hit_rate, Some(0.97));
        assert_eq!(outcome.latency.p99_ms, 40.0);
        assert_eq!(
            outcome.routes.keys().collect::<Vec<_>>(),
            ["GET /api/conversations/:id"]
        );
        assert_eq!(outcome.scenarios["users_50"].samples, 9);
        assert_eq!(outcome.statuses["503"], 15);
    }

    #[test]
    fn a_threshold_becomes_a_target_with_what_was_measured() {
        let targets = outcome().targets("baseline", false);
        let told: Vec<_> = targets
            .iter()
            .map(|target| (target.name.as_str(), target.measured, target.verdict))
            .collect();
        assert_eq!(
            told,
            [
                ("baseline, failed", 5.0, Verdict::Missed),
                ("baseline, http_req_duration", 20.0, Verdict::Missed),
                ("baseline, library_cache_hit", 0.97, Verdict::Met),
            ]
        );
    }

    #[test]
    fn a_quick_run_still_counts_failures() {
        let verdicts: Vec<_> = outcome()
            .targets("baseline", true)
            .iter()
            .map(|target| target.verdict)
            .collect();
        assert_eq!(
            verdicts,
            [Verdict::Missed, Verdict::NotChecked, Verdict::NotChecked]
        );
    }

    #[test]
    fn what_is_no_summary_is_refused() {
        assert!(Outcome::read(r#"{"metrics": {}}"#).is_err());
        assert!(Outcome::read("k6").is_err());
    }

    #[test]
    fn users_read_the_list_under_every_filter_of_the_matrix() {
        let filters: Vec<String> = serde_json::from_str(include_str!(
            "../../../../../tests/performance/load/filters.json"
        ))
        .expect("a list of filters");
        let matrix: Vec<String> = matrix::filters()
            .into_iter()
            .map(|filter| filter.query)
            .collect();
        assert_eq!(filters, matrix);
    }
}
