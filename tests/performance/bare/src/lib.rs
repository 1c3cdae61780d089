//! What the list is measured against: the same SQL on the same host, and nothing around it.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /page` | anyone | what the statement in the variable `page_sql` gives |
//!
//! No token, no query to read, no cursor, no cache, no metrics, no compression: opens a connection, runs the statement,
//! answers with its text. What the list's throughput lacks of this one's is the price of all that. The variables are read
//! once per instance, as the list's are.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

use http::{HeaderValue, StatusCode, header};
use spin_sdk::{
    http::{FullBody, Request},
    http_service,
    pg::{Connection, DbValue, ParameterValue},
    variables,
};
use std::sync::OnceLock;

type Response = http::Response<FullBody<bytes::Bytes>>;
type Failure = Box<dyn std::error::Error>;

struct Page {
    database_url: String,
    sql: String,
    parameters: Vec<serde_json::Value>,
}

static PAGE: OnceLock<Page> = OnceLock::new();

#[http_service]
async fn handle(_request: Request) -> Response {
    match page().await {
        Ok(json) => answer(StatusCode::OK, "application/json", json),
        Err(error) => answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain",
            error.to_string(),
        ),
    }
}

/// A stated length, as the list has it: without it a keep-alive client waits for the end of the body.
fn answer(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let length = body.len();
    let mut response = http::Response::new(FullBody::new(body.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

async fn page() -> Result<String, Failure> {
    let page = match PAGE.get() {
        Some(page) => page,
        None => {
            let page = Page {
                database_url: variables::get("database_url").await?,
                sql: variables::get("page_sql").await?,
                parameters: serde_json::from_str(&variables::get("page_parameters").await?)?,
            };
            PAGE.get_or_init(|| page)
        }
    };
    let parameters = page
        .parameters
        .iter()
        .map(parameter)
        .collect::<Option<Vec<_>>>()
        .ok_or("page_parameters holds something other than texts, lists of texts and integers")?;
    let connection = Connection::open(page.database_url.as_str()).await?;
    let mut result = connection.query(page.sql.as_str(), parameters).await?;
    let row = result.rows().next().await;
    while result.rows().next().await.is_some() {}
    result.result().await?;
    match row.into_iter().flatten().next() {
        Some(DbValue::Str(json)) => Ok(json),
        _ => Err("the statement gave no text".into()),
    }
}

fn parameter(value: &serde_json::Value) -> Option<ParameterValue> {
    use serde_json::Value;
    match value {
        Value::String(text) => Some(ParameterValue::Str(text.clone())),
        Value::Number(number) => number.as_i64().map(ParameterValue::Int64),
        Value::Array(texts) => texts
            .iter()
            .map(|text| text.as_str().map(|text| Some(text.to_owned())))
            .collect::<Option<Vec<_>>>()
            .map(ParameterValue::ArrayStr),
        _ => None,
    }
}
