//! What was read a moment ago, served again: from the instance's memory, else from the shared key-value store.
//!
//! Nothing that is served here is older than its TTL or wrong. A value carries the generation that stood when it was read,
//! and the generation was fetched before Postgres was asked: a read that raced with a write is stored under the old one,
//! and is never served once the new one stands. The memory serves a value for [`memory::MEMORY`] without asking, and then only
//! together with the store. A store that fails or takes longer than its budget is a miss, is counted, and is left alone for
//! a while.
//!
//! A value is fresh for a part of its TTL that differs from value to value, so that values which came together do not
//! expire together. From then to the end of its TTL it is still served, and the first request to see it reads it anew
//! after its own response. Identical loads in one instance wait for the first of them.
//!
//! The store is written after the response, by a task that outlives it: locally a write is a disk sync.
//!
//! A writer calls [`renew`] after its commit and hands the new generation to the caller, as the response's
//! `X-Generation`. A caller that sends it along with what it reads next is not served from memory what is of another
//! generation, so it sees its own write at once, on any node. Where the store did not take the new generation, the caller
//! is told [`NO_GENERATION`], and what it then reads comes from Postgres.

mod memory;
mod store;

use crate::{
    reply::Reply,
    serve::Call,
    telemetry::{CacheAnswer, Timing},
};
use futures::future::LocalBoxFuture;
use memory::Mark;
use parley_domain::{cache_key, problem::Problem};
use spin_sdk::{
    time::sleep,
    wasip3::{random::random::get_random_u64, spawn},
};
use std::{fmt, rc::Rc, sync::Arc, time::Duration};
use store::{Stored, now_ms};

/// How often a request that waits for another's load looks whether it is done. The component model wakes a task for its
/// own events only, so one cannot wake another.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// The share of a TTL, in percent, for which a value is fresh: at least, and how much more it may be.
const FRESH_PERCENT: (u64, u64) = (60, 20);

/// The generation of a write that the store does not know of.
const NO_GENERATION: &str = "none";

/// The header in which a writer learns the generation, and a reader names it.
const GENERATION_HEADER: &str = "x-generation";

/// A value, and whether it came from the cache.
pub struct Served {
    /// What `load` gave.
    pub payload: Arc<str>,
    /// It was read for an earlier request.
    pub hit: bool,
}

impl Served {
    /// What was read for this request, and is not cached.
    pub fn anew(payload: String) -> Self {
        Self {
            payload: payload.into(),
            hit: false,
        }
    }
}

/// Something that is read from Postgres, and could be read by a task of its own.
///
/// Its futures are boxed, so that the walk through the cache is compiled once and not for each of them.
pub trait Load {
    /// Reads it.
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>>;
}

/// Serves what `source` loads, under `key`, for up to `ttl`; zero turns the cache off.
///
/// A caller that sends `Cache-Control: no-cache` has it read anew.
pub async fn serve(
    call: &Call,
    key: String,
    generation_key: &'static str,
    ttl: Duration,
    source: Rc<dyn Load>,
) -> Result<Served, Problem> {
    let timing = &call.timing;
    if ttl.is_zero() {
        return Ok(Served::anew(source.load(timing).await?));
    }
    let seen = call.headers().get(GENERATION_HEADER);
    let seen = seen.map(|seen| seen.to_str().unwrap_or(NO_GENERATION));
    let wants_anew = call.wants_no_cache() || seen == Some(NO_GENERATION);
    let loading = Mark::set(&key).filter(|_| !wants_anew);
    if !wants_anew {
        // One look at another's load: where it failed, those who waited for it try side by side.
        while loading.is_none() && Mark::is_set(&key) {
            sleep(LOOK_AGAIN).await;
        }
        if let Some(payload) = memory::get(&key, seen) {
            return Ok(hit(timing, &key, "memory", payload));
        }
    }

    let asked_ms = now_ms();
    let (generation, stored) = store::read(generation_key, &key).await;
    if let Some(stored) = stored.filter(|_| !wants_anew) {
        let payload = Arc::clone(&stored.payload);
        let refreshing = format!("refresh {key}");
        memory::put(&key, &stored, asked_ms);
        let served = hit(timing, &key, "store", payload);
        if !stored.is_fresh()
            && let Some(mark) = Mark::set(&refreshing)
        {
            spawn(refresh(mark, key, generation, ttl, source));
        }
        return Ok(served);
    }

    answered(timing, &key, "miss");
    let stored = Stored::new(source.load(timing).await?, generation, asked_ms, ttl);
    memory::put(&key, &stored, asked_ms);
    drop(loading);
    let payload = Arc::clone(&stored.payload);
    spawn(store::write(key, stored));
    Ok(Served {
        payload,
        hit: false,
    })
}

/// Makes all that was read under this generation old, after a write was committed; gives the reply the new one.
pub async fn renew(generation_key: &'static str, reply: Reply) -> Reply {
    let generation = advance(generation_key).await;
    let known = generation.as_deref().unwrap_or(NO_GENERATION);
    reply.with(GENERATION_HEADER, known)
}

/// The same between the commits of a write that goes on; gives the new generation, where the store took it.
pub async fn advance(generation_key: &'static str) -> Option<String> {
    memory::clear();
    let generation = format!("{:016x}", get_random_u64());
    let taken = store::renew(generation_key, &generation).await;
    taken.then_some(generation)
}

/// Whether the store answers, whatever it holds and however long that takes.
pub async fn probe() -> Result<(), impl fmt::Display> {
    store::probe().await
}

/// Reads a value anew after the response; a failure leaves the old one until its TTL ends.
async fn refresh(
    _mark: Mark,
    key: String,
    generation: Option<String>,
    ttl: Duration,
    source: Rc<dyn Load>,
) {
    let asked_ms = now_ms();
    if let Ok(payload) = source.load(&Timing::start()).await {
        let stored = Stored::new(payload, generation, asked_ms, ttl);
        memory::put(&key, &stored, asked_ms);
        store::write(key, stored).await;
    }
}

fn hit(timing: &Timing, key: &str, level: &'static str, payload: Arc<str>) -> Served {
    answered(timing, key, level);
    Served { payload, hit: true }
}

fn answered(timing: &Timing, key: &str, level: &'static str) {
    let resource = cache_key::resource(key);
    timing.cache(CacheAnswer { resource, level });
}
