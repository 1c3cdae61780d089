//! What every part of the benchmark is asked, and what is done around its measuring.

use super::{
    database::Database,
    process,
    stage::Effort,
    targets::{self, Target},
};
use crate::{
    app::{Host, HostChoice},
    postgres::Choice,
    workspace::{output_of, root},
};
use anyhow::{Context, Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use serde::Serialize;
use std::{
    fs,
    future::Future,
    path::{Path, PathBuf},
    process::Command,
    thread::available_parallelism,
    time::SystemTime,
};
use tokio::signal::unix::{SignalKind, signal};

/// What every part is asked for.
#[derive(Debug, Clone, Args)]
pub struct Asked {
    /// What runs the components
    #[arg(long, value_enum, default_value = "auto")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
    /// Only see that everything runs: little data, little time, no limits on time
    #[arg(long)]
    pub quick: bool,
    /// Databases and reports are kept below `bench` in here
    #[arg(long, default_value = ".parley")]
    pub data_dir: PathBuf,
    /// Where the figures go as JSON [default: a file in `bench` in the data directory, named after what was measured]
    #[arg(long)]
    pub output: Option<PathBuf>,
}

impl Asked {
    /// The host; one whose figures are kept is optimised.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_host(&self) -> Result<Host> {
        if self.quick {
            Host::find(self.host)
        } else {
            Host::find_optimised(self.host)
        }
    }

    /// How thorough the run is.
    pub fn effort(&self) -> Effort {
        if self.quick {
            Effort::QUICK
        } else {
            Effort::FULL
        }
    }

    /// The database at this URL as it is, or one of so many conversations that is kept from run to run.
    ///
    /// # Errors
    /// When it cannot be reached or made.
    pub async fn database(&self, url: Option<&str>, rows: u64) -> Result<Database> {
        match url {
            Some(url) => Database::existing(url).await,
            None => Database::prepare(&self.data_dir.join("bench"), self.postgres, rows).await,
        }
    }
}

/// When, from what and on what a part was run.
#[derive(Debug, Clone, Serialize)]
pub struct Circumstances {
    /// Which part: `list`, `dashboard` or `load`.
    pub benchmark: &'static str,
    /// When it began, RFC 3339.
    pub began_at: String,
    /// The commit it was built from; none outside a repository.
    pub commit: Option<String>,
    /// What ran the components: `spin` or `local`.
    pub host: &'static str,
    /// What that says of itself.
    pub host_version: String,
    /// What the machine says of itself; none where the system does not say.
    pub machine: Option<String>,
    /// Processors of the machine.
    pub processors: usize,
    /// Whether it only looked whether everything runs.
    pub quick: bool,
}

impl Circumstances {
    /// Those of a run that begins now.
    pub fn now(benchmark: &'static str, host: &Host, quick: bool) -> Self {
        let now = DateTime::<Utc>::from(SystemTime::now());
        Self {
            benchmark,
            began_at: now.to_rfc3339_opts(SecondsFormat::Secs, true),
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
            machine: process::machine(),
            processors: available_parallelism().map_or(0, Into::into),
            quick,
        }
    }
}

/// What a part measured.
pub trait Measured: Serialize {
    /// The file that it is kept in, where none is named.
    fn file_name(&self) -> String;

    /// Prints it on standard output.
    fn print(&self);

    /// What had to be reached.
    fn targets(&self) -> &[Target];
}

/// Measures and reports. What was started has stopped when this returns, and also on Ctrl-C.
///
/// # Errors
/// When a target is missed, or something cannot be measured.
pub async fn run<M: Measured>(
    asked: &Asked,
    measuring: impl Future<Output = Result<M>>,
) -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let measured = tokio::select! {
        measured = measuring => measured?,
        _ = interrupt.recv() => bail!("interrupted"),
        _ = terminate.recv() => bail!("terminated"),
    };
    let output = asked
        .output
        .clone()
        .unwrap_or_else(|| asked.data_dir.join("bench").join(measured.file_name()));
    measured.print();
    targets::print(measured.targets());
    write(&measured, &output)?;
    println!("\nWritten to {}", output.display());
    match targets::missed(measured.targets()) {
        0 => Ok(()),
        missed => bail!("{missed} of {} targets missed", measured.targets().len()),
    }
}

fn write(measured: &impl Serialize, path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, serde_json::to_vec_pretty(measured)?)
        .with_context(|| format!("cannot write {}", path.display()))
}
