//! A host with much to do: throughput of the first page with caches on and off, and every kind of page at once for a
//! while: for people, who rest, and for clients that never do, with an eye on memory.

use super::{
    load::{self, Load},
    pages::LIST,
    samples::Summary,
    stage::{Memory, NO_CACHE, Running, Stage},
    table::Table,
    targets::{BUSY_HTTP_P95_MS, GROWTH, Target},
};
use crate::steps::Step;
use anyhow::{Context, Result};
use serde::Serialize;
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, interval};

/// Connections of an ordinary and of a busy hour.
const CONNECTIONS: [usize; 2] = [16, 50];

/// Connections of the long run: performance.md's 50 users.
const SOAK_CONNECTIONS: usize = 50;

/// What a person rests between two requests, on average: as in `tests/performance/load`.
const REST: Duration = Duration::from_millis(250);

/// How often memory is looked at.
const SAMPLE_EVERY: Duration = Duration::from_secs(1);

/// Throughput of the first page.
#[derive(Debug, Clone, Serialize)]
pub struct Throughput {
    /// How many connections there were.
    pub connections: usize,
    /// Whether caches were on, as `spin.toml` has them.
    pub cache: bool,
    /// Answers a second: the median of the rounds.
    pub rate: f64,
    /// The host's processor time for each, in milliseconds; none where the system does not say.
    pub host_ms: Option<f64>,
    /// Times of the median round.
    pub latency: Summary,
    /// Answers that were not 200, in all rounds.
    pub errors: usize,
}

/// The long run.
#[derive(Debug, Clone, Serialize)]
pub struct Soak {
    /// Everything that people asked, who rest.
    pub resting: Load,
    /// Everything that was asked by clients that never rest: as much as the host takes.
    pub load: Load,
    /// Memory in the first quarter of `load`, which a warm-up came before: the median of a sample a second.
    pub memory_at_start: Memory,
    /// The same in the last quarter.
    pub memory_at_end: Memory,
}

/// Measures the first page with caches on and off, in turns.
///
/// # Errors
/// When a host goes away.
pub async fn throughput(stage: &Stage) -> Result<Vec<Throughput>> {
    let step = Step::begin("Throughput");
    let with = stage.app(&[])?;
    let without = stage.app(&NO_CACHE)?;
    let page: Arc<[String]> = [LIST.to_owned()].into();
    let mut all = Vec::new();
    for connections in CONNECTIONS {
        let loads = load::in_turns(
            [(&with, &page), (&without, &page)],
            connections,
            stage.effort.load,
            stage.effort.rounds,
        )
        .await?;
        all.push(Throughput::of(&loads, 0, connections));
        all.push(Throughput::of(&loads, 1, connections));
    }
    step.done("measured");
    Ok(all)
}

impl Throughput {
    fn of(loads: &[[Load; 2]], side: usize, connections: usize) -> Self {
        let mut by_rate: Vec<&Load> = loads.iter().map(|pair| &pair[side]).collect();
        by_rate.sort_unstable_by(|a, b| a.rate.total_cmp(&b.rate));
        Self {
            connections,
            cache: side == 0,
            rate: load::median_of(loads, |pair| pair[side].rate),
            host_ms: load::median_host_ms(loads, side),
            latency: by_rate
                .get(by_rate.len() / 2)
                .map(|load| load.latency)
                .unwrap_or_default(),
            errors: by_rate.iter().map(|load| load.failed()).sum(),
        }
    }
}

/// Asks for every kind of page at once, as the app is shipped.
///
/// # Errors
/// When the host goes away.
pub async fn soak(stage: &Stage, paths: Vec<String>) -> Result<Soak> {
    let time = stage.effort.soak;
    let step = Step::begin(&format!(
        "{SOAK_CONNECTIONS} connections for {} s",
        time.as_secs()
    ));
    let paths: Arc<[String]> = paths.into();
    let app = stage.app(&[])?;
    // The first seconds make instances and open connections.
    load::run_resting(&app, &paths, SOAK_CONNECTIONS, time / 4, REST).await?;
    let resting = load::run_resting(&app, &paths, SOAK_CONNECTIONS, time, REST).await?;
    // As long again to warm up: it is what memory does after that which tells of a leak, and after a quarter of it instances
    // and connections were still being added.
    load::run(&app, &paths, SOAK_CONNECTIONS, time).await?;
    let (load, memory) = tokio::try_join!(
        load::run(&app, &paths, SOAK_CONNECTIONS, time),
        watch_memory(&app, time)
    )?;
    let (memory_at_start, memory_at_end) =
        median_quarters(memory).context("no memory was measured")?;
    step.done(&format!("{:.0} answers/s", load.rate));
    Ok(Soak {
        resting,
        load,
        memory_at_start,
        memory_at_end,
    })
}

