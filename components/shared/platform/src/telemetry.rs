//! Request ids, `Server-Timing` and the error log.

use crate::serve::Call;
use parley_domain::problem::Problem;
use serde::Serialize;
use spin_sdk::{http::HeaderMap, wasip3::random::random::get_random_bytes};
use std::{
    cell::Cell,
    fmt,
    time::{Duration, Instant},
};

/// The longest request id that is taken over from a caller, in bytes.
const MAX_REQUEST_ID_BYTES: usize = 128;

/// Names one request in its response and in the log.
pub struct RequestId(String);

impl RequestId {
    /// The caller's `X-Request-Id` where it is one we can repeat safely, else a new random UUID.
    pub fn of(headers: &HeaderMap) -> Self {
        let plain = |id: &&str| {
            !id.is_empty()
                && id.len() <= MAX_REQUEST_ID_BYTES
                && id
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
        };
        let given = headers
            .get("x-request-id")
            .and_then(|id| id.to_str().ok())
            .filter(plain);
        Self(given.map_or_else(Self::random, str::to_owned))
    }

    fn random() -> String {
        let bytes = get_random_bytes(16).try_into().unwrap_or_default();
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a request's time went. Each look at the clock is a call to the host, so there are no more than it takes.
pub struct Timing {
    started: Instant,
    database: Cell<Option<Duration>>,
    plan: Cell<Option<&'static str>>,
    cache: Cell<Option<CacheAnswer>>,
    problem: Cell<Option<&'static str>>,
    is_connecting: Cell<bool>,
}

/// How the cache answered a request.
#[derive(Clone, Copy)]
pub struct CacheAnswer {
    /// Of what, as [`parley_domain::cache_key::resource`] names it.
    pub resource: &'static str,
    /// Its level: `memory`, `store` or `miss`.
    pub level: &'static str,
}

impl Timing {
    /// Starts the clock.
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
            database: Cell::new(None),
            plan: Cell::new(None),
            cache: Cell::new(None),
            problem: Cell::new(None),
            is_connecting: Cell::new(false),
        }
    }

    /// Notes whether the request waits for a connection to the database.
    pub fn connecting(&self, is_connecting: bool) {
        self.is_connecting.set(is_connecting);
    }

    /// Whether it does.
    pub fn is_connecting(&self) -> bool {
        self.is_connecting.get()
    }

    /// Adds the time from `started` on to that of the database.
    pub fn database_since(&self, started: Instant) {
        let known = self.in_database();
        self.database.set(Some(known + started.elapsed()));
    }

    /// Notes the plan that answers the request.
    pub fn plan(&self, name: &'static str) {
        self.plan.set(Some(name));
    }

    /// Notes how the cache answers the request.
    pub fn cache(&self, answer: CacheAnswer) {
        self.cache.set(Some(answer));
    }

    /// How the cache answered, where it was asked.
    pub fn cache_answer(&self) -> Option<CacheAnswer> {
        self.cache.get()
    }

    /// Notes the problem that answers the request.
    pub fn problem(&self, problem: &Problem) {
        self.problem.set(Some(problem.kind.name()));
    }

    /// The kind of that problem.
    pub fn problem_kind(&self) -> Option<&'static str> {
        self.problem.get()
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Time spent on the database so far.
    pub fn in_database(&self) -> Duration {
        self.database.get().unwrap_or_default()
    }

    /// The value of `Server-Timing`: the cache's level, the plan and the time on the database where there were any, and
    /// `app`, the whole time in this component, which is `elapsed`.
    pub fn header(&self, elapsed: Duration) -> String {
        let mut header = String::new();
        let level = self.cache.get().map(|answer| answer.level);
        for (name, value) in [("cache", level), ("plan", self.plan.get())] {
            if let Some(value) = value {
                header.push_str(name);
                header.push_str(";desc=\"");
                header.push_str(value);
                header.push_str("\", ");
            }
        }
        if self.database.get().is_some() {
            header.push_str(&format!("db;dur={}, ", Milliseconds(self.in_database())));
        }
        header.push_str(&format!("app;dur={}", Milliseconds(elapsed)));
        header
    }
}

/// A duration shown as milliseconds with three decimals. Put together from whole numbers: what formats a float is
/// larger than most of what is here.
pub struct Milliseconds(Duration);

impl From<Duration> for Milliseconds {
    fn from(duration: Duration) -> Self {
        Self(duration)
    }
}

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{:03}",
            self.0.as_millis(),
            self.0.subsec_micros() % 1_000
        )
    }
}

/// Writes a problem to the log, if the operator should know of it: one line of JSON on standard error. `request` is the
/// one it happened in, where there was one.
///
/// Queries and headers stay out of it: they hold what people typed, and tokens.
pub fn log(problem: &Problem, request: Option<&Call>) {
    #[derive(Serialize)]
    struct Line<'a> {
        level: &'static str,
        request_id: Option<&'a str>,
        method: Option<&'a str>,
        path: Option<&'a str>,
        status: u16,
        detail: &'a str,
        cause: Option<&'a str>,
    }
    let status = problem.kind.status();
    if status < 500 {
        return;
    }
    let line = Line {
        level: "error",
        request_id: request.map(|call| call.id().as_str()),
        method: request.map(|call| call.method().as_str()),
        path: request.map(Call::path),
        status,
        detail: &problem.detail,
        cause: problem.cause.as_deref(),
    };
    eprintln!("{}", serde_json::to_string(&line).unwrap_or_default());
}
