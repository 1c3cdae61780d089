//! Everything together: what `cargo xtask up` prepares, runs and, at the end, stops.

use crate::{
    app::{App, Host, HostChoice, Settings, runtime_config},
    build, migrate,
    postgres::{Choice, Cluster},
    seed,
    steps::Step,
    token::{self, Role},
};
use anyhow::{Result, bail};
use clap::Args;
use std::{path::PathBuf, time::Duration};
use tokio::signal::unix::{SignalKind, signal};

/// How long the printed sign-in is good for: a working day and the night after it.
const SIGN_IN_TTL: Duration = Duration::from_secs(24 * 3_600);

/// Demo conversations in a private Postgres, unless told otherwise.
const DEFAULT_ROWS: u64 = 10_000;

/// How often the host is looked at while it serves.
const WATCH_INTERVAL: Duration = Duration::from_millis(500);

/// What `up` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// Demo conversations there should be [default: 10000, or none with --database-url]
    #[arg(long)]
    pub rows: Option<u64>,
    /// What runs the components
    #[arg(long, value_enum, default_value = "auto")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
    /// Use this Postgres and start none: postgres://user:password@host:port/database
    #[arg(long)]
    pub database_url: Option<String>,
    /// Keep the key-value store in this Redis or Valkey: redis://host:port
    #[arg(long)]
    pub redis_url: Option<String>,
    /// Where the database, the secret and the logs are kept
    #[arg(long, default_value = ".parley")]
    pub data_dir: PathBuf,
}

/// Prepares what is missing, serves until Ctrl-C or SIGTERM, and stops what it started.
///
/// # Errors
/// When something cannot be prepared, or the host ends by itself.
pub async fn up(options: &Options) -> Result<()> {
    // Listened for from here on, so that a signal while preparing does not cut through a migration either.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        outcome = serve(options) => outcome,
        _ = interrupt.recv() => { eprintln!("\n  Stopping"); Ok(()) }
        _ = terminate.recv() => { eprintln!("  Stopping"); Ok(()) }
    }
}

/// Runs until the host ends. Whoever drops this future stops the host first and then the database, in the order the
/// variables go out of scope.
async fn serve(options: &Options) -> Result<()> {
    std::fs::create_dir_all(&options.data_dir)?;
    let data_dir = options.data_dir.canonicalize()?;
    build::components(&[])?;
    let host = Host::find(options.host)?;

    let _cluster;
    let database_url = match &options.database_url {
        Some(url) => url.clone(),
        None => {
            let step = Step::begin("Postgres");
            let cluster = Cluster::open(&data_dir, options.postgres, step.bar()).await?;
            step.done(cluster.version());
            let url = cluster.url();
            _cluster = cluster;
            url
        }
    };
    let step = Step::begin("Schema");
    let applied = migrate::up(&database_url).await?;
    step.done(&format!(
        "version {}, {} migrations applied",
        applied.version, applied.applied
    ));

    let rows = options.rows.unwrap_or(if options.database_url.is_some() {
        0
    } else {
        DEFAULT_ROWS
    });
    if rows > 0 {
        let step = Step::counting("Demo conversations", rows);
        let report = seed::seed(&database_url, seed::Options::demo(rows), step.bar()).await?;
        step.done(&report.to_string());
    }

    let jwt_secret = token::secret(&data_dir)?;
    let step = Step::begin("Host");
    let mut app = App::start(
        &host,
        &Settings {
            port: options.port,
            state_dir: data_dir.join("state"),
            variables: Settings::variables(&database_url, &jwt_secret)?,
            runtime_config: runtime_config(&host, &data_dir, options.redis_url.as_deref())?,
            log: None,
        },
    )?;
    step.done(&host.describe());

    println!("database: {database_url}");
    println!(
        "ready: {}/#token={}",
        app.url,
        token::sign(&jwt_secret, Role::Admin, SIGN_IN_TTL)?
    );
    while !app.has_ended() {
        tokio::time::sleep(WATCH_INTERVAL).await;
    }
    bail!("the host ended by itself; its last lines above say why")
}
