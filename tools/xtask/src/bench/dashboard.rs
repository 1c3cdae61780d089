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
    part::{self, Asked, Circumstances},
    stage::Stage,
};
use crate::{
    build,
    steps::Step,
    token::Role,
    workspace::{self, root, run_quietly},
};
use anyhow::{Context, Result};
use clap::Args;
use figures::{Figures, OnDatabase};
use report::Report;
use std::{path::Path, process::Command};

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
    /// Measure this database and start no Postgres; may be given more than once. What is approved in it is taken back
    #[arg(long)]
    pub database_url: Vec<String>,
    /// What every part is asked for
    #[command(flatten)]
    pub asked: Asked,
}

/// Measures everything and reports it. What it started has stopped when it returns, and also on Ctrl-C.
///
/// # Errors
/// When a target is missed, or something cannot be measured.
pub async fn dashboard(options: &Options) -> Result<()> {
    part::run(&options.asked, measure(options)).await
}

async fn measure(options: &Options) -> Result<Report> {
    let asked = &options.asked;
    build::components(&[])?;
    build::packages(&root().join("tests/e2e"))?;
    build::packages(&root().join("tests/performance/frontend"))?;
    let bundles = tempfile::tempdir()?;
    for mode in ["profiling", "uncached"] {
        bundle(mode, &bundles.path().join(mode))?;
    }
    let host = asked.find_host()?;
    let mut report = Report {
        circumstances: Circumstances::now("dashboard", &host, asked.quick),
        databases: Vec::new(),
        figures: Figures::default(),
        targets: Vec::new(),
    };
    let sources = Source::all(options);
    let last = sources.len().saturating_sub(1);
    for (place, source) in sources.into_iter().enumerate() {
        let database = source.open(asked).await?;
        let facts = database.facts.clone();
        let mut sections = ON_EACH.to_vec();
        if place == last {
            sections.extend(ON_LAST);
        }
        let stage = Stage::new(host.clone(), database, asked.effort())?;
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
        let rows: &[u64] = match (&options.rows[..], options.asked.quick) {
            ([], true) => &QUICK_ROWS,
            ([], false) => &ROWS,
            (asked, _) => asked,
        };
        rows.iter().copied().map(Self::Rows).collect()
    }

    async fn open(self, asked: &Asked) -> Result<Database> {
        match self {
            Self::Url(url) => asked.database(Some(&url), 0).await,
            Self::Rows(rows) => asked.database(None, rows).await,
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
