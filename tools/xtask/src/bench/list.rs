//! `cargo xtask bench list`: lists and counts, from a cell of the matrix alone to fifty connections at once.

use super::{
    bare, busy, cached, cold, counts,
    database::Database,
    native, overhead, pages, payload, process,
    report::Report,
    stage::{Effort, Stage},
};
use crate::{
    app::{Host, HostChoice},
    build,
    postgres::Choice,
    workspace::{output_of, root},
};
use anyhow::{Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use std::{path::PathBuf, process::Command, thread::available_parallelism, time::SystemTime};
use tokio::signal::unix::{SignalKind, signal};

/// Conversations in a run whose figures are kept.
const ROWS: u64 = 1_000_000;

/// Conversations in a quick run.
const QUICK_ROWS: u64 = 20_000;

/// What `bench list` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Conversations there should be [default: 1000000, or 20000 with --quick]
    #[arg(long, conflicts_with = "database_url")]
    pub rows: Option<u64>,
    /// What runs the components
    #[arg(long, value_enum, default_value = "auto")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
    /// Measure this database as it is, and start no Postgres: postgres://user:password@host:port/database
    #[arg(long)]
    pub database_url: Option<String>,
    /// Only see that everything runs: little data, few samples, no limits on time
    #[arg(long)]
    pub quick: bool,
    /// Databases and reports are kept below `bench` in here
    #[arg(long, default_value = ".parley")]
    pub data_dir: PathBuf,
    /// Where the figures go as JSON [default: bench/list-<rows>-<host>.json in the data directory]
    #[arg(long)]
    pub output: Option<PathBuf>,
}

/// Measures everything and reports it. What it started has stopped when it returns, and also on Ctrl-C.
///
/// # Errors
/// When a target is missed, or something cannot be measured.
pub async fn list(options: &Options) -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let report = tokio::select! {
        report = measure(options) => report?,
        _ = interrupt.recv() => bail!("interrupted"),
        _ = terminate.recv() => bail!("terminated"),
    };
    let output = options.output.clone().unwrap_or_else(|| {
        let name = format!("list-{}-{}.json", report.database.rows, report.host);
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
    bare::build()?;
    let host = if options.quick {
        Host::find(options.host)?
    } else {
        Host::find_optimised(options.host)?
    };
    let effort = if options.quick {
        Effort::QUICK
    } else {
        Effort::FULL
    };
    let database = match &options.database_url {
        Some(url) => Database::existing(url).await?,
        None => {
            let rows = if options.quick { QUICK_ROWS } else { ROWS };
            Database::prepare(
                &options.data_dir.join("bench"),
                options.postgres,
                options.rows.unwrap_or(rows),
            )
            .await?
        }
    };
    let stage = Stage::new(host, database, effort)?;
    let pages = pages::measure(&stage).await?;
    let mut report = Report {
        benchmark: "list",
        began_at,
        commit: output_of(
            Command::new("git")
                .args(["rev-parse", "HEAD"])
                .current_dir(root()),
        ),
        host: match stage.host {
            Host::Spin { .. } => "spin",
            Host::Local { .. } => "local",
        },
        host_version: stage.host.describe(),
        machine: process::machine(),
        processors: available_parallelism().map_or(0, Into::into),
        quick: effort.is_quick,
        database: stage.database.facts.clone(),
        matrix: pages.cells,
        counts: counts::measure(&stage).await?,
        cached: cached::measure(&stage).await?,
        throughput: busy::throughput(&stage).await?,
        soak: busy::soak(&stage, pages.paths).await?,
        bare: bare::measure(&stage).await?,
        native: native::measure(&stage).await?,
        overhead: overhead::measure(&stage).await?,
        components: cold::measure(&stage).await?,
        payload: payload::measure(&stage).await?,
        targets: Vec::new(),
    };
    report.judge();
    Ok(report)
}
