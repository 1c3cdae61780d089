//! What recording metrics adds to a request: the same app with and without, in turns, as latency alone and as the host's
//! processor time under load, since what is written after an answer delays no answer but takes its share of the machine.

use super::{
    http::{self, Connection},
    load::{self, Load},
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
    /// What metrics add to the time that the whole machine, Postgres with it, takes for a request under load, in
    /// milliseconds: the median difference of all turns. Told, but not held against a limit, as anything else that runs
    /// on the machine goes into it.
    pub machine_ms: f64,
    /// What metrics add to the host's processor time for a request, in milliseconds: the median difference of all turns.
    /// None where the system does not say.
    pub processor_ms: Option<f64>,
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
    let turns = effort.rounds * TURNS_PER_ROUND;
    let mut latencies = Vec::with_capacity(turns);
    for turn in 0..=turns {
        let mut latency = [0.0; 2];
        for side in [turn % 2, (turn + 1) % 2] {
            let mut host = Connection::open(&[&on, &off][side].origin).await?;
            let count = effort.samples * REQUESTS_PER_SAMPLE;
            let alone = http::alone(&mut host, LIST, count, effort.budget).await?;
            latency[side] = alone.samples.summary().p50_ms;
        }
        // The first turn opens connections and makes instances.
        if turn > 0 {
            latencies.push(latency);
        }
    }
    let sides = [(&on, &page), (&off, &page)];
    let loads = load::in_turns(sides, CONNECTIONS, effort.load / 2, turns).await?;
    step.done("measured");
    let processor = |[on, off]: &[Load; 2]| on.host_ms.zip(off.host_ms).map(|(on, off)| on - off);
    Ok(Overhead {
        latency_on_ms: median(latencies.iter().map(|[on, _]| *on).collect()),
        latency_off_ms: median(latencies.iter().map(|[_, off]| *off).collect()),
        latency_ms: median(latencies.iter().map(|[on, off]| on - off).collect()),
        rate_on: load::median_of(&loads, |[on, _]| on.rate),
        rate_off: load::median_of(&loads, |[_, off]| off.rate),
        machine_ms: load::median_of(&loads, |[on, off]| 1e3 / on.rate - 1e3 / off.rate),
        processor_ms: loads
            .iter()
            .map(processor)
            .collect::<Option<Vec<_>>>()
            .map(median),
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
        "  at {CONNECTIONS} connections: {:.0}/s on, {:.0}/s off: {:+.3} ms of the machine a request, {} of the host's processor time",
        overhead.rate_on,
        overhead.rate_off,
        overhead.machine_ms,
        overhead
            .processor_ms
            .map_or_else(|| "unknown".to_owned(), |ms| format!("{ms:+.3} ms"))
    );
}

/// What metrics may cost.
pub fn targets(overhead: &Overhead, is_quick: bool) -> Vec<Target> {
    let target = |name: &str, ms| Target::below(name, ms, OVERHEAD_MS, "ms").unless(is_quick);
    let latency = target("metrics, added to an answer's time", overhead.latency_ms);
    let processor = overhead
        .processor_ms
        .map(|ms| target("metrics, added to the host's processor time", ms));
    [latency].into_iter().chain(processor).collect()
}
