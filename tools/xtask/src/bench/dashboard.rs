//! `cargo xtask bench dashboard`: the dashboard in Chromium, on few conversations and on many.
//!
//! What happens in the browser is measured there, by `tests/performance/frontend`, which hands its figures over as JSON;
//! here they are told and held to their limits. Chromium draws in software where there is no screen, so every time
//! holds what a graphics card would have done.

pub mod figures;
pub mod limits;
pub mod report;

use super::{
    database::Database,
    stage::{Effort, Stage},
};
use crate::{
    app::{Host, HostChoice},
    build,
    postgres::Choice,
    steps::Step,
    token::Role,
    workspace::{self, output_of, root, run_quietly},
};
use anyhow::{Context, Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use figures::{Figures, OnDatabase};
use report::Report;
use std::{
    path::{Path, PathBuf},
    process::Command,
    thread::available_parallelism,
    time::SystemTime,
};
use tokio::signal::unix::{SignalKind, signal};

/// Conversations in the databases of a run whose figures are kept.
const ROWS: [u64; 2] = [10_000, 1_000_000];

/// Conversations in a quick run.
const QUICK_ROWS: [u64; 1] = [10_000];

/// What is measured on every database, and what on the last one alone.
const ON_EACH: [&str; 2] = ["interactions", "scrolling"];
const ON_LAST: [&str; 4] = ["budgets", "lighthouse", "renders", "session"];

/// What `bench dashboard` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Conversations there should be; may be given more than once [default: 10000 and 1000000, or 10000 with --quick]
    #[arg(long, conflicts_with = "database_url")]
    pub rows: Vec<u64>,
    /// What runs the components
    #[arg(long, value_enum, default_value = "auto")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
    /// Measure this database and start no Postgres; may be given more than once. What is approved in it is taken back
    #[arg(long)]
    pub database_url: Vec<String>,
    /// Only see that everything runs: little data, few runs, no limits on time
    #[arg(long)]
    pub quick: bool,
    /// Databases and reports are kept below `bench` in here
    #[arg(long, default_value = ".parley")]
    pub data_dir: PathBuf,
    /// Where the figures go as JSON [default: bench/dashboard-<host>.json in the data directory]
    #[arg(long)]
    pub output: Option<PathBuf>,
}

/// Measures everything and reports it. What it started has stopped when it returns, and also on Ctrl-C.
///
/// # Errors
/// When a target is missed, or something cannot be measured.
pub async fn dashboard(options: &Options) -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let report = tokio::select! {
        report = measure(options) => report?,
        _ = interrupt.recv() => bail!("interrupted"),
        _ = terminate.recv() => bail!("terminated"),
    };
    let output = options.output.clone().unwrap_or_else(|| {
        let name = format!("dashboard-{}.json", report.host);
        options.data_dir.join("bench").join(name)
    });
    report.print();
    report.write(&output)?;
    println!("\nWritten to {}", output.display());
    match report.missed() {
        0 => Ok(()),
        missed => bail!("{missed} of {} targets missed", report.targets.len()),
    }
}

async fn measure(options: &Options) -> Result<Report> {
    let began_at =
        DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Secs, true);
    build::components(&[])?;
    build::packages(&root().join("tests/e2e"))?;
    build::packages(&root().join("tests/performance/frontend"))?;
    let bundles = tempfile::tempdir()?;
    for mode in ["profiling", "uncached"] {
        bundle(mode, &bundles.path().join(mode))?;
    }
    let host = if options.quick {
        Host::find(options.host)?
    } else {
        Host::find_optimised(options.host)?
    };
    let mut report = Report {
        benchmark: "dashboard",
        began_at,
        commit: output_of(
            Command::new("git")
                .args(["rev-parse", "HEAD"])
                .current_dir(root()),
        ),
        host: match host {
            Host::Spin { .. } => "spin",
            Host::Local { .. } => "local",
        },
        host_version: host.describe(),
        processors: available_parallelism().map_or(0, Into::into),
        quick: options.quick,
        databases: Vec::new(),
        figures: Figures::default(),
        targets: Vec::new(),
    };
    let sources = Source::all(options);
    let last = sources.len().saturating_sub(1);
    for (place, source) in sources.into_iter().enumerate() {
        let database = source.open(options).await?;
        let facts = database.facts.clone();
        let mut sections = ON_EACH.to_vec();
        if place == last {
            sections.extend(ON_LAST);
        }
        let stage = Stage::new(
            host.clone(),
            database,
            if options.quick {
                Effort::QUICK
            } else {
                Effort::FULL
            },
        )?;
        let measured = in_browser(&stage, &sections, bundles.path()).await?;
        let (on_database, figures) = measured.split();
        report.databases.push(OnDatabase {
            database: facts,
            ..on_database
        });
        if place == last {
            report.figures = figures;
        }
    }
    report.judge()?;
    Ok(report)
}

/// A database to measure on.
enum Source {
    Rows(u64),
    Url(String),
}

impl Source {
    fn all(options: &Options) -> Vec<Self> {
        if !options.database_url.is_empty() {
            return options
                .database_url
                .iter()
                .cloned()
                .map(Self::Url)
                .collect();
        }
        let rows: &[u64] = match (&options.rows[..], options.quick) {
            ([], true) => &QUICK_ROWS,
            ([], false) => &ROWS,
            (asked, _) => asked,
        };
        rows.iter().copied().map(Self::Rows).collect()
    }

    async fn open(self, options: &Options) -> Result<Database> {
        match self {
            Self::Url(url) => Database::existing(&url).await,
            Self::Rows(rows) => {
                Database::prepare(&options.data_dir.join("bench"), options.postgres, rows).await
            }
        }
    }
}

/// Builds the dashboard in a mode of `static/vite.measure.config.ts`.
fn bundle(mode: &str, folder: &Path) -> Result<()> {
    let step = Step::begin(&format!("Dashboard bundle, {mode}"));
    run_quietly(
        build::npm()
            .args(["exec", "--", "vite", "build"])
            .args(["--config", "vite.measure.config.ts", "--mode", mode])
            .arg("--outDir")
            .arg(folder)
            .arg("--emptyOutDir")
            .current_dir(root().join("static")),
    )?;
    step.done("built");
    Ok(())
}

/// Runs sections of `tests/performance/frontend` on the app, signed in as whoever may approve.
async fn in_browser(stage: &Stage, sections: &[&str], bundles: &Path) -> Result<figures::Measured> {
    let app = stage.app(&[])?;
    let output = bundles.join("figures.json");
    let mut measuring = Command::new("node");
    measuring
        .arg("measure.mjs")
        .args(sections)
        .current_dir(root().join("tests/performance/frontend"))
        .env(
            "PARLEY_URL",
            format!("{}/#token={}", app.url(), stage.token(Role::Admin)?),
        )
        .env("PARLEY_OUTPUT", &output)
        .env("PARLEY_PROFILING_BUNDLE", bundles.join("profiling"))
        .env("PARLEY_UNCACHED_BUNDLE", bundles.join("uncached"));
    if stage.effort.is_quick {
        measuring.env("PARLEY_QUICK", "1");
    }
    workspace::run(&mut measuring)?;
    let text = std::fs::read(&output).context("the browser's figures are not there")?;
    serde_json::from_slice(&text).context("the browser's figures are not what is expected")
}
