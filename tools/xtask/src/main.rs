//! `cargo xtask`: Parley's commands. What each does is in the library beside this.

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use parley_xtask::{
    bench, build, check, counters, migrate, plans, postgres::Cluster, seed, steps::Step, suites,
    token, up,
};
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Parley's commands
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prepare what is missing and serve Parley on real data until Ctrl-C
    Up(up::Options),
    /// Run the tests
    Test(suites::Options),
    /// Build components, all of them or those named
    Build {
        /// Names as in spin.toml
        components: Vec<String>,
    },
    /// Fill a database with demo conversations
    Seed {
        /// How many there should be
        #[arg(long)]
        rows: u64,
        #[command(flatten)]
        database: Database,
    },
    /// Bring the schema up or down, or show where it stands
    Migrate {
        #[command(subcommand)]
        direction: Direction,
        #[command(flatten)]
        database: Database,
    },
    /// Hold the kept counts against the table, or rebuild them
    Counters {
        #[command(subcommand)]
        action: CountersAction,
        #[command(flatten)]
        database: Database,
    },
    /// Measure, and fail where a target is missed
    Bench {
        #[command(subcommand)]
        bench: bench::Bench,
    },
    /// Take the pictures of the dashboard that the documentation shows
    Screenshots(suites::Screenshots),
    /// Write the SQL and the plan of every list that is measured, of 1,000,000 demo conversations
    Plans {
        /// Write nothing, and fail when something would change
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Print a token for the API, signed with the secret that `up` made
    Token {
        /// What its bearer may do
        #[arg(long, value_enum)]
        role: token::Role,
        /// How long it is good: 90s, 15m, 8h, 30d
        #[arg(long, default_value = "1h", value_parser = token::parse_ttl)]
        ttl: Duration,
        /// The data directory of `up`
        #[arg(long, default_value = ".parley")]
        data_dir: PathBuf,
    },
    /// Check formatting, lints, licences and sizes
    Check,
}

#[derive(Subcommand)]
enum Direction {
    /// Apply every pending migration
    Up,
    /// Revert the last migrations
    Down {
        /// How many
        #[arg(long, default_value_t = 1, conflicts_with = "to")]
        steps: usize,
        /// Revert all with a higher number; 0 reverts everything
        #[arg(long)]
        to: Option<i64>,
    },
    /// Show every migration and its state
    Status,
}

#[derive(Subcommand)]
enum CountersAction {
    /// Show every counter that differs from the table, and fail when one does
    Check,
    /// Rebuild the counters, then check them
    Repair,
}

/// Which database a command works on.
#[derive(clap::Args)]
struct Database {
    /// A Postgres that runs: postgres://user:password@host:port/database [default: the one of --data-dir]
    #[arg(long, env = "DATABASE_URL", global = true)]
    database_url: Option<String>,
    /// The data directory of `up`, whose Postgres is started for this command (so `up` must not be running)
    #[arg(long, default_value = ".parley", global = true)]
    data_dir: PathBuf,
}

impl Database {
    /// The URL, and the cluster that has to live as long as it is used.
    async fn open(&self) -> Result<(String, Option<Cluster>)> {
        if let Some(url) = &self.database_url {
            return Ok((url.clone(), None));
        }
        std::fs::create_dir_all(&self.data_dir)?;
        let step = Step::begin("Postgres");
        let cluster = Cluster::open(
            &self.data_dir.canonicalize()?,
            Default::default(),
            step.bar(),
        )
        .await
        .context("where `up` is running, give the URL it printed: --database-url")?;
        step.done(cluster.version());
        Ok((cluster.url(), Some(cluster)))
    }
}

fn main() -> ExitCode {
    // One thread: the kernel ends a child with the thread that started it, and this one lives as long as the program.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = runtime
        .context("cannot start the runtime")
        .and_then(|runtime| runtime.block_on(run(Cli::parse())));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Up(options) => up::up(&options).await,
        Command::Test(options) => suites::test(&options).await,
        Command::Build { components } => build::components(&components),
        Command::Seed { rows, database } => {
            let (url, _cluster) = database.open().await?;
            let step = Step::counting("Demo conversations", rows);
            let report = seed::seed(&url, seed::Options::demo(rows), step.bar()).await?;
            step.done(&report.to_string());
            Ok(())
        }
        Command::Migrate {
            direction,
            database,
        } => {
            let (url, _cluster) = database.open().await?;
            match direction {
                Direction::Up => {
                    let applied = migrate::up(&url).await?;
                    println!(
                        "version {}, {} migrations applied",
                        applied.version, applied.applied
                    );
                }
                Direction::Down { steps, to } => {
                    let target = to.map_or(migrate::Target::Steps(steps), migrate::Target::Version);
                    println!("{} migrations reverted", migrate::down(&url, target).await?);
                }
                Direction::Status => print!("{}", migrate::status(&url).await?),
            }
            Ok(())
        }
        Command::Counters { action, database } => {
            let (url, _cluster) = database.open().await?;
            if matches!(action, CountersAction::Repair) {
                counters::repair(&url).await?;
            }
            let report = counters::check(&url).await?;
            print!("{report}");
            if !report.differences.is_empty() {
                bail!(
                    "{} counters are wrong: `cargo xtask counters repair` rebuilds them",
                    report.differences.len()
                );
            }
            Ok(())
        }
        Command::Bench { bench } => bench::bench(&bench).await,
        Command::Screenshots(options) => suites::screenshots(&options).await,
        Command::Plans { check, database } => {
            let (url, _cluster) = database.open().await?;
            plans::plans(&url, check).await
        }
        Command::Token {
            role,
            ttl,
            data_dir,
        } => {
            println!(
                "{}",
                token::sign(&token::existing_secret(&data_dir)?, role, ttl)?
            );
            Ok(())
        }
        Command::Check => check::check(),
    }
}
