//! The conversation list.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations` | viewer | one page under a filter and a sort, by cursor |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod view;

use parley_domain::{page::Page, problem::Problem, query::ListQuery, role::Role};
use parley_platform::{
    database,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::conversations::page;
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, list_conversations).await
}

async fn list_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Viewer).await?;
    let query = ListQuery::parse(call.query()).map_err(Problem::invalid)?;

    let json = database::fetch_text(call, page::rows(&query)).await?;
    let rows = page::parse(&json).map_err(Problem::internal)?;
    let page = Page::new(rows, query.limit, query.cursor.as_ref());

    let body = view::page(&query, &page, call.timing.in_database()).map_err(Problem::internal)?;
    Ok(Reply::json(body))
}
