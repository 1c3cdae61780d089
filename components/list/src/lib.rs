//! The conversation list.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations` | viewer | one page under a filter and a sort, by cursor |
//! | `POST /api/conversations` | reviewer | creates a conversation; here, as Spin routes by path alone |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod create;
mod view;

use futures::{FutureExt, future::LocalBoxFuture};
use parley_domain::{
    cache_key::{self, CONVERSATIONS_GENERATION},
    page as domain,
    problem::Problem,
    query::ListQuery,
    role::Role,
};
use parley_platform::{
    cache::{self, Load, Served},
    config::Config,
    database::Session,
    planning,
    reply::{Reply, Response},
    serve::{self, Call},
    telemetry::Timing,
};
use parley_store::conversations::page;
use spin_sdk::{http::Request, http_service};
use std::rc::Rc;

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |call| match call.method().as_str() {
        "POST" => create::create_conversation(call).await,
        _ => list_conversations(call).await,
    })
    .await
}

async fn list_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD", "POST"])?;
    call.require_role(Role::Viewer).await?;
    let query = ListQuery::parse(call.query()).map_err(Problem::invalid)?;

    let served = match cache_key::list(&query) {
        Some(key) => {
            let ttl = Config::get().await?.ttl("cache_list_s")?;
            let page = Rc::new(Page(query));
            cache::serve(call, key, CONVERSATIONS_GENERATION, ttl, page).await?
        }
        None => Served::anew(Page(query).load(&call.timing).await?),
    };

    let body = view::answer(&served, call.timing.in_database());
    Ok(Reply::cacheable(body, &served))
}

/// A page that can be read again.
struct Page(ListQuery);

impl Load for Page {
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>> {
        read_page(&self.0, timing).boxed_local()
    }
}

async fn read_page(query: &ListQuery, timing: &Timing) -> Result<String, Problem> {
    let session = Session::open(timing).await?;
    let plan = planning::of_page(&session, query).await?;
    timing.plan(plan.name());

    let mut total = None;
    let mut parts: Vec<String> = Vec::new();
    for section in page::sections(query, plan) {
        let missing = (query.limit.rows() + 1).saturating_sub(rows(&parts).len());
        if missing == 0 {
            break;
        }
        let statement = page::rows(query, plan, *section, missing);
        let (text, known) = session.text_and_integer(statement).await?;
        total = total.or(known);
        parts.push(text);
    }
    let page = domain::Page::new(rows(&parts), query.limit, query.cursor.as_ref());
    view::page(query, &page, total).map_err(Problem::internal)
}

fn rows(parts: &[String]) -> Vec<&str> {
    parts.iter().flat_map(|part| page::lines(part)).collect()
}
