//! A body that is made while it is sent.
//!
//! The next piece is made when the caller has taken the last: however long the answer, no more than a piece of it is held.
//! Its length is not known beforehand, so only its end says that it is whole. An error in the middle therefore breaks the
//! transfer, where a clean end would make a short file look like a whole one.

use crate::{
    cors,
    encoding::Encoding,
    metrics,
    reply::{COMPRESSION_LEVEL, Reply, Response},
    serve::Call,
    telemetry::log,
};
use flate2::{Compression, write::GzEncoder};
use futures::stream::{LocalBoxStream, Stream, StreamExt};
use parley_domain::problem::Problem;
use spin_sdk::{
    http::{HeaderMap, Method, StatusCode},
    wasip3::{http::types::ErrorCode, http_compat::BodyWriter, spawn},
};
use std::io::Write;

/// A compressed piece is sent when it has this many bytes.
const COMPRESSED_PIECE_BYTES: usize = 16 << 10;

type Pieces = LocalBoxStream<'static, Result<Vec<u8>, Problem>>;

/// What a handler answers with: whole, or piece by piece.
pub struct Streamed {
    reply: Reply,
    pieces: Option<Pieces>,
    is_compressed: bool,
}

impl From<Reply> for Streamed {
    fn from(reply: Reply) -> Self {
        Self {
            reply,
            pieces: None,
            is_compressed: false,
        }
    }
}

impl Streamed {
    /// The headers of `reply`, compressed where the caller takes it; the body follows, unless it is for `HEAD`.
    pub fn new(reply: Reply, request: &HeaderMap) -> Self {
        let reply = reply.with("vary", "accept-encoding");
        match Encoding::choose(request, &[Encoding::Gzip]) {
            None => Self::from(reply),
            Some(encoding) => Self {
                reply: reply.with("content-encoding", encoding.name()),
                pieces: None,
                is_compressed: true,
            },
        }
    }

    /// The same with this body. What an error says goes to the log: the caller's transfer breaks off.
    #[must_use]
    pub fn with_body(self, pieces: impl Stream<Item = Result<Vec<u8>, Problem>> + 'static) -> Self {
        Self {
            pieces: Some(pieces.boxed_local()),
            ..self
        }
    }

    /// Lets a caller from another origin read it, where that is allowed.
    #[must_use]
    pub(crate) fn exposed(self, request: &HeaderMap) -> Self {
        Self {
            reply: cors::expose(request, self.reply),
            ..self
        }
    }

    /// Sets a header.
    #[must_use]
    pub(crate) fn with(self, name: &'static str, value: &str) -> Self {
        Self {
            reply: self.reply.with(name, value),
            ..self
        }
    }

    /// The response. It is recorded in the metrics when its body has been sent, with all the time that this took.
    pub(crate) fn into_response(self, call: Call) -> Response {
        let is_head = call.method() == Method::HEAD;
        let reply = self.reply.finish(call.headers(), is_head);
        let status = reply.status();
        let Some(pieces) = self.pieces.filter(|_| !is_head) else {
            metrics::record(&call, status, call.timing.elapsed());
            return reply.into_response();
        };
        let (response, writer) = reply.without_length().begin();
        let transfer = Transfer {
            pieces,
            encoder: self
                .is_compressed
                .then(|| GzEncoder::new(Vec::new(), Compression::new(COMPRESSION_LEVEL))),
            call,
            status,
        };
        spawn(transfer.send(writer));
        response
    }
}

/// A body on its way.
struct Transfer {
    pieces: Pieces,
    /// Where the body goes out compressed.
    encoder: Option<GzEncoder<Vec<u8>>>,
    call: Call,
    status: StatusCode,
}

impl Transfer {
    /// Sends all of it, or as much as the caller takes.
    async fn send(mut self, writer: BodyWriter) {
        let BodyWriter {
            mut stream_writer,
            result_writer,
            ..
        } = writer;
        while let Some(piece) = self.next().await {
            let Ok(piece) = piece else {
                // Before the stream ends, so that its end is not taken for that of the body.
                let broken = ErrorCode::InternalError(Some("the body broke off".to_owned()));
                let _ = result_writer.write(Err(broken)).await;
                return;
            };
            if !piece.is_empty() && !stream_writer.write_all(piece).await.is_empty() {
                // The caller has gone.
                return;
            }
        }
        drop(stream_writer);
        let _ = result_writer.write(Ok(None)).await;
    }

    /// The next piece as it is sent; an error where the transfer is over and the body is not whole.
    async fn next(&mut self) -> Option<Result<Vec<u8>, Broken>> {
        while let Some(piece) = self.pieces.next().await {
            match piece {
                Ok(piece) => {
                    if let Some(piece) = self.encode(piece).transpose() {
                        return Some(piece);
                    }
                }
                Err(problem) => {
                    log(&problem, Some(&self.call));
                    self.status = StatusCode::from_u16(problem.kind.status())
                        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                    return Some(Err(Broken));
                }
            }
        }
        let rest = self.encoder.take().map(GzEncoder::finish);
        rest.map(|rest| rest.map_err(|_| Broken))
    }

    /// What of a piece is to be sent now.
    fn encode(&mut self, piece: Vec<u8>) -> Result<Option<Vec<u8>>, Broken> {
        let Some(encoder) = &mut self.encoder else {
            return Ok(Some(piece));
        };
        encoder.write_all(&piece).map_err(|_| Broken)?;
        let compressed = encoder.get_mut();
        Ok((compressed.len() >= COMPRESSED_PIECE_BYTES).then(|| std::mem::take(compressed)))
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        metrics::record(&self.call, self.status, self.call.timing.elapsed());
    }
}

/// The transfer is over, and the body is not whole.
struct Broken;
