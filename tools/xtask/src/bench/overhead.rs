//! What recording metrics adds to a request: the same app with and without, in turns, as latency alone and as machine time
//! under load, since what is written after an answer delays no answer but takes its share of the machine.

use super::{
    http::{self, Connection},
    load,
    pages::LIST,
    samples::median,
    stage::{NO_CACHE, Stage},
    targets::{OVERHEAD_MS, Target},
};
use crate::steps::Step;
use anyhow::Result;
use serde::Serialize;
use std::sync::Arc;

/// Requests of each turn, for each sample of a thing measured alone.
const REQUESTS_PER_SAMPLE: usize = 5;

/// Connections under load.
const CONNECTIONS: usize = 16;

/// Turns for each round: the difference is small, and a median of more of them is steadier.
const TURNS_PER_ROUND: usize = 2;

/// With metrics and without.
#[derive(Debug, Clone, Serialize)]
pub struct Overhead {
    /// Median latency alone with metrics, in milliseconds.
    pub latency_on_ms: f64,
    /// And without.
    pub latency_off_ms: f64,
    /// What metrics add to it: the median difference of all turns.
    pub latency_ms: f64,
    /// Answers a second under load with metrics.
    pub rate_on: f64,
    /// And without.
    pub rate_off: f64,
    /// What metrics add to the machine's time for one request under load, in milliseconds: the median of all turns.
    pub machine_ms: f64,
}

/// Measures both, cache off.
///
/// # Errors
/// When a host goes away.
pub async fn measure(stage: &Stage) -> Result<Overhead> {
    let step = Step::begin("Overhead of metrics");
    let start = |metrics| {
        let mut variables = NO_CACHE.to_vec();
        variables.push(("metrics", metrics));
        stage.app(&variables)
    };
    let (on, off) = (start("on")?, start("off")?);
    let page: Arc<[String]> = [LIST.to_owned()].into();
    let effort = stage.effort;
    let (mut latencies, mut rates) = (Vec::new(), Vec::new());
    for turn in 0..=effort.rounds * TURNS_PER_ROUND {
        let (mut latency, mut rate) = ([0.0; 2], [0.0; 2]);
        for (which, app) in [&on, &off].into_iter().enumerate() {
            let mut host = Connection::open(&app.origin).await?;
            let count = effort.samples * REQUESTS_PER_SAMPLE;
            let alone = http::alone(&mut host, LIST, count, effort.budget).await?;
            latency[which] = alone.samples.summary().p50_ms;
        }
        for (which, app) in [&on, &off].into_iter().enumerate() {
            let load = load::run(&app.origin, &page, CONNECTIONS, effort.load / 2).await?;
            rate[which] = load.rate;
        }
        // The first turn opens connections and makes instances.
        if turn > 0 {
            latencies.push(latency);
            rates.push(rate);
        }
    }
    step.done("measured");
    let column =
        |rows: &[[f64; 2]], which: usize| median(rows.iter().map(|row| row[which]).collect());
    Ok(Overhead {
        latency_on_ms: column(&latencies, 0),
        latency_off_ms: column(&latencies, 1),
        latency_ms: median(latencies.iter().map(|[on, off]| on - off).collect()),
        rate_on: column(&rates, 0),
        rate_off: column(&rates, 1),
        machine_ms: median(rates.iter().map(|[on, off]| 1e3 / on - 1e3 / off).collect()),
    })
}

/// Prints both.
pub fn print(overhead: &Overhead) {
    println!("\nMetrics on and off, cache off, in turns\n");
    println!(
        "  alone: {:.3} ms on, {:.3} ms off: {:+.3} ms a request",
        overhead.latency_on_ms, overhead.latency_off_ms, overhead.latency_ms
    );
    println!(
        "  at {CONNECTIONS} connections: {:.0}/s on, {:.0}/s off: {:+.3} ms of the machine a request",
        overhead.rate_on, overhead.rate_off, overhead.machine_ms
    );
}

/// What metrics may cost.
pub fn targets(overhead: &Overhead, is_quick: bool) -> Vec<Target> {
    let target = |name: &str, ms| Target::below(name, ms, OVERHEAD_MS, "ms").unless(is_quick);
    vec![
        target("metrics, added to an answer's time", overhead.latency_ms),
        target("metrics, added to the machine's time", overhead.machine_ms),
    ]
}
