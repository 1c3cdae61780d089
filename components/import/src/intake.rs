//! The file as it comes: its bytes become lines, and its lines conversations or reasons why not.

use crate::{
    report::{Failures, LineError},
    unpacker::Unpacker,
};
use bytes::{Buf, Bytes};
use parley_domain::{
    import::{
        Refusal,
        line::read,
        lines::{Line, Lines, MAX_LINE_BYTES},
    },
    problem::{Kind, Problem},
    query::ImportQuery,
};
use parley_platform::{
    body::{Body, too_large},
    serve::Call,
};
use parley_store::conversations::import::Chunk;

/// The largest file, in bytes, however it is sent: a packed one may not unpack to more.
const MAX_FILE_BYTES: usize = 100 * 1024 * 1024;

/// Conversations to be written together.
pub struct Batch {
    pub chunk: Chunk,
    /// The line that the last of them stands on.
    pub last_line: u64,
}

/// The file, and how far it has been read.
pub struct Intake<'a> {
    query: &'a ImportQuery,
    body: Body,
    unpacker: Option<Unpacker>,
    has_ended: bool,
    /// Came, and not yet split into lines.
    text: Bytes,
    /// Bytes so far, as they came and as text.
    received: usize,
    unpacked: usize,
    lines: Lines,
    /// What was wrong so far.
    pub failures: Failures,
}

impl<'a> Intake<'a> {
    /// Before anything is read: 413 for a length that is too large, 415 for an encoding other than gzip.
    pub fn open(call: &Call, query: &'a ImportQuery) -> Result<Self, Problem> {
        let encoding = call.headers().get("content-encoding");
        let unpacker = match encoding.map(|encoding| encoding.as_bytes().trim_ascii()) {
            None => None,
            Some(name) if name.eq_ignore_ascii_case(b"identity") => None,
            Some(name) if name.eq_ignore_ascii_case(b"gzip") => Some(Unpacker::new()),
            Some(_) => {
                return Err(Problem::new(
                    Kind::UnsupportedMediaType,
                    "takes the content encoding gzip, or none",
                ));
            }
        };
        let body = call.take_body()?;
        body.require_at_most(MAX_FILE_BYTES)?;
        Ok(Self {
            query,
            body,
            unpacker,
            has_ended: false,
            text: Bytes::new(),
            received: 0,
            unpacked: 0,
            lines: Lines::default(),
            failures: Failures::default(),
        })
    }

    /// The next conversations; `None` at the end of the file.
    pub async fn next(&mut self) -> Result<Option<Batch>, Problem> {
        let mut batch = Batch {
            chunk: Chunk::default(),
            last_line: 0,
        };
        loop {
            let mut rest: &[u8] = &self.text;
            while let Some(line) = self.lines.next(&mut rest) {
                take(line, self.query, &mut batch, &mut self.failures)?;
                if batch.chunk.is_full() {
                    break;
                }
            }
            let taken = self.text.len() - rest.len();
            self.text.advance(taken);
            if batch.chunk.is_full() {
                return Ok(Some(batch));
            }
            if self.has_ended {
                if let Some(line) = self.lines.last() {
                    take(line, self.query, &mut batch, &mut self.failures)?;
                }
                return Ok((batch.chunk.rows() > 0).then_some(batch));
            }
            self.text = self.more().await?;
        }
    }

    /// More of the text, perhaps none of it yet. Notes the end.
    async fn more(&mut self) -> Result<Bytes, Problem> {
        let unpacked = match &mut self.unpacker {
            Some(unpacker) => unpacker.step()?,
            None => None,
        };
        let text = match unpacked {
            Some(text) => text,
            None => self.receive().await?,
        };
        self.unpacked += text.len();
        if self.unpacked > MAX_FILE_BYTES {
            return Err(too_large(MAX_FILE_BYTES));
        }
        Ok(text)
    }

    /// What comes next, where it is text; a packed stream takes it in instead.
    async fn receive(&mut self) -> Result<Bytes, Problem> {
        match self.body.next().await? {
            Some(received) => {
                self.received += received.len();
                if self.received > MAX_FILE_BYTES {
                    return Err(too_large(MAX_FILE_BYTES));
                }
                match &mut self.unpacker {
                    Some(unpacker) => {
                        unpacker.push(received);
                        Ok(Bytes::new())
                    }
                    None => Ok(received),
                }
            }
            None => {
                self.has_ended = true;
                match &mut self.unpacker {
                    Some(unpacker) => unpacker.end(),
                    None => Ok(Bytes::new()),
                }
            }
        }
    }
}

/// Adds what a line holds to the batch, or why it holds nothing to the failures.
fn take(
    line: Line<'_>,
    query: &ImportQuery,
    batch: &mut Batch,
    failures: &mut Failures,
) -> Result<(), Problem> {
    let read = match line.content {
        Some(content) => read(content),
        None => Err(Refusal::new(
            "line_too_long",
            format!("a line has at most {MAX_LINE_BYTES} bytes"),
        )),
    };
    match read {
        Ok(imported) => {
            batch.last_line = line.number;
            let pushed = batch.chunk.push(&imported, query);
            pushed.map_err(Problem::internal)
        }
        Err(refusal) => {
            failures.add(LineError::new(line.number, refusal));
            Ok(())
        }
    }
}
