//! The rows of a long statement, taken one after the other.
//!
//! The host reads them from Postgres as they are asked for, so a slow reader slows the statement down and nothing piles up.
//! Whoever goes away without having read them all (the caller of the API, or a request at its deadline) leaves a statement
//! that would run to its end for nobody, and one that has stopped reading would hold its snapshot for ever. A task that
//! stands beside the rows sees to both: it cancels the statement where the rows were dropped before their end, and
//! terminates its session where they took too long.

use crate::{
    config::Config,
    database::{self, parameter, problem, unexpected},
    telemetry::log,
};
use futures::{
    channel::oneshot::{self, Receiver, Sender},
    future::{Either, select},
};
use parley_domain::problem::Problem;
use parley_store::{backend, statement::Statement};
use spin_sdk::{
    pg::{Connection, DbValue, ParameterValue, QueryResult},
    time::sleep,
    wasip3::{spawn, wit_bindgen::StreamResult},
};
use std::{time::Duration, vec};

/// Rows that are read at a time, where the host has as many.
const BATCH: usize = 64;

/// How long after a request's deadline its statement is ended: requests that can still answer do so at the deadline itself.
const GRACE: Duration = Duration::from_secs(1);

/// The rows of one statement.
pub struct Rows {
    /// Holds the session while its rows are read.
    _connection: Connection,
    /// Until its end.
    result: Option<QueryResult>,
    batch: vec::IntoIter<Vec<DbValue>>,
    /// Until its end, once there is a row.
    end: Option<Sender<()>>,
    /// What is left of the request's time when the statement begins.
    time: Duration,
}

impl Rows {
    /// Runs a statement whose first column is [`backend::push_identity`].
    pub(crate) async fn begin(
        connection: Connection,
        statement: Statement,
        time: Duration,
    ) -> Result<Self, Problem> {
        let (text, values) = statement.into_parts();
        let parameters: Vec<ParameterValue> = values.into_iter().map(parameter).collect();
        let result = connection.query(text, parameters).await;
        let mut rows = Self {
            _connection: connection,
            result: Some(result.map_err(|error| problem(&error))?),
            batch: Vec::new().into_iter(),
            end: None,
            time,
        };
        rows.fill().await?;
        Ok(rows)
    }

    /// The next row, without its first column; `None` after the last one.
    ///
    /// # Errors
    /// When the statement failed: what was read so far is not all of it.
    pub async fn next(&mut self) -> Result<Option<Row>, Problem> {
        while self.batch.as_slice().is_empty() && self.result.is_some() {
            self.fill().await?;
        }
        Ok(self.batch.next().map(|values| {
            let mut values = values.into_iter();
            values.next();
            Row(values)
        }))
    }

    async fn fill(&mut self) -> Result<(), Problem> {
        let Some(result) = &mut self.result else {
            return Ok(());
        };
        let (status, batch) = result.rows().read(Vec::with_capacity(BATCH)).await;
        if matches!(status, StreamResult::Complete(_)) {
            if self.end.is_none() {
                self.end = guard(&batch, self.time + GRACE);
            }
            self.batch = batch.into_iter();
            return Ok(());
        }
        // How the statement ended is known only now, and only now are these all of its rows.
        if let Some(result) = self.result.take() {
            result.result().await.map_err(|error| problem(&error))?;
        }
        if let Some(end) = self.end.take() {
            // Nobody listens where the time was up in this very moment.
            let _ = end.send(());
        }
        Ok(())
    }
}

/// One row.
pub struct Row(vec::IntoIter<DbValue>);

impl Row {
    /// The next column, a `text`.
    pub fn text(&mut self) -> Result<String, Problem> {
        self.optional_text()?.ok_or_else(unexpected)
    }

    /// The next column, a `text` or null.
    pub fn optional_text(&mut self) -> Result<Option<String>, Problem> {
        match self.0.next() {
            Some(DbValue::Str(text)) => Ok(Some(text)),
            Some(DbValue::DbNull) => Ok(None),
            _ => Err(unexpected()),
        }
    }

    /// The next column, a `text[]` without nulls; empty where it is null itself.
    pub fn texts(&mut self) -> Result<Vec<String>, Problem> {
        match self.0.next() {
            Some(DbValue::ArrayStr(texts)) => Ok(texts.into_iter().flatten().collect()),
            Some(DbValue::DbNull) => Ok(Vec::new()),
            _ => Err(unexpected()),
        }
    }
}

/// Stands beside the statement that these are the first rows of.
fn guard(first: &[Vec<DbValue>], time: Duration) -> Option<Sender<()>> {
    let config = Config::known()?;
    let Some(DbValue::Str(identity)) = first.first()?.first() else {
        return None;
    };
    let (sender, end) = oneshot::channel();
    spawn(end_in_time(config, identity.clone(), end, time));
    Some(sender)
}

async fn end_in_time(config: &'static Config, identity: String, end: Receiver<()>, time: Duration) {
    let time = Box::pin(sleep(time));
    let statement = match select(end, time).await {
        Either::Left((Ok(()), _)) => return,
        Either::Left((Err(_), _)) => backend::cancel(&identity),
        Either::Right(_) => backend::terminate(&identity),
    };
    if let Err(problem) = database::execute(config, statement).await {
        log(&problem, None);
    }
}
