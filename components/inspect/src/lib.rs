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
        "/api/admin/explain" => explain::explain_query(call).await,
        _ => look(call).await,
    })
    .await
}

/// What a route that only reads is asked for.
enum Look {
    Connections,
    Database(DatabaseQuery),
    Indexes(IndexesQuery),
}

impl Look {
    fn parse(path: &str, query: &str) -> Result<Self, Problem> {
        match path {
            "/api/admin/db-stats" => query::none(query).map(|()| Self::Connections),
            "/api/admin/performance/database" => DatabaseQuery::parse(query).map(Self::Database),
            "/api/admin/performance/indexes" => IndexesQuery::parse(query).map(Self::Indexes),
            _ => return Err(Problem::new(Kind::NotFound, "there is no such route")),
        }
        .map_err(Problem::invalid)
    }
}

/// One walk for all of them: each of its own would be 2 kB of the component.
async fn look(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Admin).await?;
    let look = Look::parse(call.path(), call.query())?;

    let session = Session::open(&call.timing).await?;
    match look {
        Look::Connections => {
            let counts: Counts = read(&session, activity::connections()).await?;
            answer(&Connections::from(counts))
        }
        Look::Database(query) => {
            let recorded = read(&session, activity::slow_statements(&query)).await?;
            let activity = read(&session, activity::activity(&query)).await?;
            let statements = Statements::judge(recorded, &query, source::of);
            answer(&Database::judge(&query, statements, activity, source::of))
        }
        Look::Indexes(query) => {
            let facts = read(&session, indexes::facts()).await?;
            answer(&Indexes::judge(&query, facts))
        }
    }
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
