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
    let count = Count(Rc::new(query));
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
    let facets = Facets(Rc::new(query));
    let served = cache::serve(call, key, CONVERSATIONS_GENERATION, ttl, facets).await?;
    Ok(Reply::cacheable(
        served.payload.as_bytes().to_vec(),
        &served,
    ))
}

/// A count that can be made again.
#[derive(Clone)]
struct Count(Rc<CountQuery>);

impl Load for Count {
    async fn load(&self, timing: &Timing) -> Result<String, Problem> {
        let CountQuery { filter, exact } = &*self.0;
        let session = Session::open(timing).await?;
        let known = if let Some(statement) = count::counted(filter) {
            timing.plan("counters");
            Known::Exact(session.integer(statement).await?)
        } else if *exact {
            timing.plan("count");
            Known::Exact(session.integer(count::exact(filter)).await?)
        } else {
            let mut inquiry = count::inquiry(filter);
            planning::ask(&session, &mut inquiry).await?;
            if count::is_countable(&inquiry) {
                timing.plan("count");
                Known::Exact(session.integer(count::exact(filter)).await?)
            } else {
                timing.plan("estimate");
                Known::Estimated(inquiry.expected())
            }
        };
        view::count(known).map_err(Problem::internal)
    }
}

/// Facets that can be made again.
#[derive(Clone)]
struct Facets(Rc<FacetsQuery>);

impl Load for Facets {
    async fn load(&self, timing: &Timing) -> Result<String, Problem> {
        let filter = &self.0.filter;
        let session = Session::open(timing).await?;
        let (spread, estimated) = if let Some(statement) = facets::counted(filter) {
            timing.plan("counters");
            (session.text(statement).await?, None)
        } else {
            let mut inquiry = count::inquiry(filter);
            planning::ask(&session, &mut inquiry).await?;
            if count::is_countable(&inquiry) {
                timing.plan("count");
                (session.text(facets::exact(filter)).await?, None)
            } else {
                timing.plan("sample");
                let sample = session.text(facets::sampled(filter)).await?;
                (sample, Some(inquiry.expected()))
            }
        };
        view::facets(&spread, estimated).map_err(Problem::internal)
    }
}
