//! A closed loop: so many connections, each sending its next request when it has the answer to the last, or a rest later.
//!
//! Without rests, what it says of latency is latency under as much load as the host takes, not at a given rate.

use super::{
    http::Connection,
    samples::{Samples, Summary, median, milliseconds},
    stage::Running,
};
use anyhow::Result;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// How many requests lie between what two neighbouring connections ask for. A prime number, so that they stay apart in
/// lists of any length.
const STRIDE: usize = 7_919;

/// What a run came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Load {
    /// How many connections there were.
    pub connections: usize,
    /// How long it went on, in seconds.
    pub seconds: f64,
    /// Answers with status 200.
    pub answers: usize,
    /// Answers with status 200 a second.
    pub rate: f64,
    /// Their times.
    pub latency: Summary,
    /// Processor time of the host for each answer, in milliseconds; none where the system does not say.
    pub host_ms: Option<f64>,
    /// Everything else, by status or, where the connection broke, by the reason.
    pub errors: BTreeMap<String, usize>,
}

impl Load {
    /// How many requests were not answered with 200.
    pub fn failed(&self) -> usize {
        self.errors.values().sum()
    }
}

/// Runs for `time`, without rests. Connections go round `paths`, each beginning elsewhere.
///
/// # Errors
/// When the host accepts no connection to begin with.
pub async fn run(
    app: &Running,
    paths: &Arc<[String]>,
    connections: usize,
    time: Duration,
) -> Result<Load> {
    run_resting(app, paths, connections, time, Duration::ZERO).await
}

/// The same with a rest of half to one and a half times `rest` before each request.
///
/// # Errors
/// As [`run`].
pub async fn run_resting(
    app: &Running,
    paths: &Arc<[String]>,
    connections: usize,
    time: Duration,
    rest: Duration,
) -> Result<Load> {
    let mut opened = Vec::with_capacity(connections);
    for _ in 0..connections {
        opened.push(Connection::open(&app.origin).await?);
    }
    let before = app.processor_time();
    let started = Instant::now();
    let mut workers = JoinSet::new();
    for (number, connection) in opened.into_iter().enumerate() {
        let paths = Arc::clone(paths);
        let rests = Rests {
            mean: rest,
            taken: number,
        };
        workers.spawn(work(
            connection,
            paths,
            number * STRIDE,
            started + time,
            rests,
        ));
    }
    let mut samples = Samples::default();
    let mut errors = BTreeMap::new();
    while let Some(done) = workers.join_next().await {
        let done = done?;
        samples.extend(done.samples);
        for (reason, count) in done.errors {
            *errors.entry(reason).or_default() += count;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let host_ms = app
        .processor_time()
        .zip(before)
        .map(|(after, before)| milliseconds(after - before) / samples.len().max(1) as f64);
    Ok(Load {
        connections,
        seconds,
        answers: samples.len(),
        rate: samples.len() as f64 / seconds,
        latency: samples.summary(),
        host_ms,
        errors,
    })
}

/// An app and what it is asked for.
pub type Side<'a> = (&'a Running, &'a Arc<[String]>);

/// Runs two sides in turns, as [`rounds`] does.
///
/// # Errors
/// As [`run`].
pub async fn in_turns(
    sides: [Side<'_>; 2],
    connections: usize,
    time: Duration,
    count: usize,
) -> Result<Vec<[Load; 2]>> {
    let loads = rounds(&sides, connections, time, count).await?;
    Ok(loads
        .into_iter()
        .filter_map(|loads| loads.try_into().ok())
        .collect())
}

/// Runs sides in turns, `count` times after one that opens connections and makes instances and is left out. Who comes first
/// changes from round to round, so that what drifts on the machine falls to all alike. Gives, for each round, the loads in the
/// order of the sides.
///
/// # Errors
/// As [`run`].
pub async fn rounds(
    sides: &[Side<'_>],
    connections: usize,
    time: Duration,
    count: usize,
) -> Result<Vec<Vec<Load>>> {
    let mut rounds = Vec::with_capacity(count);
    for round in 0..=count {
        let mut loads = vec![Load::default(); sides.len()];
        for turn in 0..sides.len() {
            let side = (round + turn) % sides.len();
            let (app, paths) = sides[side];
            loads[side] = run(app, paths, connections, time).await?;
        }
        if round > 0 {
            rounds.push(loads);
        }
    }
    Ok(rounds)
}

/// The median over rounds of something about both sides.
pub fn median_of(loads: &[[Load; 2]], of: impl Fn(&[Load; 2]) -> f64) -> f64 {
    median(loads.iter().map(of).collect())
}

/// The same of processor time; none where the system does not say.
pub fn median_host_ms(loads: &[[Load; 2]], side: usize) -> Option<f64> {
    let times: Option<Vec<f64>> = loads.iter().map(|pair| pair[side].host_ms).collect();
    times.map(median)
}

/// How many requests of either side were not answered with 200.
pub fn failed(loads: &[[Load; 2]]) -> usize {
    loads.iter().flatten().map(Load::failed).sum()
}

#[derive(Default)]
struct Done {
    samples: Samples,
    errors: BTreeMap<String, usize>,
}

/// What a connection rests, the same in every run.
struct Rests {
    mean: Duration,
    /// So many before this one, of this connection and those opened before it.
    taken: usize,
}

impl Rests {
    /// The next, from half to one and a half times the mean. Steps of the golden ratio spread evenly however many there are
    /// (Knuth, The Art of Computer Programming, volume 3, section 6.4).
    fn next(&mut self) -> Duration {
        self.taken += 1;
        self.mean
            .mul_f64(0.5 + (self.taken as f64 * 0.618_034).fract())
    }
}

async fn work(
    mut connection: Connection,
    paths: Arc<[String]>,
    begin: usize,
    deadline: Instant,
    mut rests: Rests,
) -> Done {
    let mut done = Done::default();
    for path in paths.iter().cycle().skip(begin % paths.len().max(1)) {
        if !rests.mean.is_zero() {
            tokio::time::sleep(rests.next()).await;
        }
        if Instant::now() >= deadline {
            break;
        }
        match connection.get(path).await {
            Ok(answer) if answer.status.is_success() => done.samples.push(answer.whole),
            Ok(answer) => *done.errors.entry(answer.status.to_string()).or_default() += 1,
            Err(error) => {
                *done
                    .errors
                    .entry(error.root_cause().to_string())
                    .or_default() += 1;
                // A host that went away would otherwise be asked in a tight loop.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    done
}
