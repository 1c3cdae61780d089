//! How Parley runs.
//!
//! | route | who | what |
//! |---|---|---|
//! | `POST /api/vitals` | viewer | takes what a page of the dashboard measured |
//! | `GET /healthz` | anyone | the process is alive |
//! | `GET /readyz` | anyone | Postgres and the key-value store answer |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod view;

use parley_domain::{
    problem::{Kind, Problem},
    role::Role,
    web_vital::Report,
};
use parley_platform::{
    database::Session,
    readiness,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::web_vitals;
use spin_sdk::{http::Request, http_service};

/// The largest report, in bytes: [`parley_domain::web_vital::MAX_METRICS`] of them are a tenth of it.
const MAX_REPORT_BYTES: usize = 32 * 1024;

#[http_service]
async fn handle(request: Request) -> Response {
    // Probes answer whatever the configuration is, and are not recorded: they would be most of what is.
    match request.uri().path() {
        "/healthz" => serve::public(request, get_health).await,
        "/readyz" => serve::public(request, get_readiness).await,
        _ => serve::api(request, store_vitals).await,
    }
}

async fn get_health(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    Ok(Reply::probe(view::HEALTH.to_vec(), true))
}

async fn get_readiness(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    let readiness = readiness::check(call).await;
    Ok(Reply::probe(
        view::readiness(&readiness),
        readiness.is_ready(),
    ))
}

async fn store_vitals(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["POST"])?;
    let caller = call.require_role(Role::Viewer).await?;
    let report = call
        .json(MAX_REPORT_BYTES)
        .await
        .and_then(|fields| Report::read(fields).map_err(Problem::invalid))?;

    let statement = web_vitals::store(&caller.subject, &report).map_err(Problem::internal)?;
    let session = Session::open(&call.timing).await?;
    match u32::try_from(session.integer(statement).await?) {
        Ok(0) => Ok(Reply::no_content()),
        Ok(seconds) => Err(too_many(seconds)),
        Err(error) => Err(Problem::internal(error)),
    }
}

fn too_many(retry_after_s: u32) -> Problem {
    Problem {
        retry_after_s: Some(retry_after_s),
        ..Problem::new(
            Kind::TooManyRequests,
            format!(
                "at most {} reports a minute",
                web_vitals::MAX_REPORTS_PER_MINUTE
            ),
        )
    }
}