/// Memory once a second for as long. How many instances there are changes all the time, and each has a megabyte and a half, so a
/// single look at either end would say more of chance than of a leak.
async fn watch_memory(app: &Running, time: Duration) -> Result<Vec<Memory>> {
    let mut memory = Vec::new();
    let mut ticks = interval(SAMPLE_EVERY);
    let end = Instant::now() + time;
    while Instant::now() < end {
        ticks.tick().await;
        memory.push(app.memory().await?);
    }
    Ok(memory)
}

/// The first and the last quarter of some samples, each as its median.
fn median_quarters(mut samples: Vec<Memory>) -> Option<(Memory, Memory)> {
    let quarter = samples.len().div_ceil(4);
    let last = samples.split_off(samples.len() - quarter);
    samples.truncate(quarter);
    Some((median(samples)?, median(last)?))
}

fn median(mut samples: Vec<Memory>) -> Option<Memory> {
    samples.sort_unstable_by_key(|memory| memory.resident_bytes);
    let middle = samples.len() / 2;
    samples.into_iter().nth(middle)
}

/// Prints both.
pub fn print(throughput: &[Throughput], soak: &Soak) {
    let mut table = Table::new(&[
        "what",
        "connections",
        "cache",
        "answers/s",
        "p50",
        "p95",
        "p99 ms",
        "CPU ms",
        "errors",
    ]);
    let mut row = |what: &str, one: &Throughput| {
        table.row([
            what.to_owned(),
            one.connections.to_string(),
            if one.cache { "on" } else { "off" }.to_owned(),
            format!("{:.0}", one.rate),
            format!("{:.2}", one.latency.p50_ms),
            format!("{:.2}", one.latency.p95_ms),
            format!("{:.2}", one.latency.p99_ms),
            one.host_ms
                .map_or_else(|| "-".to_owned(), |ms| format!("{ms:.3}")),
            one.errors.to_string(),
        ]);
    };
    throughput.iter().for_each(|one| row("first page", one));
    for (what, load) in [
        ("every page of the matrix, people who rest", &soak.resting),
        ("every page of the matrix", &soak.load),
    ] {
        row(
            what,
            &Throughput {
                connections: load.connections,
                cache: true,
                rate: load.rate,
                host_ms: load.host_ms,
                latency: load.latency,
                errors: load.failed(),
            },
        );
    }
    println!("\nUnder load\n");
    table.lines().iter().for_each(|line| println!("{line}"));
    let megabytes = |memory: &Memory| {
        memory.resident_bytes.map_or_else(
            || "unknown".to_owned(),
            |bytes| format!("{:.1} MB", bytes as f64 / 1e6),
        )
    };
    println!(
        "\n  Memory of the host over {:.0} s at {} connections: {} in the first quarter, {} in the last",
        soak.load.seconds,
        soak.load.connections,
        megabytes(&soak.memory_at_start),
        megabytes(&soak.memory_at_end)
    );
    for (name, errors) in soak.resting.errors.iter().chain(&soak.load.errors) {
        println!("  {errors} times: {name}");
    }
}

/// What a busy host has to reach.
pub fn targets(throughput: &[Throughput], soak: &Soak, is_quick: bool) -> Vec<Target> {
    let errors: usize = throughput.iter().map(|one| one.errors).sum();
    let bytes = |memory: &Memory| memory.resident_bytes.map(|bytes| bytes as f64);
    let growth = bytes(&soak.memory_at_end)
        .zip(bytes(&soak.memory_at_start))
        .map(|(end, start)| end / start);
    let mut targets = vec![
        Target::none(
            "errors under load",
            errors + soak.resting.failed() + soak.load.failed(),
        ),
        Target::below(
            "every page of the matrix for 50 people who rest, p95",
            soak.resting.latency.p95_ms,
            BUSY_HTTP_P95_MS,
            "ms",
        )
        .unless(is_quick),
    ];
    if let Some(growth) = growth {
        targets.push(
            Target::below("growth of the host's memory", growth, GROWTH, "times").unless(is_quick),
        );
    }
    targets
}
