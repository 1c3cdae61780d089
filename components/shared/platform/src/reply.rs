//! A body becomes a response: compression, length, headers.
//!
//! A whole body always carries `Content-Length`: without it the host sends the end of the body in a packet of its
//! own, and a keep-alive client waits for it (measured on Spin 4.1: 357 requests a second without, 1,887 with).

use crate::{cache::Served, encoding::Encoding, telemetry::RequestId};
use flate2::{Compression, write::GzEncoder};
use parley_domain::problem::{Kind, Problem};
use spin_sdk::{
    http::{HeaderMap, StatusCode},
    wasip3::{
        http::types::{self, Fields},
        http_compat::BodyWriter,
        spawn,
    },
};
use std::io::Write;
use twox_hash::XxHash64;

/// A response as the host takes it. Made here and not by way of `http::Response`: its header map looks every name up among
/// those it knows and is copied on the way out, for a dozen headers that are all our own (docs/decisions/008).
pub type Response = types::Response;

/// Bodies shorter than this go out as they are: gzip's own frame would eat the gain. In bytes.
const MIN_COMPRESSED_BYTES: usize = 1024;

/// Seconds after which an app that is not ready may be asked again.
const PROBE_AGAIN_S: &str = "2";

/// Of 1 to 9. A page of a hundred rows shrinks to 28 % at 1, 26 % at 4 and 24 % at 9 (`gzip` on seeded rows), in growing
/// time; 4 is within the 30 % that is asked for.
pub(crate) const COMPRESSION_LEVEL: u32 = 4;

/// Room for the headers of a response.
const MOST_HEADERS: usize = 16;

/// On every response, whatever it is. The API's own documents load nothing and are framed by nobody.
const SECURITY_HEADERS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// What a handler answers with.
pub struct Reply {
    status: StatusCode,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    compressible: bool,
    /// What `ETag` is made of.
    validator: Option<String>,
}

impl Reply {
    /// 200 with JSON, compressed where the caller takes it, and never kept without asking again.
    pub fn json(body: Vec<u8>) -> Self {
        Self::bytes(body)
            .compressible()
            .with("content-type", "application/json")
            .with("cache-control", "private, no-cache")
    }

    /// 200 with a text that is no JSON, as [`Self::json`] otherwise.
    pub fn document(body: Vec<u8>, content_type: &'static str) -> Self {
        Self::json(body).with("content-type", content_type)
    }

