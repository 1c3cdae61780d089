//! Whether what the API stands on answers: its configuration, Postgres and the key-value store.
//!
//! For a load balancer, which asks without a token: each is named with its state and how long it took, and never with
//! what was wrong, which goes to the log. The key-value store is a cache that no request depends on, so an app without
//! it is ready, but degraded.

use crate::{
    cache,
    config::Config,
    database::Session,
    serve::Call,
    telemetry::{Milliseconds, log},
};
use futures::FutureExt;
use futures::future::{Either, LocalBoxFuture, join, select};
use parley_domain::problem::{Kind, Problem};
use parley_store::readiness;
use spin_sdk::time::sleep;
use std::{
    pin::pin,
    time::{Duration, Instant},
};

/// How long one of them may take to answer. Less than the patience of the usual probe, so that it gets to read which.
const LIMIT: Duration = Duration::from_secs(2);

/// What was found.
pub struct Readiness {
    /// The variables are set so that callers can be known.
    pub configuration: Check,
    /// Postgres answers a statement.
    pub postgres: Check,
    /// The key-value store answers.
    pub key_value: Check,
}

/// One of them.
pub struct Check {
    /// It answered.
    pub is_ok: bool,
    /// How long that took, or until it was given up.
    pub took: Milliseconds,
}

impl Readiness {
    /// Requests can be answered.
    pub const fn is_ready(&self) -> bool {
        self.configuration.is_ok && self.postgres.is_ok
    }
}

/// Asks all of them, at the same time.
pub async fn check(call: &Call) -> Readiness {
    let configuration = checked(
        call,
        async { Config::get().await.map(|_| ()) }.boxed_local(),
    )
    .await;
    let postgres = async {
        let session = Session::open(&call.timing).await?;
        session.integer(readiness::probe()).await.map(|_| ())
    };
    let key_value = async {
        cache::probe().await.map_err(|error| {
            Problem::new(Kind::Unavailable, "the key-value store failed").because(error)
        })
    };
    let (postgres, key_value) = join(
        checked(call, postgres.boxed_local()),
        checked(call, key_value.boxed_local()),
    )
    .await;
    Readiness {
        configuration,
        postgres,
        key_value,
    }
}

async fn checked(call: &Call, work: LocalBoxFuture<'_, Result<(), Problem>>) -> Check {
    let started = Instant::now();
    let outcome = match select(work, pin!(sleep(LIMIT))).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(_) => Err(Problem::new(Kind::TimedOut, "no answer in time")),
    };
    if let Err(problem) = &outcome {
        log(problem, Some(call));
    }
    Check {
        is_ok: outcome.is_ok(),
        took: started.elapsed().into(),
    }
}
