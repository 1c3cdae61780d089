//! Rows on their way to a guest.
//!
//! They are read from the server only as fast as the guest takes them: what is not asked for stays in the socket's
//! buffers, and the server waits.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures::{Stream, StreamExt};
use tokio::sync::oneshot;
use tokio_postgres::RowStream;
use wasmtime::{
    StoreContextMut,
    component::{Destination, StreamProducer, StreamResult, VecBuffer},
};

use super::{
    session::{Running, failed},
    values,
};
use crate::bindings::spin::postgres::postgres::{Column, Error, QueryError, Row, RowSet};

/// Bytes that a result may hold in this process: the whole of a `query`, one row of a `query-async`. Spin's number.
const MAX_RESULT_BYTES: usize = 128 << 20;
/// Rows handed over at a time. A guest reads one by one; what it has not asked for yet waits on Wasmtime's side of its
/// stream, which is far cheaper than a turn of the event loop for each row.
const BATCH: usize = 64;
/// Bytes after which a batch ends early, so that large rows do not pile up.
const BATCH_BYTES: usize = 256 << 10;

type RowResult = Result<tokio_postgres::Row, tokio_postgres::Error>;

/// The rows of a statement. Dropped before their end, they cancel it.
pub struct Rows {
    /// The first row, read ahead because the columns are known from it.
    first: Option<RowResult>,
    rest: Pin<Box<RowStream>>,
    running: Option<Running>,
}

impl Rows {
    /// Reads the first row.
    pub async fn begin(stream: RowStream, running: Running) -> Self {
        let mut rest = Box::pin(stream);
        let first = rest.next().await;
        let mut rows = Self {
            first,
            rest,
            running: Some(running),
        };
        if !matches!(rows.first, Some(Ok(_))) {
            rows.end();
        }
        rows
    }

    /// The columns; empty without a row, as in Spin.
    pub fn columns(&self) -> Vec<Column> {
        let Some(Ok(row)) = &self.first else {
            return Vec::new();
        };
        row.columns()
            .iter()
            .map(|column| Column {
                name: column.name().to_owned(),
                data_type: values::data_type(column.type_()),
            })
            .collect()
    }

    /// All rows at once.
    pub async fn collect(mut self) -> Result<RowSet, Error> {
        let columns = self.columns();
        let mut rows = Vec::new();
        let mut bytes = 0;
        while let Some(row) = self.next().await {
            let row = row.map_err(|error| failed(&error))?;
            bytes += row.raw_size_bytes();
            rows.push(convert(&row, bytes)?);
        }
        Ok(RowSet { columns, rows })
    }

    fn end(&mut self) {
        if let Some(running) = self.running.take() {
            running.end();
        }
    }
}

impl Stream for Rows {
    type Item = RowResult;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<RowResult>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(first));
        }
        if self.running.is_none() {
            return Poll::Ready(None);
        }
        let row = ready!(self.rest.poll_next_unpin(cx));
        match &row {
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                if let Some(running) = self.running.take() {
                    running.fail(error);
                }
            }
            None => self.end(),
        }
        Poll::Ready(row)
    }
}

fn convert(row: &tokio_postgres::Row, bytes: usize) -> Result<Row, Error> {
    let text = |text: String| Error::QueryFailed(QueryError::Text(text));
    if bytes > MAX_RESULT_BYTES {
        return Err(text(format!(
            "query result exceeds limit of {MAX_RESULT_BYTES} bytes"
        )));
    }
    values::row(row).map_err(|error| text(format!("{error:#}")))
}

/// Gives rows to a guest's stream, and how it ended to its future.
pub struct RowProducer {
    rows: Rows,
    result: Option<oneshot::Sender<Result<(), Error>>>,
}

impl RowProducer {
    /// The producer, and the result that comes when it has ended.
    pub fn new(rows: Rows) -> (Self, oneshot::Receiver<Result<(), Error>>) {
        let (sender, receiver) = oneshot::channel();
        (
            Self {
                rows,
                result: Some(sender),
            },
            receiver,
        )
    }

    fn end(&mut self, result: Result<(), Error>) {
        if let Some(sender) = self.result.take() {
            // A guest that has dropped the future does not want to know.
            let _ = sender.send(result);
        }
    }
}

impl Drop for RowProducer {
    /// A guest that stops reading has all it wants.
    fn drop(&mut self) {
        self.end(Ok(()));
    }
}

impl<D> StreamProducer<D> for RowProducer {
    type Item = Row;
    type Buffer = VecBuffer<Row>;

    fn poll_produce<'a>(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        store: StoreContextMut<'a, D>,
        mut destination: Destination<'a, Row, VecBuffer<Row>>,
        finish: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        if destination.remaining(store) == Some(0) {
            return Poll::Ready(Ok(StreamResult::Completed));
        }
        let mut rows = Vec::new();
        let mut bytes = 0;
        let result = loop {
            if rows.len() >= BATCH || bytes >= BATCH_BYTES {
                break StreamResult::Completed;
            }
            match self.rows.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(row))) => match convert(&row, row.raw_size_bytes()) {
                    Ok(converted) => {
                        bytes += row.raw_size_bytes();
                        rows.push(converted);
                    }
                    Err(error) => {
                        self.end(Err(error));
                        break StreamResult::Dropped;
                    }
                },
                Poll::Ready(Some(Err(error))) => {
                    self.end(Err(failed(&error)));
                    break StreamResult::Dropped;
                }
                Poll::Ready(None) => {
                    self.end(Ok(()));
                    break StreamResult::Dropped;
                }
                Poll::Pending if !rows.is_empty() => break StreamResult::Completed,
                Poll::Pending if finish => return Poll::Ready(Ok(StreamResult::Cancelled)),
                Poll::Pending => return Poll::Pending,
            }
        };
        destination.set_buffer(rows.into());
        Poll::Ready(Ok(result))
    }
}
