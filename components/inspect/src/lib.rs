//! What goes on in the database, for whoever runs Parley.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/admin/db-stats` | admin | connections against their limit |
//! | `GET /api/admin/performance/database` | admin | slow and long-running statements, hit ratios |
//! | `GET /api/admin/performance/indexes` | admin | unused, duplicate, missing and bloated indexes |
//! | `POST /api/admin/explain` | admin | the plan of a query of the dashboard, or of a statement that Postgres knows |
//!
//! Nothing is cached: who looks here wants what is true now, and there are few of them. What is judged, and from which
//! threshold on, is in `parley_domain::inspection`.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod explain;

use parley_domain::{
    inspection::{
        activity::{Database, Statements},
        connections::{Connections, Counts},
        indexes::Indexes,
    },
    problem::{Kind, Problem},
    query::{self, DatabaseQuery, IndexesQuery},
    role::Role,
};
use parley_platform::{
    database::Session,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::{
    inspection::{activity, indexes, source},
    statement::Statement,
};
use serde::{Serialize, de::DeserializeOwned};
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |call| match call.path() {
        "/api/admin/db-stats" => count_connections(call).await,
        "/api/admin/performance/database" => inspect_database(call).await,
        "/api/admin/performance/indexes" => inspect_indexes(call).await,
        "/api/admin/explain" => explain::explain_query(call).await,
        _ => Err(Problem::new(Kind::NotFound, "there is no such route")),
    })
    .await
}

async fn count_connections(call: &Call) -> Result<Reply, Problem> {
    let () = receive(call, query::none).await?;
    let session = Session::open(&call.timing).await?;
    let counts: Counts = read(&session, activity::connections()).await?;
    answer(&Connections::from(counts))
}

async fn inspect_database(call: &Call) -> Result<Reply, Problem> {
    let query = receive(call, DatabaseQuery::parse).await?;
    let session = Session::open(&call.timing).await?;
    let recorded = read(&session, activity::slow_statements(&query)).await?;
    let activity = read(&session, activity::activity(&query)).await?;
    let statements = Statements::judge(recorded, &query, source::of);
    answer(&Database::judge(&query, statements, activity, source::of))
}

async fn inspect_indexes(call: &Call) -> Result<Reply, Problem> {
    let query = receive(call, IndexesQuery::parse).await?;
    let session = Session::open(&call.timing).await?;
    let facts = read(&session, indexes::facts()).await?;
    answer(&Indexes::judge(&query, facts))
}

/// The query string of a route that only reads.
async fn receive<T>(
    call: &Call,
    parse: fn(&str) -> Result<T, Vec<parley_domain::problem::FieldError>>,
) -> Result<T, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Admin).await?;
    parse(call.query()).map_err(Problem::invalid)
}

/// What a statement tells as JSON.
async fn read<T: DeserializeOwned>(
    session: &Session<'_>,
    statement: Statement,
) -> Result<T, Problem> {
    let text = session.text(statement).await?;
    serde_json::from_slice(text.as_bytes()).map_err(Problem::internal)
}

fn answer(body: &impl Serialize) -> Result<Reply, Problem> {
    serde_json::to_vec(body)
        .map(Reply::json)
        .map_err(Problem::internal)
}
