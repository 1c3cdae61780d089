//! What callers see while something goes away and comes back: k6's users as in `baseline.js`, and one caller who asks all
//! the time for something that only the database can answer.

use super::{
    k6::{Generator, Outcome},
    recorded::{Comparison, Recorded},
};
use crate::{
    bench::{
        http::{Connection, Origin},
        stage::{Running, Stage, Surroundings},
        table::Table,
        targets::Target,
    },
    redis::Redis,
    steps::Step,
};
use anyhow::{Context, Result};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// A conversation that there is none of: a 404 is the database's word, which no cache has.
const ASKED: &str = "/api/conversations/00000000-0000-4000-8000-000000000000";

/// How long the caller waits between two requests.
const REST: Duration = Duration::from_millis(20);

/// What a host may take to be started again and to answer, or a server to come back.
const LONGEST_GAP_S: f64 = 15.0;

/// A fault and what came of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fault {
    /// What went away.
    pub name: String,
    /// How long it was away by our own clock, in seconds: until the server or host was there again.
    pub away_s: f64,
    /// The longest time without an answer of the database's, in seconds.
    pub gap_s: f64,
    /// What the one caller got, by status, or by how the connection broke.
    pub caller: BTreeMap<String, u64>,
    /// Whether the last answer was as it should be.
    pub is_over: bool,
    /// What the users got.
    pub outcome: Outcome,
    /// What was recorded of it.
    pub recorded: Comparison,
}

/// Every fault in turn, each in the middle of a run of this length.
///
/// # Errors
/// When a host or a server does not come back.
pub async fn measure(stage: &mut Stage, k6: &Generator, time: Duration) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    if stage.database.is_own() {
        faults.push(postgres_restart(stage, k6, time).await?);
    }
    faults.push(redis_restart(stage, k6, time).await?);
    faults.push(host_kill(stage, k6, time).await?);
    Ok(faults)
}

async fn postgres_restart(stage: &mut Stage, k6: &Generator, time: Duration) -> Result<Fault> {
    let app = stage.app(&[])?;
    let database_url = stage.database.url.clone();
    let run = Run {
        name: "Postgres restarted",
        k6,
        time,
        database_url: &database_url,
        origin: app.origin.clone(),
        url: app.url().to_owned(),
    };
    run.with(stage.database.restart()).await
}

async fn redis_restart(stage: &Stage, k6: &Generator, time: Duration) -> Result<Fault> {
    let mut redis = Redis::start()?;
    let surroundings = Surroundings {
        redis_url: Some(redis.url()),
        ..Surroundings::default()
    };
    let app = stage.app_with(&[], &surroundings)?;
    let run = Run {
        name: "Redis killed and restarted",
        k6,
        time,
        database_url: &stage.database.url,
        origin: app.origin.clone(),
        url: app.url().to_owned(),
    };
    let away = time / 10;
    run.with(async {
        redis.stop();
        tokio::time::sleep(away).await;
        redis.restart()
    })
    .await
}

async fn host_kill(stage: &Stage, k6: &Generator, time: Duration) -> Result<Fault> {
    let first = stage.app(&[])?;
    let surroundings = Surroundings {
        port: first.port()?,
        ..Surroundings::default()
    };
    let run = Run {
        name: "host killed and restarted",
        k6,
        time,
        database_url: &stage.database.url,
        origin: first.origin.clone(),
        url: first.url().to_owned(),
    };
    let mut second: Option<Running> = None;
    let fault = run
        .with(async {
            first.kill();
            // Its socket is closed as soon as the processes are gone, which the kernel does in its own time.
            tokio::time::sleep(Duration::from_millis(100)).await;
            second = Some(stage.app_with(&[], &surroundings)?);
            Ok(())
        })
        .await;
    drop(second);
    fault
}

struct Run<'a> {
    name: &'static str,
    k6: &'a Generator,
    time: Duration,
    database_url: &'a str,
    origin: Origin,
    url: String,
}

