//! How many conversations a filter selects.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations/count` | viewer | the number under a filter, and whether it is exact |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

use parley_domain::{problem::Problem, query::CountQuery, role::Role};
use parley_platform::{
    database,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::conversations::count;
use serde::Serialize;
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, count_conversations).await
}

#[derive(Serialize)]
struct Answer {
    count: i64,
    kind: &'static str,
}

async fn count_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Viewer).await?;
    let query = CountQuery::parse(call.query()).map_err(Problem::invalid)?;

    let count = database::fetch_integer(call, count::exact(&query.filter)).await?;

    let body = serde_json::to_vec(&Answer {
        count,
        kind: "exact",
    })
    .map_err(Problem::internal)?;
    Ok(Reply::json(body))
}
