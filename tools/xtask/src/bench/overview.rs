//! The report of everything: every row of performance.md's table with what the parts of the benchmark measured of it, from
//! the JSON that they wrote, so that it can be written again without measuring again.
//!
//! | module | what it holds |
//! |---|---|
//! | [`rows`] | the table, and which figures answer which row |
//! | [`markdown`], [`html`], [`chart`] | how it is told |

pub mod chart;
pub mod html;
pub mod markdown;
pub mod rows;

use super::{
    database::Facts,
    samples::Summary,
    scenarios::{faults::Fault, report::Scenario},
    targets::Verdict,
};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{fs, path::Path};

/// The parts, by the names their files begin with.
pub const PARTS: [&str; 3] = ["list", "load", "dashboard"];

/// What is read of a part's JSON. What a part does not have is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Run {
    /// Which part it is.
    pub benchmark: String,
    /// When it began, RFC 3339.
    pub began_at: String,
    /// The commit it was built from.
    pub commit: Option<String>,
    /// `spin` or `local`.
    pub host: String,
    /// What the host says of itself.
    pub host_version: String,
    /// What the load generator says of itself.
    pub generator_version: Option<String>,
    /// What the machine says of itself.
    pub machine: Option<String>,
    /// Processors of the machine.
    pub processors: usize,
    /// Whether it only looked whether everything runs.
    pub quick: bool,
    /// The database.
    pub database: Option<Facts>,
    /// The databases, of a part that measures on several.
    pub databases: Vec<OnDatabase>,
    /// What had to be reached.
    pub targets: Vec<Judged>,
    /// Every page of the matrix.
    pub matrix: Vec<Cell>,
    /// Scripts of the load generator.
    pub scenarios: Vec<Scenario>,
    /// What went away under load.
    pub faults: Vec<Fault>,
}

/// One of several databases.
#[derive(Debug, Clone, Deserialize)]
pub struct OnDatabase {
    /// The database.
    pub database: Facts,
}

/// A target as a part wrote it.
#[derive(Debug, Clone, Deserialize)]
pub struct Judged {
    /// What it is about.
    pub name: String,
    /// What was measured; none where that was not a number.
    pub measured: Option<f64>,
    /// What it has to be.
    pub limit: String,
    /// How it came out.
    pub verdict: Verdict,
    /// What to look at.
    pub note: String,
}

/// A page of the matrix.
#[derive(Debug, Clone, Deserialize)]
pub struct Cell {
    /// The kind of filter.
    pub filter: String,
    /// The whole answer over HTTP.
    pub http: Summary,
}

impl Run {
    /// Conversations it was measured on: the most, of several databases.
    pub fn rows(&self) -> u64 {
        let several = self.databases.iter().map(|one| &one.database);
        let all = self.database.iter().chain(several);
        all.map(|facts| facts.rows).max().unwrap_or_default()
    }

    /// What tells it from the others: `list, Spin, 1,000,000`.
    pub fn label(&self) -> String {
        let host = if self.host == "spin" {
            "Spin"
        } else {
            "local host"
        };
        format!("{}, {host}, {}", self.benchmark, thousands(self.rows()))
    }

    /// The version of Postgres.
    pub fn postgres(&self) -> Option<&str> {
        let several = self.databases.iter().map(|one| &one.database);
        let mut settings = self
            .database
            .iter()
            .chain(several)
            .flat_map(|facts| &facts.settings);
        let (_, version) = settings.find(|(name, _)| name == "server_version")?;
        Some(version)
    }

    fn scenario(&self, name: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|scenario| scenario.name == name)
    }
}

