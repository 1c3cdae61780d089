//! Statements on Postgres, and what its errors mean to a caller.
//!
//! One statement is one transaction: an instance may be dropped between two, and would leave a transaction open on a
//! pooled connection. Every wait here ends at the request's deadline (see [`crate::serve`]) and every statement at
//! `statement_timeout`, which travels with the connection string.

mod kept;

use crate::{config::Config, rows::Rows, telemetry::Timing};
use futures::future::LocalBoxFuture;
use parley_domain::problem::{Kind, Problem};
use parley_store::statement::{Statement, Value};
use spin_sdk::pg::{Connection, DbError, DbValue, Error, ParameterValue, PgError, QueryError};
use std::{cell::Cell, time::Instant, vec};

/// Seconds a caller is asked to wait when Postgres is away: long enough for a restart, short enough for a person.
pub(crate) const RETRY_AFTER_S: u32 = 2;

/// A connection, for the statements of one request, one after the other. It goes back to the host's pool when this is
/// dropped; after reads, this instance keeps it for a moment first (see [`kept`]).
pub struct Session<'a> {
    timing: &'a Timing,
    url: &'static str,
    /// While no statement runs on it, and none has failed on it: one that is given up or fails takes it along.
    connection: Cell<Option<Connection>>,
    /// One that an earlier read left, until it has shown that it is still open.
    left: Cell<Option<Connection>>,
    /// What becomes of the connection afterwards, where it does not go back at once. Not a flag: a component that never asks for
    /// reads has nothing of [`kept`] in it.
    afterwards: Option<fn(Connection)>,
    /// When opening it began, until the first statement has run: the two are timed as one, as each look at the clock is a
    /// call to the host.
    opening: Cell<Option<Instant>>,
}

impl<'a> Session<'a> {
    /// Takes a connection from the pool. `timing` is told how long Postgres took.
    pub async fn open(timing: &'a Timing) -> Result<Self, Problem> {
        Self::begin(timing, None, None).await
    }

    /// The same for statements that change nothing, neither rows nor the session: they may run on what an earlier read left,
    /// and are run again where that turns out to be closed.
    pub async fn for_reads(timing: &'a Timing) -> Result<Self, Problem> {
        Self::begin(timing, kept::take(), Some(kept::keep)).await
    }

    async fn begin(
        timing: &'a Timing,
        left: Option<Connection>,
        afterwards: Option<fn(Connection)>,
    ) -> Result<Self, Problem> {
        let url = &Config::get().await?.database_url;
        let started = Instant::now();
        let is_left = left.is_some();
        let session = Self {
            timing,
            url,
            connection: Cell::new(None),
            left: Cell::new(left),
            afterwards,
            opening: Cell::new(Some(started)),
        };
        if !is_left {
            let opened = session.connect(started).await;
            session.connection.set(Some(opened.map_err(|error| {
                timing.database_since(started);
                problem(&error)
            })?));
        }
        Ok(session)
    }

    async fn connect(&self, started: Instant) -> Result<Connection, Error> {
        let _waiting = kept::Waiting::since(started);
        self.timing.connecting(true);
        let opened = Connection::open(self.url).await;
        self.timing.connecting(false);
        opened
    }

    /// Runs a statement that gives one row with one text, or several, as `EXPLAIN` does: they become the lines of one.
    pub async fn text(&self, statement: Statement) -> Result<String, Problem> {
        let mut rows = self.all(statement).await?.into_iter();
        let mut lines = text(row(rows.next())?.next())?;
        for row in rows {
            lines.push('\n');
            lines += &text(row.into_iter().next())?;
        }
        Ok(lines)
    }

    /// Runs a statement that gives one row with one text, or none.
    pub async fn optional_text(&self, statement: Statement) -> Result<Option<String>, Problem> {
        match self.first(statement).await? {
            Some(row) => text(row.into_iter().next()).map(Some),
            None => Ok(None),
        }
    }

    /// Runs a statement that gives one row of texts, or none.
    pub async fn texts(&self, statement: Statement) -> Result<Option<Vec<String>>, Problem> {
        let row = self.first(statement).await?;
        row.map(|row| row.into_iter().map(Some).map(text).collect())
            .transpose()
    }

    /// Runs a statement that gives one row with one `int8`.
    pub async fn integer(&self, statement: Statement) -> Result<i64, Problem> {
        integer(self.row(statement).await?.next())?.ok_or_else(unexpected)
    }

    /// Runs a statement that gives one row with a text and an `int8` or null.
    pub async fn text_and_integer(
        &self,
        statement: Statement,
    ) -> Result<(String, Option<i64>), Problem> {
        let mut row = self.row(statement).await?;
        Ok((text(row.next())?, integer(row.next())?))
    }

    /// Runs a statement that gives one row with a text and two `int8`.
    pub async fn text_and_integers(
        &self,
        statement: Statement,
    ) -> Result<(String, [i64; 2]), Problem> {
        let mut row = self.row(statement).await?;
        let text = text(row.next())?;
        let mut next = || integer(row.next())?.ok_or_else(unexpected);
        Ok((text, [next()?, next()?]))
    }

    /// Runs a statement for all its rows, as they are asked for; its first column is that of
    /// [`parley_store::backend::push_identity`]. The first rows are there when this returns.
    pub async fn rows(self, statement: Statement) -> Result<Rows, Problem> {
        let timeout = Config::get().await?.request_timeout;
        let time = timeout.saturating_sub(self.timing.elapsed());
        let started = self.opening.take().unwrap_or_else(Instant::now);
        let rows = match self.connection.take() {
            Some(connection) => Rows::begin(connection, statement, time).await,
            None => Err(Problem::internal("rows of a session that is not open")),
        };
        self.timing.database_since(started);
        rows
    }

