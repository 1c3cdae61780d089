//! The body of a request, and what its headers say of it.
//!
//! A limit holds before anything is read, where the request states its length, and while it is read in any case.

use http_body::Body as _;
use parley_domain::problem::{FieldError, Kind, Problem};
use spin_sdk::{http::HeaderMap, wasip3::http_compat::IncomingRequestBody};
use std::{future::poll_fn, pin::Pin};

/// The body of a request, chunk by chunk.
pub struct Body {
    incoming: IncomingRequestBody,
    /// In bytes, as `Content-Length` has it: the body itself does not know before it is read.
    stated: Option<u64>,
}

impl Body {
    pub(crate) fn new(headers: &HeaderMap, incoming: IncomingRequestBody) -> Self {
        let stated = headers
            .get("content-length")
            .and_then(|length| length.to_str().ok()?.parse().ok());
        Self { incoming, stated }
    }

    /// The next chunk; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<bytes::Bytes>, Problem> {
        loop {
            let frame = poll_fn(|context| Pin::new(&mut self.incoming).poll_frame(context)).await;
            match frame {
                None => return Ok(None),
                Some(Ok(frame)) => {
                    if let Ok(chunk) = frame.into_data() {
                        return Ok(Some(chunk));
                    }
                }
                Some(Err(cause)) => {
                    let problem = Problem::new(Kind::InvalidRequest, "the body broke off");
                    return Err(problem.because(cause));
                }
            }
        }
    }

    /// Holds the stated length, where there is one, against a limit in bytes: 413.
    pub fn require_at_most(&self, limit: usize) -> Result<(), Problem> {
        if self.stated > Some(limit as u64) {
            return Err(too_large(limit));
        }
        Ok(())
    }

    /// All of it, of at most `limit` bytes: 413.
    pub async fn whole(mut self, limit: usize) -> Result<Vec<u8>, Problem> {
        self.require_at_most(limit)?;
        let mut whole = Vec::new();
        while let Some(chunk) = self.next().await? {
            if whole.len() + chunk.len() > limit {
                return Err(too_large(limit));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole)
    }
}

/// 413 that says the limit.
pub fn too_large(limit: usize) -> Problem {
    Problem::new(Kind::TooLarge, format!("at most {limit} bytes"))
}

/// Lets only bodies of these media types pass, else 415. A request that names none passes.
pub fn require_type(headers: &HeaderMap, accepted: &[&str]) -> Result<(), Problem> {
    let Some(given) = headers.get("content-type") else {
        return Ok(());
    };
    let given = given.to_str().unwrap_or_default();
    let given = given.split(';').next().unwrap_or_default().trim();
    if accepted
        .iter()
        .any(|accepted| given.eq_ignore_ascii_case(accepted))
    {
        return Ok(());
    }
    Err(Problem::new(
        Kind::UnsupportedMediaType,
        format!("takes {}", accepted.join(" or ")),
    ))
}

/// The versions that `If-Match` names, as [`crate::reply::Reply::versioned`] and [`crate::reply::Reply::of_version`] made
/// them into `ETag`s; `None` where there is no such header or it is `*`, which any version matches. A weak `ETag` matches
/// nothing (RFC 9110, section 13.1.1).
pub(crate) fn if_match(headers: &HeaderMap) -> Result<Option<Vec<i64>>, Problem> {
    let mut versions = Vec::new();
    let mut named = false;
    for header in headers.get_all("if-match") {
        for etag in header.to_str().unwrap_or("?").split(',') {
            let etag = etag.trim();
            if etag == "*" {
                return Ok(None);
            }
            named = true;
            let weak = etag.starts_with("W/");
            let opaque = etag.strip_prefix("W/").unwrap_or(etag);
            let opaque = opaque
                .strip_prefix('"')
                .and_then(|opaque| opaque.strip_suffix('"'));
            let Some(opaque) = opaque else {
                return Err(Problem::invalid(vec![FieldError {
                    field: "If-Match".to_owned(),
                    code: "not_an_etag",
                    message: "an ETag in quotes, such as \"3\"".into(),
                }]));
            };
            // Behind the version may stand what else the answer said, and its encoding.
            let version = opaque.split('-').next().unwrap_or_default();
            if let Ok(version) = version.parse()
                && !weak
            {
                versions.push(version);
            }
        }
    }
    Ok(named.then_some(versions))
}
