//! A body that is made while it is sent.
//!
//! The next piece is made when the caller has taken the last: however long the answer, no more than a piece of it is held.
//! Its length is not known beforehand, so only its end says that it is whole. An error in the middle therefore breaks the
//! transfer, where a clean end would make a short file look like a whole one.

use crate::{
    encoding::Encoding,
    metrics,
    reply::{COMPRESSION_LEVEL, Reply},
    serve::Call,
    telemetry::log,
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures::stream::{LocalBoxStream, Stream, StreamExt};
use http_body::Frame;
use parley_domain::problem::Problem;
use spin_sdk::http::{FullBody, HeaderMap, StatusCode};
use std::{
    convert::Infallible,
    fmt,
    io::Write,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// A response whose body may be made while it is sent.
pub type Response = http::Response<Body>;

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
        let is_head = call.method() == spin_sdk::http::Method::HEAD;
        let response = self.reply.into_response(call.headers(), is_head);
        let status = response.status();
        let Some(pieces) = self.pieces.filter(|_| !is_head) else {
            metrics::record(&call, status);
            return response.map(Body::Whole);
        };
        let encoder = self
            .is_compressed
            .then(|| GzEncoder::new(Vec::new(), Compression::new(COMPRESSION_LEVEL)));
        let mut response = response.map(|_| {
            Body::Pieces(Box::new(Transfer {
                pieces: Some(pieces),
                encoder,
                call,
                status,
            }))
        });
        response.headers_mut().remove("content-length");
        response
    }
}

/// The body of a [`Response`].
pub enum Body {
    /// All of it.
    Whole(FullBody<Bytes>),
    /// What is made while it is sent.
    Pieces(Box<Transfer>),
}

/// A body on its way.
pub struct Transfer {
    /// Until the last one.
    pieces: Option<Pieces>,
    /// Until its end.
    encoder: Option<GzEncoder<Vec<u8>>>,
    call: Call,
    status: StatusCode,
}

/// The transfer is over, and the body is not whole.
#[derive(Debug)]
pub struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body broke off")
    }
}

impl std::error::Error for Broken {}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body)
                .poll_frame(context)
                .map_err(|never: Infallible| match never {}),
            Self::Pieces(transfer) => transfer
                .poll_piece(context)
                .map(|piece| piece.map(|piece| piece.map(|piece| Frame::data(piece.into())))),
        }
    }
}

impl Transfer {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, Broken>>> {
        while let Some(pieces) = &mut self.pieces {
            match ready!(pieces.poll_next_unpin(context)) {
                Some(Ok(piece)) => {
                    if let Some(piece) = self.encode(piece).transpose() {
                        return Poll::Ready(Some(piece));
                    }
                }
                Some(Err(problem)) => {
                    log(&problem, Some(&self.call));
                    self.pieces = None;
                    self.encoder = None;
                    self.status = StatusCode::from_u16(problem.kind.status())
                        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                    return Poll::Ready(Some(Err(Broken)));
                }
                None => self.pieces = None,
            }
        }
        let rest = self.encoder.take().map(GzEncoder::finish);
        Poll::Ready(rest.map(|rest| rest.map_err(|_| Broken)))
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
        metrics::record(&self.call, self.status);
    }
}