    /// 200 with these bytes and no headers yet.
    pub fn bytes(body: Vec<u8>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::with_capacity(MOST_HEADERS),
            body,
            compressible: false,
            validator: None,
        }
    }

    /// JSON that came through the cache: with `X-Cache-Hit`, and an `ETag` of what was served, so that a caller who has
    /// it gets 304. What `body` adds to it, such as how long this answer took, the `ETag` does not speak of.
    ///
    /// `XXH64`, at a fraction of what a keyed hash takes (docs/decisions/008): it tells answers apart by accident, not against somebody
    /// who writes two of the same hash, and could as well write what he wants to be seen.
    pub fn cacheable(body: Vec<u8>, served: &Served) -> Self {
        let hash = XxHash64::oneshot(0, served.payload.as_bytes());
        Self {
            validator: Some(format!("{hash:016x}")),
            ..Self::json(body)
        }
        .with("x-cache-hit", if served.hit { "true" } else { "false" })
    }

    /// JSON of a row as it stands at this version, which its `ETag` is and `If-Match` may name.
    pub fn versioned(body: Vec<u8>, version: i64) -> Self {
        Self {
            validator: Some(version.to_string()),
            ..Self::json(body)
        }
    }

    /// The same with the row's version before the `ETag`, for an answer that says more than the row: `If-Match` looks at the
    /// version alone.
    #[must_use]
    pub fn of_version(self, version: i64) -> Self {
        let validator = self.validator.unwrap_or_default();
        Self {
            validator: Some(format!("{version}-{validator}")),
            ..self
        }
    }

    /// The same as 201, with where the new row is.
    #[must_use]
    pub fn created(self, location: &str) -> Self {
        Self {
            status: StatusCode::CREATED,
            ..self.with("location", location)
        }
    }

    /// 204.
    pub fn no_content() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            ..Self::bytes(Vec::new())
        }
    }

    /// 304, for a caller that has it already.
    pub fn not_modified() -> Self {
        Self {
            status: StatusCode::NOT_MODIFIED,
            ..Self::bytes(Vec::new())
        }
    }

    /// The answer to a probe, which is never kept: 200, or 503 where the app is not to be given requests.
    pub fn probe(body: Vec<u8>, is_ok: bool) -> Self {
        let reply = Self::json(body).with("cache-control", "no-store");
        if is_ok {
            return reply;
        }
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            ..reply.with("retry-after", PROBE_AGAIN_S)
        }
    }

    /// The problem document with the headers its status asks for.
    pub fn problem(problem: &Problem, request_id: &RequestId) -> Self {
        let status = StatusCode::from_u16(problem.kind.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut reply = Self {
            status,
            ..Self::json(problem.document(request_id.as_str()))
        }
        .with("content-type", "application/problem+json")
        .with("cache-control", "no-store");
        if problem.kind == Kind::Unauthorized {
            reply = reply.with("www-authenticate", "Bearer realm=\"parley\"");
        }
        if !problem.allow.is_empty() {
            reply = reply.with("allow", &problem.allow.join(", "));
        }
        if let Some(seconds) = problem.retry_after_s {
            reply = reply.with("retry-after", &seconds.to_string());
        }
        reply
    }

    /// Sets a header; a value that is no header value is left out.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        let is_value = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
        if value.bytes().all(is_value) {
            let value = value.as_bytes().to_vec();
            match self.headers.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = value,
                None => self.headers.push((name.to_owned(), value)),
            }
        }
        self
    }

    /// Adds to what the answer depends on.
    #[must_use]
    pub(crate) fn varying(self, by: &str) -> Self {
        let known = self.headers.iter().find(|(name, _)| name == "vary");
        let vary = match known {
            Some((_, known)) => format!("{}, {by}", String::from_utf8_lossy(known)),
            None => by.to_owned(),
        };
        self.with("vary", &vary)
    }

    fn compressible(self) -> Self {
        Self {
            compressible: true,
            ..self
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What goes out: in the encoding the caller takes, without its body for `HEAD` or where the caller has it.
    #[must_use]
    pub fn finish(mut self, request: &HeaderMap, is_head: bool) -> Self {
        if self.compressible {
            self = self.varying("accept-encoding");
            let compressed = self.body.len() >= MIN_COMPRESSED_BYTES
                && Encoding::choose(request, &[Encoding::Gzip]).is_some();
            if let Some(validator) = &self.validator {
                // Strong: another encoding is another text (RFC 9110, section 8.8.3.3).
                let encoding = if compressed { "-gzip" } else { "" };
                let etag = format!("\"{validator}{encoding}\"");
                self = self.with("etag", &etag);
                if self.status == StatusCode::OK && has(request, &etag) {
                    self.status = StatusCode::NOT_MODIFIED;
                    self.body = Vec::new();
                    self.headers.retain(|(name, _)| name != "content-type");
                }
            }
            if compressed && self.status != StatusCode::NOT_MODIFIED {
                self = self.compressed();
            }
        }
        for (name, value) in SECURITY_HEADERS {
            self = self.with(name, value);
        }
        if is_head {
            // Without a length: hosts hold a stated length against the body, and this body is not sent.
            self.body = Vec::new();
        } else if !matches!(
            self.status,
            StatusCode::NOT_MODIFIED | StatusCode::NO_CONTENT
        ) {
            let length = self.body.len().to_string();
            self = self.with("content-length", &length);
        }
        self
    }

    /// Takes the length away, for a body that is made while it is sent.
    #[must_use]
    pub(crate) fn without_length(mut self) -> Self {
        self.headers.retain(|(name, _)| name != "content-length");
        self
    }

    /// Hands the head to the host, and gives what the body is to be written to.
    pub(crate) fn begin(&self) -> (Response, BodyWriter) {
        let (writer, contents, trailers) = BodyWriter::new();
        // The host refuses headers that it keeps for itself, and none of ours is one.
        let headers = Fields::from_list(&self.headers).unwrap_or_else(|_| Fields::new());
        let (response, _sent) = types::Response::new(headers, Some(contents), trailers);
        let _ = response.set_status_code(self.status.as_u16());
        (response, writer)
    }

    /// Hands head and body to the host; it takes the body while this instance goes on.
    pub fn into_response(self) -> Response {
        let (response, writer) = self.begin();
        let body = self.body;
        spawn(async move {
            let BodyWriter {
                mut stream_writer,
                result_writer,
                ..
            } = writer;
            if !body.is_empty() {
                // What is left over was not wanted: the caller has gone.
                let _ = stream_writer.write_all(body).await;
            }
            drop(stream_writer);
            let _ = result_writer.write(Ok(None)).await;
        });
        response
    }

    fn compressed(self) -> Self {
        let mut encoder = GzEncoder::new(
            Vec::with_capacity(self.body.len() / 3),
            Compression::new(COMPRESSION_LEVEL),
        );
        match encoder
            .write_all(&self.body)
            .and_then(|()| encoder.finish())
        {
            Ok(body) => Self { body, ..self }.with("content-encoding", Encoding::Gzip.name()),
            // Writing to memory does not fail; if it ever did, the plain body is as good an answer.
            Err(_) => self,
        }
    }
}

/// Whether the caller has what `etag` names (RFC 9110, section 13.1.2).
fn has(request: &HeaderMap, etag: &str) -> bool {
    let known = request.get_all("if-none-match");
    known
        .iter()
        .filter_map(|known| known.to_str().ok())
        .flat_map(|known| known.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == etag || known == "*")
}
