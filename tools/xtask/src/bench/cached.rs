//! Whether what is cached is faster cached: each thing alone, with caches as shipped and without, in turns. What is not
//! faster has no business in a cache.

use super::{
    http::{self, Connection},
    pages::LIST,
    samples::median,
    stage::{NO_CACHE, Stage},
    table::Table,
    targets::{CACHED_RATIO, Target},
};
use crate::{seed::COMMON_WORD, steps::Step};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;

/// One cached thing.
#[derive(Debug, Clone, Serialize)]
pub struct Cached {
    /// What it is.
    pub path: String,
    /// Median time with caches on, in milliseconds: the median of the rounds.
    pub on_ms: f64,
    /// And with caches off.
    pub off_ms: f64,
    /// How often each level answered while caches were on, as `Server-Timing` tells.
    pub levels: BTreeMap<String, usize>,
}

fn paths() -> Vec<String> {
    let counting = |route: &str| {
        [
            format!("{LIST}/{route}"),
            format!("{LIST}/{route}?search={COMMON_WORD}"),
        ]
    };
    [LIST.to_owned()]
        .into_iter()
        .chain(counting("count"))
        .chain(counting("facets"))
        .collect()
}

/// Measures everything that is cached.
///
/// # Errors
/// When a host goes away.
pub async fn measure(stage: &Stage) -> Result<Vec<Cached>> {
    let step = Step::begin("Cached and not");
    let effort = stage.effort;
    let apps = [stage.app(&[])?, stage.app(&NO_CACHE)?];
    let mut hosts = [
        Connection::open(&apps[0].origin).await?,
        Connection::open(&apps[1].origin).await?,
    ];
    let mut all = Vec::new();
    for path in paths() {
        let mut times = [Vec::new(), Vec::new()];
        let mut levels = BTreeMap::new();
        for round in 0..effort.rounds {
            for turn in 0..2 {
                let side = (round + turn) % 2;
                let host = &mut hosts[side];
                let alone = http::alone(host, &path, effort.samples, effort.budget).await?;
                times[side].push(alone.samples.summary().p50_ms);
                if side == 0 {
                    for (level, count) in alone.levels {
                        *levels.entry(level).or_default() += count;
                    }
                }
            }
        }
        let [on, off] = times;
        all.push(Cached {
            path,
            on_ms: median(on),
            off_ms: median(off),
            levels,
        });
    }
    step.done("measured");
    Ok(all)
}

/// Prints each.
pub fn print(cached: &[Cached]) {
    let mut table = Table::new(&["what", "on ms", "off ms", "answered by"]);
    for one in cached {
        let levels: Vec<String> = one
            .levels
            .iter()
            .map(|(level, count)| format!("{level} {count}"))
            .collect();
        table.row([
            one.path.clone(),
            format!("{:.3}", one.on_ms),
            format!("{:.3}", one.off_ms),
            levels.join(", "),
        ]);
    }
    println!("\nCaches on and off, alone, medians\n");
    table.lines().iter().for_each(|line| println!("{line}"));
}

/// What a cache has to reach.
pub fn targets(cached: &[Cached], is_quick: bool) -> Vec<Target> {
    cached
        .iter()
        .map(|one| {
            Target::below(
                format!("cached over not cached, {}", one.path),
                one.on_ms / one.off_ms,
                CACHED_RATIO,
                "",
            )
            .unless(is_quick)
        })
        .collect()
}
