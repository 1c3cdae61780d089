//! `cargo xtask bench load`: people at the desk, as k6 plays them, on an ordinary day, in a spike, in ever greater numbers
//! and for long; what Parley recorded of them; and what they see while something goes away.
//!
//! | module | what it holds |
//! |---|---|
//! | [`k6`] | running a script of `tests/performance/load`, and reading what it says |
//! | [`watch`] | memory of the host and connections to the database meanwhile |
//! | [`recorded`] | the same requests by Parley's own record |
//! | [`far`] | a database that is far away, for percentiles that can be compared |
//! | [`faults`] | Postgres, Redis and a host that end under load and come back |
//! | [`export`] | an export of everything |
//! | [`report`] | how all that is told, and what it has to reach |

pub mod export;
pub mod far;
pub mod faults;
pub mod k6;
pub mod recorded;
pub mod report;
pub mod watch;

use super::{
    part::{self, Asked, Circumstances},
    stage::{NO_CACHE, Running, Stage, Surroundings},
};
use crate::{build, redis::Redis, steps::Step, token::parse_ttl};
use anyhow::Result;
use clap::Args;
use far::Far;
use k6::Generator;
use recorded::Recorded;
use report::{Report, Scenario};
use std::time::Duration;

/// Conversations in a run whose figures are kept.
const ROWS: u64 = 1_000_000;

/// Conversations in a quick run.
const QUICK_ROWS: u64 = 20_000;

/// An ordinary hour.
pub const BASELINE: &str = "baseline";

/// Up to 500 users who never rest.
pub const STRESS: &str = "stress";

/// The same as the baseline with a database that is far away, and no caches.
pub const FAR: &str = "far database";

/// The baseline for long.
pub const ENDURANCE: &str = "endurance";

/// How long each script is run.
struct Times {
    baseline: Duration,
    spike: Duration,
    stress: Duration,
    endurance: Duration,
    far: Duration,
    two_hosts: Duration,
    fault: Duration,
}

impl Times {
    fn full(endurance: Duration) -> Self {
        let seconds = Duration::from_secs;
        Self {
            baseline: seconds(60),
            spike: seconds(80),
            stress: seconds(120),
            endurance,
            far: seconds(60),
            two_hosts: seconds(60),
            fault: seconds(30),
        }
    }

    /// Long enough for everybody to come along.
    const QUICK: Self = {
        let seconds = Duration::from_secs(4);
        Self {
            baseline: seconds,
            spike: seconds,
            // A second for each number of users is the least that k6 takes.
            stress: Duration::from_secs(6),
            endurance: seconds,
            far: seconds,
            two_hosts: seconds,
            fault: seconds,
        }
    };
}

/// What `bench load` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Conversations there should be [default: 1000000, or 20000 with --quick]
    #[arg(long, conflicts_with = "database_url")]
    pub rows: Option<u64>,
    /// Use this database, start no Postgres and restart none. What is written to in it was made for the run, and is deleted
    #[arg(long)]
    pub database_url: Option<String>,
    /// How long the long run takes: 10m, 1h
    #[arg(long, default_value = "10m", value_parser = parse_ttl)]
    pub endurance: Duration,
    /// What every part is asked for
    #[command(flatten)]
    pub asked: Asked,
}

/// Measures everything and reports it. What it started has stopped when it returns, and also on Ctrl-C.
///
/// # Errors
/// When a target is missed, or something cannot be measured.
pub async fn load(options: &Options) -> Result<()> {
    part::run(&options.asked, measure(options)).await
}

async fn measure(options: &Options) -> Result<Report> {
    let asked = &options.asked;
    build::components(&[])?;
    let host = asked.find_host()?;
    let circumstances = Circumstances::now("load", &host, asked.quick);
    let (times, rows) = if asked.quick {
        (Times::QUICK, QUICK_ROWS)
    } else {
        (Times::full(options.endurance), ROWS)
    };
    let database = asked
        .database(
            options.database_url.as_deref(),
            options.rows.unwrap_or(rows),
        )
        .await?;
    let mut stage = Stage::new(host, database, asked.effort())?;
    let k6 = Generator::new(&stage)?;
    let scenarios = scenarios(&stage, &k6, &times).await?;
    stage.database.add_turns().await?;
    let export = export::measure(&stage).await?;
    let mut report = Report {
        circumstances,
        generator_version: k6.version(),
        scenarios,
        export,
        faults: faults::measure(&mut stage, &k6, times.fault).await?,
        database: stage.database.facts.clone(),
        targets: Vec::new(),
    };
    report.judge();
    Ok(report)
}

async fn scenarios(stage: &Stage, k6: &Generator, times: &Times) -> Result<Vec<Scenario>> {
    let mut scenarios = Vec::new();
    for (name, script, time) in [
        (BASELINE, "baseline.js", times.baseline),
        ("spike", "spike.js", times.spike),
        (STRESS, "stress.js", times.stress),
        (ENDURANCE, "endurance.js", times.endurance),
    ] {
        let app = stage.app(&[])?;
        scenarios.push(scenario(stage, k6, (name, script, time), &[&app]).await?);
    }
    let redis = Redis::start()?;
    let shared_store = Surroundings {
        redis_url: Some(redis.url()),
        ..Surroundings::default()
    };
    let node = || stage.app_with(&[], &shared_store);
    let pair = [node()?, node()?];
    let two = ("two hosts", "baseline.js", times.two_hosts);
    scenarios.push(scenario(stage, k6, two, &[&pair[0], &pair[1]]).await?);
    drop(pair);
    drop(redis);
    let far = Far::open(&stage.database).await?;
    let surroundings = Surroundings {
        database_url: Some(far.url.clone()),
        ..Surroundings::default()
    };
    let no_library_cache = ["cache_library_list_s", "cache_library_item_s"].map(|name| (name, "0"));
    let app = stage.app_with(&[&NO_CACHE[..], &no_library_cache].concat(), &surroundings)?;
    scenarios.push(scenario(stage, k6, (FAR, "baseline.js", times.far), &[&app]).await?);
    Ok(scenarios)
}

/// Runs a script against hosts that have just been started.
async fn scenario(
    stage: &Stage,
    k6: &Generator,
    (name, script, time): (&'static str, &str, Duration),
    hosts: &[&Running],
) -> Result<Scenario> {
    let step = Step::begin(&format!("{name}, {} s", time.as_secs()));
    let database_url = &stage.database.url;
    let before = Recorded::now(database_url).await?;
    let urls: Vec<&str> = hosts.iter().map(|host| host.url()).collect();
    let (outcome, samples) = watch::during(hosts, database_url, k6.run(script, &urls, time)).await;
    let outcome = outcome?;
    let recorded = before.added(database_url, &outcome, 0).await?;
    step.done(&format!("{:.0} requests/s", outcome.rate));
    Ok(Scenario {
        name: name.to_owned(),
        seconds: time.as_secs_f64(),
        connections_share: watch::most_connections(&samples)
            .zip(stage.database.max_connections())
            .map(|(most, all)| most as f64 / all),
        growth: watch::growth(&samples),
        outcome,
        recorded,
        samples,
    })
}
