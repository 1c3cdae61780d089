//! What the list on the local host is measured against: the same SQL behind axum, as a native server in Rust has it.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /page` | anyone | what the statement in the variable `PAGE_SQL` gives |
//!
//! A pool as large as a component's, statements that stay prepared on their connection, and nothing of what a page of
//! Parley's has besides: no token, no query to read, no cursor, no cache, no metrics. It listens on a free port of
//! 127.0.0.1 and prints `Serving http://…` as the hosts do.

use anyhow::{Context, Result};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use deadpool_postgres::{Manager, Pool};
use serde::Deserialize;
use std::{env, net::Ipv4Addr, sync::Arc};
use tokio::net::TcpListener;
use tokio_postgres::{NoTls, types::ToSql};

/// Connections that Spin keeps for a component.
const CONNECTIONS: usize = 64;

/// A parameter, by its kind in JSON.
#[derive(Deserialize)]
#[serde(untagged)]
enum Parameter {
    Text(String),
    Texts(Vec<String>),
    Integer(i64),
}

impl Parameter {
    fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Text(text) => text,
            Self::Texts(texts) => texts,
            Self::Integer(integer) => integer,
        }
    }
}

struct Page {
    pool: Pool,
    sql: String,
    parameters: Vec<Parameter>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let variable = |name| env::var(name).with_context(|| format!("{name} is not set"));
    let manager = Manager::new(variable("DATABASE_URL")?.parse()?, NoTls);
    let page = Arc::new(Page {
        pool: Pool::builder(manager).max_size(CONNECTIONS).build()?,
        sql: variable("PAGE_SQL")?,
        parameters: serde_json::from_str(&variable("PAGE_PARAMETERS")?)?,
    });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("Serving http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // A connection that cannot be told so is as good, only later.
        let _ = stream.set_nodelay(true);
    });
    let routes = Router::new().route("/page", get(answer)).with_state(page);
    axum::serve(listener, routes).await?;
    Ok(())
}

async fn answer(State(page): State<Arc<Page>>) -> Response {
    match page.read().await {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
    }
}

impl Page {
    async fn read(&self) -> Result<String> {
        let connection = self.pool.get().await?;
        let statement = connection.prepare_cached(&self.sql).await?;
        let parameters: Vec<_> = self.parameters.iter().map(Parameter::as_sql).collect();
        let row = connection.query_one(&statement, &parameters).await?;
        Ok(row.try_get(0)?)
    }
}
