//! `cargo xtask bench all`: every part one after the other, and the report of all.

use super::{dashboard, list, overview, part::Asked, scenarios, targets::Verdict};
use crate::{app::HostChoice, postgres::Choice, token::parse_ttl, workspace::root};
use anyhow::{Result, bail};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::timeout,
};

/// What `bench all` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Conversations there should be [default: 1000000, or 20000 with --quick]
    #[arg(long)]
    pub rows: Option<u64>,
    /// What runs the components
    #[arg(long, value_enum, default_value = "auto")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
    /// How long the long run under load takes: 10m, 1h
    #[arg(long, default_value = "10m", value_parser = parse_ttl)]
    pub endurance: Duration,
    /// Only see that everything runs; the report goes to bench/quick in the data directory
    #[arg(long)]
    pub quick: bool,
    /// Databases and the parts' JSON are kept below `bench` in here
    #[arg(long, default_value = ".parley")]
    pub data_dir: PathBuf,
    /// Measure nothing, and write the report from the parts' JSON in this folder
    #[arg(long, value_name = "DIR", conflicts_with_all = ["rows", "quick"])]
    pub from: Option<PathBuf>,
}

/// Runs every part and writes the report, whatever came of them.
///
/// # Errors
/// When a part did not run to its end, a target is missed, or the report cannot be written.
pub async fn all(options: &Options) -> Result<()> {
    let report = root().join("docs/performance");
    if let Some(folder) = &options.from {
        overview::write(&overview::read(folder)?, &report)?;
        println!("Written to docs/performance/report.md and report.html");
        return Ok(());
    }
    let kept = options.data_dir.join("bench");
    let (kept, report) = if options.quick {
        (kept.join("quick"), kept.join("quick"))
    } else {
        (kept, report)
    };
    let mut interrupt = [
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    ];
    let mut failures = Vec::new();
    for part in overview::PARTS {
        println!("\nbench {part}\n");
        if let Err(error) = run(part, options, &kept).await {
            eprintln!("bench {part}: {error:#}");
            failures.push(format!("{part}: {error:#}"));
        }
        if has_come(&mut interrupt).await {
            bail!("interrupted");
        }
    }
    let runs = overview::read(&kept)?;
    overview::write(&runs, &report)?;
    println!("\nWritten to {}", report.join("report.{md,html}").display());
    for row in &overview::rows::ROWS {
        println!("  {}: {}", row.what, row.answer(&runs).verdict);
    }
    let missed = runs
        .iter()
        .flat_map(|run| &run.targets)
        .filter(|target| target.verdict == Verdict::Missed)
        .count();
    if !failures.is_empty() || missed > 0 {
        bail!("{missed} targets missed; {}", failures.join("; "));
    }
    Ok(())
}

/// Runs one part; its JSON is kept under its own name, or under a fixed one where the run was a quick one.
async fn run(part: &str, options: &Options, kept: &Path) -> Result<()> {
    let Options {
        rows, endurance, ..
    } = *options;
    let asked = Asked {
        host: options.host,
        postgres: options.postgres,
        quick: options.quick,
        data_dir: options.data_dir.clone(),
        output: options.quick.then(|| kept.join(format!("{part}.json"))),
    };
    if let Some(before) = asked.output.as_ref().filter(|output| output.exists()) {
        // A part that fails must not be told by what it wrote another time.
        fs::remove_file(before)?;
    }
    match part {
        "list" => {
            list::list(&list::Options {
                rows,
                database_url: None,
                asked,
            })
            .await
        }
        "load" => {
            scenarios::load(&scenarios::Options {
                rows,
                database_url: None,
                endurance,
                asked,
            })
            .await
        }
        _ => {
            dashboard::dashboard(&dashboard::Options {
                rows: Vec::new(),
                database_url: Vec::new(),
                asked,
            })
            .await
        }
    }
}

/// Whether somebody has asked to stop. The part that ran has seen it too, and ended.
async fn has_come(signals: &mut [Signal; 2]) -> bool {
    for signal in signals {
        if timeout(Duration::ZERO, signal.recv()).await.is_ok() {
            return true;
        }
    }
    false
}
