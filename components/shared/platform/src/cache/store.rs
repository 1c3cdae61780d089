//! The shared key-value store, never trusted: within a budget, and its failures are misses.

use crate::metrics;
use futures::{
    FutureExt,
    future::{Either, LocalBoxFuture, join, select},
};
use parley_domain::cache_key::CONVERSATIONS_GENERATION;
use serde::{Deserialize, Serialize};
use spin_sdk::{
    key_value::{Error, Store},
    time::sleep,
    wasip3::random::random::get_random_u64,
};
use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// What the store may take of a request's time.
const BUDGET: Duration = Duration::from_millis(50);

/// What it may take of a writer's, which has a disk sync to wait for where the store is a local file.
const WRITE_BUDGET: Duration = Duration::from_millis(500);

/// How long a store that failed or was slow is left alone by this instance.
const REST: Duration = Duration::from_secs(1);

/// What metrics call a store that answered with an error, one that did not answer in time, and one that was left alone
/// because of either.
const FAILED: &str = "store_error";
const TIMED_OUT: &str = "store_timeout";
const SKIPPED: &str = "store_skipped";

/// The layout of a value. A value of another layout is a miss.
const VERSION: u8 = 1;

/// What a generation is before anything was written.
const FIRST_GENERATION: &str = "0";

/// Until when the store is left alone, in milliseconds since 1970.
static RESTS_UNTIL_MS: AtomicU64 = AtomicU64::new(0);

/// A value as it is kept.
pub(super) struct Stored {
    /// What was loaded.
    pub(super) payload: Arc<str>,
    /// The generation before it was loaded; `None` where the store did not say, and then the store does not get it.
    generation: Option<String>,
    fresh_until_ms: u64,
    expires_at_ms: u64,
}

/// What stands before the payload of a value, as one line of JSON.
#[derive(Serialize, Deserialize)]
struct Stamp<'a> {
    v: u8,
    generation: &'a str,
    fresh_until_ms: u64,
    expires_at_ms: u64,
}

impl Stored {
    /// A value that was asked for at `asked_ms`, and its generation before.
    pub(super) fn new(
        payload: String,
        generation: Option<String>,
        asked_ms: u64,
        ttl: Duration,
    ) -> Self {
        let ttl_ms = ttl.as_millis() as u64;
        let (least, more) = super::FRESH_PERCENT;
        let percent = least + get_random_u64() % (more + 1);
        Self {
            payload: payload.into(),
            generation,
            fresh_until_ms: asked_ms + ttl_ms * percent / 100,
            expires_at_ms: asked_ms + ttl_ms,
        }
    }

    pub(super) fn is_fresh(&self) -> bool {
        now_ms() < self.fresh_until_ms
    }

    pub(super) fn generation(&self) -> Option<&str> {
        self.generation.as_deref()
    }

    pub(super) const fn expires_at_ms(&self) -> u64 {
        self.expires_at_ms
    }

    fn read(bytes: &[u8], current: &str) -> Option<Self> {
        let line = bytes.iter().position(|byte| *byte == b'\n')?;
        let (stamp, payload) = bytes.split_at_checked(line)?;
        let stamp: Stamp = serde_json::from_slice(stamp).ok()?;
        let payload = std::str::from_utf8(payload.get(1..)?).ok()?;
        let holds =
            stamp.v == VERSION && stamp.generation == current && now_ms() < stamp.expires_at_ms;
        holds.then(|| Self {
            payload: payload.into(),
            generation: Some(stamp.generation.to_owned()),
            fresh_until_ms: stamp.fresh_until_ms,
            expires_at_ms: stamp.expires_at_ms,
        })
    }

    fn to_bytes(&self) -> Option<Vec<u8>> {
        let stamp = Stamp {
            v: VERSION,
            generation: self.generation.as_deref()?,
            fresh_until_ms: self.fresh_until_ms,
            expires_at_ms: self.expires_at_ms,
        };
        let mut bytes = serde_json::to_vec(&stamp).ok()?;
        bytes.push(b'\n');
        bytes.extend_from_slice(self.payload.as_bytes());
        Some(bytes)
    }
}

/// The current generation, and the value under `key` if it is of that generation and has not expired; both `None` where
/// the store does not answer.
pub(super) async fn read(generation_key: &str, key: &str) -> (Option<String>, Option<Stored>) {
    let read = async {
        let store = Store::open_default().await?;
        let (generation, value) = join(store.get(generation_key), store.get(key)).await;
        Ok((generation?, value?))
    };
    let (generation, value) = match within_budget(read.boxed_local()).await {
        Ok(read) => read,
        Err(failure) => {
            metrics::store_failed(key, failure);
            return (None, None);
        }
    };
    let generation = generation
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| FIRST_GENERATION.to_owned());
    let stored = value.and_then(|bytes| Stored::read(&bytes, &generation));
    (Some(generation), stored)
}

/// Reads a key; an error where the store does not answer.
pub(super) async fn probe() -> Result<(), Error> {
    let store = Store::open_default().await?;
    store.get(CONVERSATIONS_GENERATION).await.map(|_| ())
}

/// Puts a new generation in place; false where the store did not say that it has it.
pub(super) async fn renew(generation_key: &str, generation: &str) -> bool {
    let write = async {
        let store = Store::open_default().await?;
        store.set(generation_key, generation.as_bytes()).await
    };
    let failure = match select(pin!(write), pin!(sleep(WRITE_BUDGET))).await {
        Either::Left((Ok(()), _)) => return true,
        Either::Left((Err(_), _)) => FAILED,
        Either::Right(_) => TIMED_OUT,
    };
    metrics::store_failed(generation_key, failure);
    false
}

/// Writes a value. Runs after the response, where it may take its time; a failure is the next reader's miss.
pub(super) async fn write(key: String, stored: Stored) {
    let Some(bytes) = stored.to_bytes() else {
        return;
    };
    if is_resting() {
        return;
    }
    let write = async { Store::open_default().await?.set(&key, &bytes).await };
    if write.await.is_err() {
        metrics::store_failed(&key, FAILED);
        rest();
    }
}

/// What the store gave within its budget, or how it failed.
async fn within_budget<T>(work: LocalBoxFuture<'_, Result<T, Error>>) -> Result<T, &'static str> {
    if is_resting() {
        return Err(SKIPPED);
    }
    let failure = match select(work, pin!(sleep(BUDGET))).await {
        Either::Left((Ok(output), _)) => return Ok(output),
        Either::Left((Err(_), _)) => FAILED,
        Either::Right(_) => TIMED_OUT,
    };
    rest();
    Err(failure)
}

fn is_resting() -> bool {
    now_ms() < RESTS_UNTIL_MS.load(Ordering::Relaxed)
}

fn rest() {
    RESTS_UNTIL_MS.store(now_ms() + REST.as_millis() as u64, Ordering::Relaxed);
}

/// Milliseconds since 1970: the clock that all nodes share.
pub(super) fn now_ms() -> u64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    since_epoch.map_or(0, |time| time.as_millis() as u64)
}
