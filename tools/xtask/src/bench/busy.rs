//! A host with much to do: throughput of the first page with caches on and off, and every kind of page at once for a
//! while, with an eye on memory.

use super::{
    load::{self, Load},
    pages::LIST,
    samples::{Summary, median},
    stage::{Memory, NO_CACHE, Running, Stage},
    table::Table,
    targets::{BUSY_HTTP_P95_MS, GROWTH, Target},
};
use crate::steps::Step;
use anyhow::Result;
use serde::Serialize;
use std::sync::Arc;

/// Connections of an ordinary and of a busy hour.
const CONNECTIONS: [usize; 2] = [16, 50];

/// Connections of the long run: performance.md's 50 users, none of whom ever pauses.
const SOAK_CONNECTIONS: usize = 50;

/// How much longer the long run takes than its warm-up, after which memory is expected to stay.
const SOAK_PER_WARM_UP: u32 = 4;

/// Throughput of the first page.
#[derive(Debug, Clone, Serialize)]
pub struct Throughput {
    /// How many connections there were.
    pub connections: usize,
    /// Whether caches were on, as `spin.toml` has them.
    pub cache: bool,
    /// Answers a second: the median of the rounds.
    pub rate: f64,
    /// Times of the median round.
    pub latency: Summary,
    /// Answers that were not 200, in all rounds.
    pub errors: usize,
}

/// The long run.
#[derive(Debug, Clone, Serialize)]
pub struct Soak {
    /// Everything that was asked.
    pub load: Load,
    /// Memory after the warm-up.
    pub memory_at_start: Memory,
    /// Memory at the end.
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
        let mut loads = [Vec::new(), Vec::new()];
        for round in 0..=stage.effort.rounds / 2 {
            for (loads, app) in loads.iter_mut().zip([&with, &without]) {
                let load = load::run(&app.origin, &page, connections, stage.effort.load).await?;
                // The first round opens connections and fills what is filled once.
                if round > 0 {
                    loads.push(load);
                }
            }
        }
        for (loads, cache) in loads.into_iter().zip([true, false]) {
            all.push(Throughput::of(loads, connections, cache));
        }
    }
    step.done("measured");
    Ok(all)
}

impl Throughput {
    fn of(mut loads: Vec<Load>, connections: usize, cache: bool) -> Self {
        loads.sort_unstable_by(|a, b| a.rate.total_cmp(&b.rate));
        Self {
            connections,
            cache,
            rate: median(loads.iter().map(|load| load.rate).collect()),
            errors: loads.iter().map(Load::failed).sum(),
            latency: loads
                .get(loads.len() / 2)
                .map(|load| load.latency)
                .unwrap_or_default(),
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
    let app: Running = stage.app(&[])?;
    load::run(
        &app.origin,
        &paths,
        SOAK_CONNECTIONS,
        time / SOAK_PER_WARM_UP,
    )
    .await?;
    let memory_at_start = app.memory().await?;
    let load = load::run(&app.origin, &paths, SOAK_CONNECTIONS, time).await?;
    let memory_at_end = app.memory().await?;
    step.done(&format!("{:.0} answers/s", load.rate));
    Ok(Soak {
        load,
        memory_at_start,
        memory_at_end,
    })
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
        "errors",
    ]);
    let mut row = |what: &str, connections: usize, cache, rate: f64, latency: &Summary, errors| {
        table.row([
            what.to_owned(),
            connections.to_string(),
            if cache { "on" } else { "off" }.to_owned(),
            format!("{rate:.0}"),
            format!("{:.2}", latency.p50_ms),
            format!("{:.2}", latency.p95_ms),
            format!("{:.2}", latency.p99_ms),
            usize::to_string(&errors),
        ]);
    };
    for one in throughput {
        row(
            "first page",
            one.connections,
            one.cache,
            one.rate,
            &one.latency,
            one.errors,
        );
    }
    row(
        "every page of the matrix",
        soak.load.connections,
        true,
        soak.load.rate,
        &soak.load.latency,
        soak.load.failed(),
    );
    println!("\nUnder load\n");
    table.lines().iter().for_each(|line| println!("{line}"));
    let megabytes = |memory: &Memory| {
        memory.resident_bytes.map_or_else(
            || "unknown".to_owned(),
            |bytes| format!("{:.1} MB", bytes as f64 / 1e6),
        )
    };
    println!(
        "\n  Memory of the host over {:.0} s at {} connections: {} at the start, {} at the end",
        soak.load.seconds,
        soak.load.connections,
        megabytes(&soak.memory_at_start),
        megabytes(&soak.memory_at_end)
    );
    for (name, errors) in &soak.load.errors {
        println!("  {errors} times: {name}");
    }
}

/// What a busy host has to reach.
pub fn targets(throughput: &[Throughput], soak: &Soak, is_quick: bool) -> Vec<Target> {
    let errors: usize = throughput.iter().map(|one| one.errors).sum();
    let rate = |cache: bool| {
        throughput
            .iter()
            .find(|one| one.cache == cache)
            .map_or(f64::NAN, |one| one.rate)
    };
    let bytes = |memory: &Memory| memory.resident_bytes.map(|bytes| bytes as f64);
    let growth = bytes(&soak.memory_at_end)
        .zip(bytes(&soak.memory_at_start))
        .map(|(end, start)| end / start);
    let mut targets = vec![
        Target::none("errors under load", errors + soak.load.failed()),
        Target::below(
            "every page of the matrix at 50 connections, p95",
            soak.load.latency.p95_ms,
            BUSY_HTTP_P95_MS,
            "ms",
        )
        .unless(is_quick),
        Target::at_least(
            "throughput of the first page cached over not cached",
            rate(true) / rate(false),
            1.0,
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