impl Run<'_> {
    /// Brings the fault about when a third of the time has passed.
    async fn with(self, fault: impl Future<Output = Result<()>>) -> Result<Fault> {
        let step = Step::begin(self.name);
        let before = Recorded::now(self.database_url).await?;
        let caller = Caller::start(self.origin)?;
        let injected = async {
            tokio::time::sleep(self.time / 3).await;
            let began = Instant::now();
            fault.await?;
            anyhow::Ok(began.elapsed().as_secs_f64())
        };
        let urls = [self.url.as_str()];
        let users = self.k6.run("baseline.js", &urls, self.time);
        let (outcome, away_s) = tokio::try_join!(users, injected)?;
        let seen = caller.stop()?;
        let recorded = before
            .added(self.database_url, &outcome, seen.answered())
            .await?;
        step.done(&format!(
            "{:.1} s without an answer",
            seen.gap.as_secs_f64()
        ));
        Ok(Fault {
            name: self.name.to_owned(),
            away_s,
            gap_s: seen.gap.as_secs_f64(),
            caller: seen.answers,
            is_over: seen.is_over,
            outcome,
            recorded,
        })
    }
}

/// Somebody who asks all the time, from a thread of their own: nothing here may hold them up.
struct Caller {
    has_ended: Arc<AtomicBool>,
    thread: thread::JoinHandle<Result<Seen>>,
}

#[derive(Default)]
struct Seen {
    answers: BTreeMap<String, u64>,
    gap: Duration,
    is_over: bool,
}

impl Seen {
    fn answered(&self) -> u64 {
        let by_status = self
            .answers
            .iter()
            .filter(|(answer, _)| answer.parse::<u16>().is_ok());
        by_status.map(|(_, count)| count).sum()
    }
}

impl Caller {
    fn start(origin: Origin) -> Result<Self> {
        let has_ended = Arc::new(AtomicBool::new(false));
        let shared = Arc::clone(&has_ended);
        let thread = thread::Builder::new()
            .name("caller".to_owned())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()?;
                runtime.block_on(ask(&origin, &shared))
            })?;
        Ok(Self { has_ended, thread })
    }

    fn stop(self) -> Result<Seen> {
        self.has_ended.store(true, Ordering::Relaxed);
        self.thread
            .join()
            .ok()
            .context("the caller's thread ended early")?
    }
}

async fn ask(origin: &Origin, has_ended: &AtomicBool) -> Result<Seen> {
    let mut connection = Connection::open(origin).await?;
    let mut seen = Seen::default();
    let mut last_good = Instant::now();
    while !has_ended.load(Ordering::Relaxed) {
        let answer = connection.get(ASKED).await;
        seen.is_over = answer
            .as_ref()
            .is_ok_and(|answer| answer.status == StatusCode::NOT_FOUND);
        if seen.is_over {
            seen.gap = seen.gap.max(last_good.elapsed());
            last_good = Instant::now();
        }
        let what = match answer {
            Ok(answer) => answer.status.as_u16().to_string(),
            Err(error) => error.root_cause().to_string(),
        };
        *seen.answers.entry(what).or_default() += 1;
        tokio::time::sleep(REST).await;
    }
    seen.gap = seen.gap.max(last_good.elapsed());
    Ok(seen)
}

/// Prints every fault.
pub fn print(faults: &[Fault]) {
    let mut table = Table::new(&[
        "fault",
        "away s",
        "longest gap s",
        "users' answers",
        "one caller's",
        "not recorded",
    ]);
    for fault in faults {
        table.row([
            fault.name.clone(),
            format!("{:.2}", fault.away_s),
            format!("{:.2}", fault.gap_s),
            counts(&fault.outcome.statuses),
            counts(&fault.caller),
            fault.recorded.lost.to_string(),
        ]);
    }
    println!("\nFaults under load\n");
    table.lines().iter().for_each(|line| println!("{line}"));
}

/// `200: 12, 503: 1`.
pub fn counts(answers: &BTreeMap<String, u64>) -> String {
    let told: Vec<String> = answers
        .iter()
        .map(|(answer, count)| format!("{answer}: {count}"))
        .collect();
    told.join(", ")
}

/// What has to come of every fault.
pub fn targets(faults: &[Fault]) -> Vec<Target> {
    faults
        .iter()
        .flat_map(|fault| {
            [
                Target::none(
                    format!("{}, callers left without an answer at the end", fault.name),
                    usize::from(!fault.is_over),
                )
                .with_note(counts(&fault.outcome.statuses)),
                Target::below(
                    format!("{}, longest gap", fault.name),
                    fault.gap_s,
                    LONGEST_GAP_S,
                    "s",
                ),
            ]
        })
        .collect()
}
