//! How Parley runs.
//!
//! | route | who | what |
//! |---|---|---|
//! | `POST /api/vitals` | viewer | takes what a page of the dashboard measured |
//! | `GET /api/admin/performance/api` | admin | requests by route and time |
//! | `GET /api/admin/performance/cache` | admin | how the cache answered |
//! | `GET /api/admin/performance/web-vitals` | admin | what pages measured |
//! | `GET PUT /api/admin/alerts` | admin | thresholds, and the state of each now |
//! | `GET /api/admin/report` | admin | all of that as one document |
//! | `GET /metrics` | admin, or a scrape token | the same for Prometheus |
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

mod alerts;
mod performance;
mod route;
mod view;
mod vitals;

use parley_domain::problem::{Kind, Problem};
use parley_platform::{
    readiness,
    reply::{Reply, Response},
    serve::{self, Call},
};
use route::Route;
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    // Probes answer whatever the configuration is, and are not recorded: they would be most of what is.
    match request.uri().path() {
        "/healthz" => serve::public(request, get_health).await,
        "/readyz" => serve::public(request, get_readiness).await,
        _ => serve::api(request, answer).await,
    }
}

async fn answer(call: &Call) -> Result<Reply, Problem> {
    let Some(route) = Route::parse(call.path()) else {
        return Err(Problem::new(Kind::NotFound, "there is no such route"));
    };
    call.require_method(route.methods())?;
    match route {
        Route::Vitals => vitals::store(call).await,
        Route::Requests | Route::Cache | Route::WebVitals => performance::get(call, route).await,
        Route::Alerts if call.method() == "PUT" => alerts::put(call).await,
        Route::Alerts => alerts::get(call).await,
        Route::Report => performance::report(call).await,
        Route::Metrics => performance::metrics(call).await,
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
