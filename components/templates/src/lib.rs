//! Templates, scenarios and edge cases: one shape, three resources.
//!
//! `<resource>` is `templates`, `scenarios` or `edge-cases`.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/<resource>` | viewer | one page by name, under a filter |
//! | `POST /api/<resource>` | admin | a new one |
//! | `GET /api/<resource>/:id` | viewer | one, and how many were made from it |
//! | `PATCH /api/<resource>/:id` | admin | some fields otherwise |
//! | `DELETE /api/<resource>/:id` | admin | gone, unless something was made from it |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod route;
mod view;
mod write;

use futures::{FutureExt, future::LocalBoxFuture};
use parley_domain::{
    cache_key::{self, LIBRARY_GENERATION},
    library::{ListQuery, Resource},
    problem::{Kind, Problem},
    query,
    role::Role,
};
use parley_platform::{
    cache::{self, Load, Served},
    config::Config,
    database::Session,
    reply::{Reply, Response},
    serve::{self, Call},
    telemetry::Timing,
};
use parley_store::library::{
    page,
    row::{self, Stamp},
};
use route::Route;
use spin_sdk::{http::Request, http_service};
use std::rc::Rc;
use uuid::Uuid;

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, answer).await
}

async fn answer(call: &Call) -> Result<Reply, Problem> {
    match Route::parse(call.path()) {
        Some(Route::All(resource)) => {
            call.require_method(&["GET", "HEAD", "POST"])?;
            match call.method().as_str() {
                "POST" => write::create_resource(call, resource).await,
                _ => list_resource(call, resource).await,
            }
        }
        Some(Route::One(resource, id)) => {
            call.require_method(&["GET", "HEAD", "PATCH", "DELETE"])?;
            match call.method().as_str() {
                "PATCH" => write::update_resource(call, resource, id).await,
                "DELETE" => write::delete_resource(call, resource, id).await,
                _ => get_resource(call, resource, id).await,
            }
        }
        None => Err(Problem::new(Kind::NotFound, "there is no such route")),
    }
}

async fn list_resource(call: &Call, resource: Resource) -> Result<Reply, Problem> {
    call.require_role(Role::Viewer).await?;
    let query = ListQuery::parse(resource, call.query()).map_err(Problem::invalid)?;

    let served = match cache_key::library_list(&query) {
        Some(key) => {
            let ttl = Config::get().await?.ttl("cache_library_list_s")?;
            let page = Rc::new(Page(query));
            cache::serve(call, key, LIBRARY_GENERATION, ttl, page).await?
        }
        None => Served::anew(Page(query).load(&call.timing).await?),
    };
    Ok(Reply::cacheable(
        served.payload.as_bytes().to_vec(),
        &served,
    ))
}

async fn get_resource(call: &Call, resource: Resource, id: Uuid) -> Result<Reply, Problem> {
    call.require_role(Role::Viewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;

    let key = cache_key::library_item(resource, id);
    let ttl = Config::get().await?.ttl("cache_library_item_s")?;
    let item = Rc::new(Item(resource, id));
    let served = cache::serve(call, key, LIBRARY_GENERATION, ttl, item).await?;
    let stamp = Stamp::parse(&served.payload).map_err(Problem::internal)?;
    let reply = Reply::cacheable(served.payload.as_bytes().to_vec(), &served);
    Ok(reply.of_version(stamp.version))
}

/// A page that can be read again.
struct Page(ListQuery);

impl Load for Page {
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>> {
        read_page(&self.0, timing).boxed_local()
    }
}

async fn read_page(query: &ListQuery, timing: &Timing) -> Result<String, Problem> {
    let session = Session::for_reads(timing).await?;
    let (rows, total) = session.text_and_integer(page::rows(query)).await?;
    view::page(query, &rows, total).map_err(Problem::internal)
}

/// One that can be read again.
struct Item(Resource, Uuid);

impl Load for Item {
    fn load<'a>(&'a self, timing: &'a Timing) -> LocalBoxFuture<'a, Result<String, Problem>> {
        read_item(self.0, self.1, timing).boxed_local()
    }
}

async fn read_item(resource: Resource, id: Uuid, timing: &Timing) -> Result<String, Problem> {
    let session = Session::for_reads(timing).await?;
    let item = session.optional_text(row::item(resource, id)).await?;
    item.ok_or_else(|| view::missing(resource))
}
