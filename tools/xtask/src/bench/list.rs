//! `cargo xtask bench list`: lists and counts, from a cell of the matrix alone to fifty connections at once.

use super::{
    bare, busy, cached, cold, counts, native, overhead, pages,
    part::{self, Asked, Circumstances},
    payload,
    report::Report,
    stage::Stage,
};
use crate::build;
use anyhow::Result;
use clap::Args;

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
    /// Measure this database as it is, and start no Postgres: postgres://user:password@host:port/database
    #[arg(long)]
    pub database_url: Option<String>,
    /// What every part is asked for
    #[command(flatten)]
    pub asked: Asked,
}

/// Measures everything and reports it. What it started has stopped when it returns, and also on Ctrl-C.
///
/// # Errors
/// When a target is missed, or something cannot be measured.
pub async fn list(options: &Options) -> Result<()> {
    part::run(&options.asked, measure(options)).await
}

async fn measure(options: &Options) -> Result<Report> {
    let asked = &options.asked;
    build::components(&[])?;
    bare::build()?;
    let host = asked.find_host()?;
    let circumstances = Circumstances::now("list", &host, asked.quick);
    let rows = options
        .rows
        .unwrap_or(if asked.quick { QUICK_ROWS } else { ROWS });
    let database = asked
        .database(options.database_url.as_deref(), rows)
        .await?;
    let stage = Stage::new(host, database, asked.effort())?;
    let pages = pages::measure(&stage).await?;
    let mut report = Report {
        circumstances,
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
