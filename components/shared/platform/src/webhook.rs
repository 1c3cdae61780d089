//! Messages to an address that the operator has set, and that `allowed_outbound_hosts` lets out.
//!
//! The address may hold a secret, as those of chat services do, so no error names it.

use futures::{
    FutureExt,
    future::{Either, select},
};
use parley_domain::problem::{Kind, Problem};
use spin_sdk::{
    http::{self, Method},
    time::sleep,
};
use std::{pin::pin, time::Duration};

/// How long the other side may take. Nobody waits for it, but the instance lives as long.
const LIMIT: Duration = Duration::from_secs(5);

/// Posts JSON.
///
/// # Errors
/// 503 where it was not taken: no connection, no answer in time, or a status other than 2xx.
pub async fn post(url: &str, json: &str) -> Result<(), Problem> {
    let request = ::http::Request::builder()
        .method(Method::POST)
        .uri(url)
        .header("content-type", "application/json")
        .body(json.to_owned())
        .map_err(|_| failed("its URL is not one"))?;
    let sent = http::send(request).boxed_local();
    match select(sent, pin!(sleep(LIMIT))).await {
        Either::Left((Ok(response), _)) if response.status().is_success() => Ok(()),
        Either::Left((Ok(response), _)) => Err(failed("it answered").because(response.status())),
        Either::Left((Err(error), _)) => Err(failed("it could not be sent").because(error)),
        Either::Right(_) => Err(failed("it did not answer in time")),
    }
}

fn failed(what: &str) -> Problem {
    Problem::new(
        Kind::Unavailable,
        format!("the webhook was not told: {what}"),
    )
}