    async fn row(&self, statement: Statement) -> Result<vec::IntoIter<DbValue>, Problem> {
        row(self.all(statement).await?.into_iter().next())
    }

    async fn first(&self, statement: Statement) -> Result<Option<Vec<DbValue>>, Problem> {
        Ok(self.all(statement).await?.into_iter().next())
    }

    async fn all(&self, statement: Statement) -> Result<Vec<Vec<DbValue>>, Problem> {
        let started = self.opening.take().unwrap_or_else(Instant::now);
        let rows = self.run(statement).await;
        self.timing.database_since(started);
        rows.map_err(|error| problem(&error))
    }

    async fn run(&self, statement: Statement) -> Result<Vec<Vec<DbValue>>, Error> {
        if let Some(left) = self.left.take() {
            match all_rows(&left, statement.clone()).await {
                Err(error) if is_closed(&error) => {}
                outcome => {
                    self.connection.set(outcome.is_ok().then_some(left));
                    return outcome;
                }
            }
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect(Instant::now()).await?,
        };
        let rows = all_rows(&connection, statement).await?;
        self.connection.set(Some(connection));
        Ok(rows)
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        if let Some((afterwards, connection)) = self.afterwards.zip(self.connection.take()) {
            afterwards(connection);
        }
    }
}

/// Runs a statement for its effect, outside of any request's time and on a connection of its own kind. Gives what is in its
/// first row, if that is one `int8`.
pub async fn execute(config: &Config, statement: Statement) -> Result<Option<i64>, Problem> {
    let run = async {
        let connection = Connection::open(&config.recording_url).await?;
        all_rows(&connection, statement).await
    };
    let rows = run.await.map_err(|error| problem(&error))?;
    let row = rows.into_iter().next();
    let first = row.and_then(|row| row.into_iter().next());
    Ok(integer(first).unwrap_or_default())
}

type AllRows<'a> = LocalBoxFuture<'a, Result<Vec<Vec<DbValue>>, Error>>;

/// Runs a statement for its rows, which are few. Boxed, so that all that run one share it: it is 7 kB of code, and the compiler
/// copies an `async fn` into each of its callers.
fn all_rows(connection: &Connection, statement: Statement) -> AllRows<'_> {
    let (text, values) = statement.into_parts();
    let parameters: Vec<ParameterValue> = values.into_iter().map(parameter).collect();
    Box::pin(async move {
        let mut result = connection.query(text, parameters).await?;
        let mut rows = Vec::new();
        // Only a stream read to its end is sure to have a result: a host that produces rows on demand learns how the
        // statement ended when it is asked for the row after the last. And no further: reading on traps.
        while let Some(row) = result.rows().next().await {
            rows.push(row);
        }
        result.result().await?;
        Ok(rows)
    })
}

fn row(row: Option<Vec<DbValue>>) -> Result<vec::IntoIter<DbValue>, Problem> {
    row.map(Vec::into_iter)
        .ok_or_else(|| Problem::internal("the statement gave no row"))
}

fn text(value: Option<DbValue>) -> Result<String, Problem> {
    match value {
        Some(DbValue::Str(text)) => Ok(text),
        _ => Err(unexpected()),
    }
}

fn integer(value: Option<DbValue>) -> Result<Option<i64>, Problem> {
    match value {
        Some(DbValue::Int64(integer)) => Ok(Some(integer)),
        Some(DbValue::DbNull) => Ok(None),
        _ => Err(unexpected()),
    }
}

pub(crate) fn parameter(value: Value) -> ParameterValue {
    match value {
        Value::Text(text) => ParameterValue::Str(text),
        Value::Texts(texts) => ParameterValue::ArrayStr(texts.into_iter().map(Some).collect()),
        Value::Integer(integer) => ParameterValue::Int64(integer),
    }
}

pub(crate) fn unexpected() -> Problem {
    Problem::internal("the statement gave a value of another type")
}

/// Whether an error says that the connection is gone. One that was ended while idle tells its next user, without a code of
/// Postgres's own, or with `admin_shutdown` where the server's farewell is still on its way. The same code ends a session in the
/// middle of a statement; a read is begun again then too, once, on a connection that no earlier read left.
fn is_closed(error: &Error) -> bool {
    match error {
        Error::PgError(PgError::QueryFailed(QueryError::DbError(error))) => error.code == "57P01",
        Error::PgError(
            PgError::ConnectionFailed(_)
            | PgError::QueryFailed(QueryError::Text(_))
            | PgError::Other(_),
        ) => true,
        Error::PgError(PgError::BadParameter(_) | PgError::ValueConversionFailed(_))
        | Error::Decode(_) => false,
    }
}

/// What an error of Postgres, or on the way to it, means to the caller.
pub(crate) fn problem(error: &Error) -> Problem {
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

/// By SQLSTATE (PostgreSQL manual, appendix A; class PL is Parley's own, raised by its migrations with messages meant for
/// the caller).
fn database_problem(error: &DbError) -> Problem {
    let problem = match error.code.as_str() {
        "PL400" => Problem::new(Kind::InvalidRequest, error.message.clone()),
        "PL409" => Problem::new(Kind::Conflict, error.message.clone()),
        "PL422" => Problem::new(Kind::ForbiddenMove, error.message.clone()),
        // foreign_key_violation, unique_violation: what another request left meanwhile.
        "23503" => Problem::new(
            Kind::Conflict,
            "it refers to, or is referred to by, a row that does not allow this",
        ),
        "23505" => Problem::new(Kind::Conflict, "one like it is there already"),
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
