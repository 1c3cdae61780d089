//! The conversation list.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations` | viewer | one page under a filter and a sort, by cursor or rank |
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
mod read;
mod view;

use futures::{FutureExt, future::LocalBoxFuture};
use parley_domain::{
    cache_key::{self, CONVERSATIONS_GENERATION},
    problem::Problem,
    query::ListQuery,
    role::Role,
};
use parley_platform::{
    cache::{self, Load, Served},
    config::Config,
    reply::{Reply, Response},
    serve::{self, Call},
    telemetry::Timing,
};
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

    let body = view::answer(&served, call.timing.in_database().into());
    Ok(Reply::cacheable(body, &served))
}

/// A page that can be read again.
struct Page(ListQuery);

impl Page {
    async fn read(&self, timing: &Timing) -> Result<String, Problem> {
        let found = read::find(&self.0, timing).await?;
        view::page(&self.0, &found).map_err(Problem::internal)
    }
}

impl Load for Page {
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>> {
        self.read(timing).boxed_local()
    }
}
