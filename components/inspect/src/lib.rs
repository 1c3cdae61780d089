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
use parley_store::inspection::{activity, indexes, source};
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

    let statements = match &look {
        Look::Connections => vec![activity::connections()],
        Look::Database(query) => vec![activity::slow_statements(query), activity::activity(query)],
        Look::Indexes(_) => vec![indexes::facts()],
    };
    let session = Session::open(&call.timing).await?;
    let mut told = Vec::new();
    for statement in statements {
        told.push(session.text(statement).await?);
    }
    match (look, told.as_slice()) {
        (Look::Connections, [counts]) => {
            let counts: Counts = read(counts)?;
            answer(&Connections::from(counts))
        }
        (Look::Database(query), [recorded, activity]) => {
            let (recorded, activity) = (read(recorded)?, read(activity)?);
            let statements = Statements::judge(recorded, &query, source::of);
            answer(&Database::judge(&query, statements, activity, source::of))
        }
        (Look::Indexes(query), [facts]) => answer(&Indexes::judge(&query, read(facts)?)),
        _ => Err(Problem::internal("a look without what it is about")),
    }
}

/// What a statement told as JSON.
fn read<T: DeserializeOwned>(told: &str) -> Result<T, Problem> {
    serde_json::from_slice(told.as_bytes()).map_err(Problem::internal)
}

fn answer(body: &impl Serialize) -> Result<Reply, Problem> {
    serde_json::to_vec(body)
        .map(Reply::json)
        .map_err(Problem::internal)
}
