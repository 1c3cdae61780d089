//! How many conversations a filter selects, and how they are spread.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations/count` | viewer | the number under a filter, and whether it is exact |
//! | `GET /api/conversations/facets` | viewer | the same by status, by tier and by quality |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod view;

use futures::{FutureExt, future::LocalBoxFuture};
use parley_domain::{
    cache_key::{self, CONVERSATIONS_GENERATION},
    problem::{Kind, Problem},
    query::{CountQuery, FacetsQuery},
    role::Role,
};
use parley_platform::{
    cache::{self, Load},
    config::Config,
    database::Session,
    planning,
    reply::{Reply, Response},
    serve::{self, Call},
    telemetry::Timing,
};
use parley_store::conversations::{count, facets};
use spin_sdk::{http::Request, http_service};
use std::rc::Rc;
use view::Known;

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |call| match call.path() {
        "/api/conversations/count" => count_conversations(call).await,
        "/api/conversations/facets" => spread_conversations(call).await,
        _ => Err(Problem::new(Kind::NotFound, "there is no such route")),
    })
    .await
}

async fn count_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Viewer).await?;
    let query = CountQuery::parse(call.query()).map_err(Problem::invalid)?;

    let key = cache_key::count(&query.filter, query.exact);
    let ttl = Config::get().await?.ttl("cache_count_s")?;
    let count = Rc::new(Count(query));
    let served = cache::serve(call, key, CONVERSATIONS_GENERATION, ttl, count).await?;
    Ok(Reply::cacheable(
        served.payload.as_bytes().to_vec(),
        &served,
    ))
}

async fn spread_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Viewer).await?;
    let query = FacetsQuery::parse(call.query()).map_err(Problem::invalid)?;

    let key = cache_key::facets(&query.filter);
    let ttl = Config::get().await?.ttl("cache_facets_s")?;
    let facets = Rc::new(Facets(query));
    let served = cache::serve(call, key, CONVERSATIONS_GENERATION, ttl, facets).await?;
    Ok(Reply::cacheable(
        served.payload.as_bytes().to_vec(),
        &served,
    ))
}

/// A count that can be made again.
struct Count(CountQuery);

impl Load for Count {
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>> {
        read_count(&self.0, timing).boxed_local()
    }
}

async fn read_count(query: &CountQuery, timing: &Timing) -> Result<String, Problem> {
    let filter = &query.filter;
    let session = Session::for_reads(timing).await?;
    let statement = if let Some(statement) = count::counted(filter) {
        timing.plan("counters");
        statement
    } else if !query.exact
        && let Some(expected) = planning::too_many(&session, filter).await?
    {
        timing.plan("estimate");
        return view::count(Known::Estimated(expected)).map_err(Problem::internal);
    } else {
        timing.plan("count");
        count::exact(filter)
    };
    let known = Known::Exact(session.integer(statement).await?);
    view::count(known).map_err(Problem::internal)
}

/// Facets that can be made again.
struct Facets(FacetsQuery);

impl Load for Facets {
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>> {
        read_facets(&self.0, timing).boxed_local()
    }
}

async fn read_facets(query: &FacetsQuery, timing: &Timing) -> Result<String, Problem> {
    let filter = &query.filter;
    let session = Session::for_reads(timing).await?;
    let (statement, expected) = if let Some(statement) = facets::counted(filter) {
        timing.plan("counters");
        (statement, None)
    } else if let Some(expected) = planning::too_many(&session, filter).await? {
        timing.plan("sample");
        let total = match count::counted(filter) {
            Some(statement) => session.integer(statement).await?,
            None => expected,
        };
        (facets::sampled(filter), Some(total))
    } else {
        timing.plan("count");
        (facets::exact(filter), None)
    };
    let spread = session.text(statement).await?;
    view::facets(&spread, expected).map_err(Problem::internal)
}
