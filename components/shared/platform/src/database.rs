//! Statements on Postgres, and what its errors mean to a caller.
//!
//! One statement is one transaction: an instance may be dropped between two, and would leave a transaction open on a
//! pooled connection. Every wait here ends at the request's deadline (see [`crate::serve`]) and every statement at
//! `statement_timeout`, which travels with the connection string.

use crate::{config::Config, serve::Call};
use futures::future::LocalBoxFuture;
use parley_domain::problem::{Kind, Problem};
use parley_store::statement::{Statement, Value};
use spin_sdk::pg::{Connection, DbError, DbValue, Error, ParameterValue, PgError, QueryError};

/// Seconds a caller is asked to wait when Postgres is away: long enough for a restart, short enough for a person.
const RETRY_AFTER_S: u32 = 2;

/// Runs a statement that gives one row with one text.
pub async fn fetch_text(call: &Call, statement: Statement) -> Result<String, Problem> {
    match fetch_value(call, statement).await? {
        DbValue::Str(text) => Ok(text),
        _ => Err(unexpected()),
    }
}

/// Runs a statement that gives one row with one `int8`.
pub async fn fetch_integer(call: &Call, statement: Statement) -> Result<i64, Problem> {
    match fetch_value(call, statement).await? {
        DbValue::Int64(integer) => Ok(integer),
        _ => Err(unexpected()),
    }
}

/// Runs a statement for its effect, outside of any request's time.
pub async fn execute(config: &Config, statement: Statement) -> Result<(), Problem> {
    first_row(&config.database_url, statement)
        .await
        .map(|_| ())
        .map_err(|error| problem(&error))
}

async fn fetch_value(call: &Call, statement: Statement) -> Result<DbValue, Problem> {
    let url = &Config::get().await?.database_url;
    let row = call
        .timing
        .database(first_row(url, statement))
        .await
        .map_err(|error| problem(&error))?;
    row.into_iter()
        .flatten()
        .next()
        .ok_or_else(|| Problem::internal("the statement gave no row"))
}

type FirstRow<'a> = LocalBoxFuture<'a, Result<Option<Vec<DbValue>>, Error>>;

/// Runs a statement for its first row. Boxed, so that all that run one share it: it is 7 kB of code, and the compiler
/// copies an `async fn` into each of its callers.
fn first_row(url: &str, statement: Statement) -> FirstRow<'_> {
    let (text, values) = statement.into_parts();
    let parameters: Vec<ParameterValue> = values.into_iter().map(parameter).collect();
    Box::pin(async move {
        let connection = Connection::open(url).await?;
        let mut result = connection.query(text, parameters).await?;
        let mut first = None;
        // Only a stream read to its end is sure to have a result: a host that produces rows on demand learns how the
        // statement ended when it is asked for the row after the last. And no further: reading on traps.
        while let Some(row) = result.rows().next().await {
            first.get_or_insert(row);
        }
        result.result().await?;
        Ok(first)
    })
}

fn parameter(value: Value) -> ParameterValue {
    match value {
        Value::Text(text) => ParameterValue::Str(text),
        Value::Texts(texts) => ParameterValue::ArrayStr(texts.into_iter().map(Some).collect()),
        Value::Integer(integer) => ParameterValue::Int64(integer),
    }
}

fn unexpected() -> Problem {
    Problem::internal("the statement gave a value of another type")
}

/// What an error of Postgres, or on the way to it, means to the caller.
fn problem(error: &Error) -> Problem {
    let unavailable = || {
        Problem::unavailable(
            "the database cannot be reached; try again shortly",
            RETRY_AFTER_S,
        )
    };
    match error {
        Error::PgError(PgError::QueryFailed(QueryError::DbError(error))) => database_problem(error),
        // Without a code of Postgres's own: the connection broke, or could not be made.
        Error::PgError(
            PgError::ConnectionFailed(cause) | PgError::QueryFailed(QueryError::Text(cause)),
        ) => unavailable().because(cause),
        Error::PgError(PgError::Other(cause)) => unavailable().because(cause),
        Error::PgError(PgError::BadParameter(_) | PgError::ValueConversionFailed(_))
        | Error::Decode(_) => Problem::internal(error),
    }
}

/// By SQLSTATE (PostgreSQL manual, appendix A).
fn database_problem(error: &DbError) -> Problem {
    let problem = match error.code.as_str() {
        // query_canceled: what statement_timeout ends a statement with.
        "57014" => Problem::new(
            Kind::TimedOut,
            "the database did not answer in time; narrow the filter",
        ),
        // serialization_failure, deadlock_detected: it would go through the next time.
        "40001" | "40P01" => {
            Problem::unavailable("the database was busy with the same rows; try again", 1)
        }
        // 08 connection, 53 out of connections or memory, 57 shutting down or starting, 58 the server's own system.
        code if ["08", "53", "57", "58"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            Problem::unavailable(
                "the database cannot answer right now; try again shortly",
                RETRY_AFTER_S,
            )
        }
        _ => Problem::internal(""),
    };
    problem.because(format!("{}: {}", error.code, error.message))
}
