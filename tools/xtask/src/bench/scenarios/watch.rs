//! What host and database look like while something runs: memory, and connections.

use crate::bench::{samples::median, stage::Running};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};
use std::{
    pin::pin,
    time::{Duration, Instant},
};
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked at.
const INTERVAL: Duration = Duration::from_millis(500);

/// The part of a run before memory is expected to stay, and the part at either end that is compared.
const WARM_UP: f64 = 0.2;
const END: f64 = 0.1;

/// A moment of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Seconds since it began.
    pub at_s: f64,
    /// Memory of all hosts in RAM, in bytes; none where the system does not say.
    pub resident_bytes: Option<u64>,
    /// Connections to the database, the sampler's own apart; none while it is away.
    pub connections: Option<i64>,
}

/// Runs something to its end and looks on.
pub async fn during<T>(
    hosts: &[&Running],
    database_url: &str,
    work: impl Future<Output = T>,
) -> (T, Vec<Sample>) {
    let mut work = pin!(work);
    let started = Instant::now();
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut database = None;
    let mut samples = Vec::new();
    loop {
        tokio::select! {
            outcome = &mut work => return (outcome, samples),
            _ = ticks.tick() => {}
        }
        let at_s = started.elapsed().as_secs_f64();
        let resident: Option<Vec<u64>> = hosts.iter().map(|host| host.resident_bytes()).collect();
        tokio::select! {
            // What is looked at may be away, and must not hold up what is measured.
            outcome = &mut work => return (outcome, samples),
            connections = connections(&mut database, database_url) => samples.push(Sample {
                at_s,
                resident_bytes: resident.map(|bytes| bytes.iter().sum()),
                connections,
            }),
        }
    }
}

async fn connections(database: &mut Option<PgConnection>, url: &str) -> Option<i64> {
    let mut connection = match database.take() {
        Some(connection) => connection,
        None => PgConnection::connect(url).await.ok()?,
    };
    let count = sqlx::query_scalar(
        "SELECT count(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    .fetch_one(&mut connection)
    .await
    .ok()?;
    *database = Some(connection);
    Some(count)
}

/// The most connections there were.
pub fn most_connections(samples: &[Sample]) -> Option<i64> {
    samples.iter().filter_map(|sample| sample.connections).max()
}

/// How many times the memory after the warm-up there was at the end: medians of the first and the last tenth of what came
/// after it. None where too little was seen.
pub fn growth(samples: &[Sample]) -> Option<f64> {
    let bytes: Vec<f64> = samples
        .iter()
        .filter_map(|sample| Some(sample.resident_bytes? as f64))
        .collect();
    let warm = bytes.get((bytes.len() as f64 * WARM_UP) as usize..)?;
    let part = (warm.len() as f64 * END).ceil() as usize;
    if warm.len() < 2 || part == 0 {
        return None;
    }
    let before = median(warm[..part].to_vec());
    let after = median(warm[warm.len() - part..].to_vec());
    Some(after / before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(megabytes: impl IntoIterator<Item = u64>) -> Vec<Sample> {
        megabytes
            .into_iter()
            .map(|megabytes| Sample {
                resident_bytes: Some(megabytes * 1_000_000),
                ..Sample::default()
            })
            .collect()
    }

    #[test]
    fn growth_leaves_out_the_warm_up() {
        let warming = (0..20).map(|second| 10 + second);
        let growth = growth(&samples(warming.chain([100; 80])));
        assert_eq!(growth, Some(1.0));
    }

    #[test]
    fn growth_is_of_the_end_over_the_beginning() {
        let growth = growth(&samples([100; 50].into_iter().chain([110; 50])));
        assert_eq!(growth, Some(1.1));
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(growth(&[]), None);
        assert_eq!(growth(&samples([100])), None);
        assert_eq!(most_connections(&[Sample::default()]), None);
    }
}