/// Reads every part's JSON in a folder, in the order of parts, sizes and hosts.
///
/// # Errors
/// When a file cannot be read, or is none of theirs.
pub fn read(folder: &Path) -> Result<Vec<Run>> {
    let mut runs = Vec::new();
    let files =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for file in files {
        let path = file?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_part = PARTS
            .iter()
            .any(|part| name == *part || name.starts_with(&format!("{part}-")));
        if is_part
            && path
                .extension()
                .is_some_and(|extension| extension == "json")
        {
            let run: Run = serde_json::from_slice(&fs::read(&path)?)
                .with_context(|| format!("{} is not a benchmark's", path.display()))?;
            runs.push(run);
        }
    }
    let order = |run: &Run| {
        let part = PARTS.iter().position(|part| *part == run.benchmark);
        (part, run.rows(), run.host != "spin")
    };
    runs.sort_by_key(order);
    Ok(runs)
}

/// Writes `report.md` and `report.html`.
///
/// # Errors
/// When they cannot be written.
pub fn write(runs: &[Run], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in [
        ("report.md", markdown::write(runs)),
        ("report.html", html::write(runs)),
    ] {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// `1,000,000`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number to three digits, and whole above a thousand; a dash where there is none.
fn figure(number: Option<f64>) -> String {
    let Some(number) = number.filter(|number| number.is_finite()) else {
        return "-".to_owned();
    };
    let decimals = match number.abs() {
        size if size >= 100.0 || size == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{number:.decimals$}")
}

/// A table that both forms of the report have.
struct Table {
    title: &'static str,
    about: &'static str,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// Every table below performance.md's own.
fn tables(runs: &[Run]) -> Vec<Table> {
    let all = [measured_on(runs), users(runs), recorded(runs), faults(runs)];
    let parts = PARTS.iter().flat_map(|part| {
        let of_part = runs.iter().filter(move |run| run.benchmark == *part);
        of_part.map(targets)
    });
    let tables = all.into_iter().chain(parts);
    tables.filter(|table| !table.rows.is_empty()).collect()
}

fn measured_on(runs: &[Run]) -> Table {
    let row = |run: &Run| {
        let commit = run.commit.as_deref().unwrap_or("-");
        let machine = run
            .machine
            .clone()
            .unwrap_or_else(|| format!("{} processors", run.processors));
        let versions = [
            Some(run.host_version.clone()),
            run.postgres()
                .map(|version| format!("PostgreSQL {version}")),
            run.generator_version.clone(),
        ];
        vec![
            run.label(),
            run.began_at.clone(),
            commit.chars().take(10).collect(),
            machine,
            versions
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
            if run.quick {
                "quick: no times checked"
            } else {
                "full"
            }
            .to_owned(),
        ]
    };
    Table {
        title: "Where this was measured",
        about: "Database, host and load generator share one machine.",
        columns: vec!["run", "date", "commit", "machine", "versions", "kind"],
        rows: runs.iter().map(row).collect(),
    }
}

fn users(runs: &[Run]) -> Table {
    let mut rows = Vec::new();
    for run in runs {
        for scenario in &run.scenarios {
            let outcome = &scenario.outcome;
            let mut row = |name: String, times: &Summary, rate: String| {
                rows.push(vec![
                    run.label(),
                    name,
                    thousands(times.samples as u64),
                    rate,
                    figure(Some(times.p50_ms)),
                    figure(Some(times.p95_ms)),
                    figure(Some(times.p99_ms)),
                ]);
            };
            row(
                scenario.name.clone(),
                &outcome.latency,
                figure(Some(outcome.rate)),
            );
            for (name, times) in outcome.by_users() {
                row(
                    format!("{} with {name} users", scenario.name),
                    times,
                    String::new(),
                );
            }
        }
    }
    Table {
        title: "People at the desk",
        about: "Times are k6's, in milliseconds, of all requests of a script. In stress nobody rests between two requests; elsewhere a quarter of a second.",
        columns: vec!["run", "script", "requests", "a second", "p50", "p95", "p99"],
        rows,
    }
}

fn recorded(runs: &[Run]) -> Table {
    let mut rows = Vec::new();
    for run in runs {
        for scenario in &run.scenarios {
            let recorded = &scenario.recorded;
            for (account, times) in [
                ("recorded by Parley", &recorded.recorded),
                ("said in its answers", &recorded.own_account),
                ("k6's clock", &recorded.generator),
            ] {
                rows.push(vec![
                    run.label(),
                    scenario.name.clone(),
                    account.to_owned(),
                    thousands(times.samples as u64),
                    figure(Some(times.p50_ms)),
                    figure(Some(times.p95_ms)),
                    figure(Some(times.p99_ms)),
                ]);
            }
        }
    }
    Table {
        title: "What Parley recorded of the same requests",
        about: "k6's clock also holds its own client, the sockets and the host's way to the component; what an answer says of itself is the number that is recorded.",
        columns: vec!["run", "script", "account", "requests", "p50", "p95", "p99"],
        rows,
    }
}

fn faults(runs: &[Run]) -> Table {
    let mut rows = Vec::new();
    for run in runs {
        for fault in &run.faults {
            let statuses: Vec<String> = fault
                .outcome
                .statuses
                .iter()
                .map(|(status, count)| match status.as_str() {
                    "0" => format!("no answer: {count}"),
                    status => format!("{status}: {count}"),
                })
                .collect();
            rows.push(vec![
                run.label(),
                fault.name.clone(),
                figure(Some(fault.away_s)),
                figure(Some(fault.gap_s)),
                statuses.join(", "),
                fault.recorded.lost.to_string(),
            ]);
        }
    }
    Table {
        title: "Faults under load",
        about: "50 users meanwhile. The gap is the longest time in which the database answered nobody; not recorded are answers that were given and are in no histogram (below zero: recorded, and the answer did not arrive).",
        columns: vec![
            "run",
            "fault",
            "away, s",
            "longest gap, s",
            "answers by status",
            "not recorded",
        ],
        rows,
    }
}

fn targets(run: &Run) -> Table {
    let row = |target: &Judged| {
        vec![
            target.name.clone(),
            target.limit.clone(),
            figure(target.measured),
            rows::told(target.verdict).to_owned(),
            target.note.clone(),
        ]
    };
    Table {
        title: match run.benchmark.as_str() {
            "list" => "Every target of `bench list`",
            "load" => "Every target of `bench load`",
            _ => "Every target of `bench dashboard`",
        },
        about: if run.host == "spin" {
            "On Spin."
        } else {
            "On the local host."
        },
        columns: vec!["target", "limit", "measured", "", "look at"],
        rows: run.targets.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_to_three_digits() {
        let told = [1234.56, 123.4, 12.34, 1.234, 0.1234, 0.0].map(|number| figure(Some(number)));
        assert_eq!(told, ["1235", "123", "12.3", "1.23", "0.123", "0"]);
        assert_eq!(figure(Some(f64::NAN)), "-");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(thousands(100), "100");
    }

    #[test]
    fn runs_are_read_from_a_folder_and_other_files_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let list = r#"{"benchmark": "list", "host": "local", "database": {"rows": 20, "bytes": 1, "settings": []},
            "targets": [{"name": "a", "measured": null, "limit": "< 5 ms", "verdict": "not-checked", "note": ""}]}"#;
        let load = r#"{"benchmark": "load", "host": "spin", "database": {"rows": 10, "bytes": 1, "settings": []}}"#;
        for (name, text) in [
            ("load-10-spin.json", load),
            ("list-20-local.json", list),
            ("list-20-local.txt", "text"),
            ("other.json", "[]"),
        ] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let runs = read(folder.path()).expect("two runs");
        let labels: Vec<String> = runs.iter().map(Run::label).collect();
        assert_eq!(labels, ["list, local host, 20", "load, Spin, 10"]);
        assert_eq!(runs[0].targets[0].measured, None);
    }

    #[test]
    fn a_part_that_cannot_be_read_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("list.json"), "{").expect("a file");
        assert!(read(folder.path()).is_err());
    }
}
