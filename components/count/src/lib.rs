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
    problem::{Kind, Problem},
    query::{CountQuery, FacetsQuery},
    role::Role,
};
use parley_platform::{
    database::Session,
    planning,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::conversations::{count, facets};
use spin_sdk::{http::Request, http_service};
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
    let CountQuery { filter, exact } = CountQuery::parse(call.query()).map_err(Problem::invalid)?;

    let session = Session::open(call).await?;
    let known = if let Some(statement) = count::counted(&filter) {
        call.timing.plan("counters");
        Known::Exact(session.integer(statement).await?)
    } else if exact {
        call.timing.plan("count");
        Known::Exact(session.integer(count::exact(&filter)).await?)
    } else {
        let mut inquiry = count::inquiry(&filter);
        planning::ask(&session, &mut inquiry).await?;
        if count::is_countable(&inquiry) {
            call.timing.plan("count");
            Known::Exact(session.integer(count::exact(&filter)).await?)
        } else {
            call.timing.plan("estimate");
            Known::Estimated(inquiry.expected())
        }
    };

    let body = view::count(known).map_err(Problem::internal)?;
    Ok(Reply::json(body))
}

async fn spread_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Viewer).await?;
    let FacetsQuery { filter } = FacetsQuery::parse(call.query()).map_err(Problem::invalid)?;

    let session = Session::open(call).await?;
    let (spread, estimated) = if let Some(statement) = facets::counted(&filter) {
        call.timing.plan("counters");
        (session.text(statement).await?, None)
    } else {
        let mut inquiry = count::inquiry(&filter);
        planning::ask(&session, &mut inquiry).await?;
        if count::is_countable(&inquiry) {
            call.timing.plan("count");
            (session.text(facets::exact(&filter)).await?, None)
        } else {
            call.timing.plan("sample");
            let sample = session.text(facets::sampled(&filter)).await?;
            (sample, Some(inquiry.expected()))
        }
    };

    let body = view::facets(&spread, estimated).map_err(Problem::internal)?;
    Ok(Reply::json(body))
}
