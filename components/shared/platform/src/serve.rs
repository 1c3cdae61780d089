//! The way every request walks.
//!
//! ```text
//! route → who (auth) → what (typed, validated input) → cache → SQL → view → response
//! ```
//!
//! A component's handler is that walk; what is the same for all stands here, around it: the request's id and clock, the
//! deadline, errors becoming problem documents, and the headers of every response. A handler never fails towards the
//! host, which would turn its error into an opaque 500.

use crate::{
    auth,
    body::{self, Body},
    config::Config,
    cors,
    database::RETRY_AFTER_S,
    metrics,
    reply::{Reply, Response},
    stream::Streamed,
    telemetry::{RequestId, Timing, log},
};
use futures::future::{Either, LocalBoxFuture, select};
use parley_domain::{
    document::Fields,
    problem::{Kind, Problem},
    role::{Caller, Role},
};
use spin_sdk::{
    http::{HeaderMap, Method, Request},
    time::sleep,
};
use std::{cell::Cell, pin::pin, time::Duration};

/// One request, as its handler sees it.
pub struct Call {
    /// Its method, path and query.
    parts: http::request::Parts,
    /// Until it is taken.
    body: Cell<Option<Body>>,
    /// Where its time goes.
    pub timing: Timing,
    id: RequestId,
}

impl Call {
    /// Its id in the response and in the log.
    pub fn id(&self) -> &RequestId {
        &self.id
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The path, as it came.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The part after `?`; empty where there is none.
    pub fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Whether the caller asks for what is true now (RFC 9111, section 5.2.1.4).
    pub fn wants_no_cache(&self) -> bool {
        let directives = self.headers().get("cache-control");
        directives
            .and_then(|directives| directives.to_str().ok())
            .is_some_and(|directives| directives.contains("no-cache"))
    }

    /// The body, which can be taken once.
    pub fn take_body(&self) -> Result<Body, Problem> {
        let body = self.body.take();
        body.ok_or_else(|| Problem::internal("the body was taken twice"))
    }

    /// The members of a JSON body of at most `limit` bytes: 415, 413 or 400 where it is none.
    pub async fn json(&self, limit: usize) -> Result<Fields, Problem> {
        body::require_type(self.headers(), &["application/json"])?;
        let bytes = self.take_body()?.whole(limit).await?;
        Fields::read(&bytes).map_err(Problem::invalid)
    }

    /// The versions that `If-Match` names; `None` where it names none, or any.
    pub fn if_match(&self) -> Result<Option<Vec<i64>>, Problem> {
        body::if_match(self.headers())
    }

    /// Lets only these methods pass, else 405.
    pub fn require_method(&self, allowed: &'static [&'static str]) -> Result<(), Problem> {
        if allowed.contains(&self.method().as_str()) {
            Ok(())
        } else {
            Err(Problem::method_not_allowed(allowed))
        }
    }

    /// Who is calling: 401 without a good token, 403 with less than this role.
    pub async fn require_role(&self, least: Role) -> Result<Caller, Problem> {
        Config::get().await?.keys.caller(self.headers(), least)
    }

    /// Whether the caller sends this token, which is a secret and no JWT; an empty one is nobody's.
    pub fn has_token(&self, token: &str) -> bool {
        auth::is_token(self.headers(), token)
    }
}

/// Answers a request of the API: within its deadline, and always with a response.
pub async fn api(
    request: Request,
    handler: impl AsyncFnOnce(&Call) -> Result<Reply, Problem>,
) -> Response {
    let call = receive(request);
    let reply = in_time(&call, handler).await;
    let reply = cors::expose(call.headers(), concluded(&call, reply));
    let elapsed = call.timing.elapsed();
    let reply = finish(&call, reply, elapsed);
    metrics::record(&call, reply.status(), elapsed);
    reply.into_response()
}

/// The same for a component that also answers piece by piece. The deadline is for the handler; what a body is made of has
/// its own (see [`crate::rows`]).
pub async fn streaming(
    request: Request,
    handler: impl AsyncFnOnce(&Call) -> Result<Streamed, Problem>,
) -> Response {
    let call = receive(request);
    let streamed = in_time(&call, handler).await.unwrap_or_else(|problem| {
        call.timing.problem(&problem);
        log(&problem, Some(&call));
        Streamed::from(Reply::problem(&problem, &call.id))
    });
    let elapsed = call.timing.elapsed();
    streamed
        .exposed(call.headers())
        .with("x-request-id", call.id.as_str())
        .with("server-timing", &call.timing.header(elapsed))
        .into_response(call)
}

/// What a handler answers within its deadline.
async fn in_time<T>(
    call: &Call,
    handler: impl AsyncFnOnce(&Call) -> Result<T, Problem>,
) -> Result<T, Problem>
where
    T: From<Reply>,
{
    let config = Config::get().await?;
    if let Some(reply) = config.cors.preflight(call) {
        return Ok(reply.into());
    }
    // One race around the whole handler: whatever it waits for, a connection, a statement or a row, is dropped when the
    // time is up, and with it the host's work on it.
    match select(pin!(handler(call)), time_is_up(call, config)).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right((spent, _)) => Err(out_of_time(call, spent)),
    }
}

/// Ends with the request's time, which it answers: sooner for a request that still waits for its connection, as with one it
/// would have less time left than its statement may take. Boxed, so that all handlers share it.
fn time_is_up<'a>(call: &'a Call, config: &'a Config) -> LocalBoxFuture<'a, Duration> {
    Box::pin(async {
        let mut spent = Duration::ZERO;
        for limit in [config.connection_wait, config.request_timeout] {
            sleep(limit.saturating_sub(spent)).await;
            spent = limit;
            if call.timing.is_connecting() {
                break;
            }
        }
        spent
    })
}

/// Nothing is wrong with a request that never got a connection, and it may be sent again; one that had one is too much.
fn out_of_time(call: &Call, time: Duration) -> Problem {
    let time = time.as_millis();
    if call.timing.is_connecting() {
        return Problem::unavailable(
            format!("no connection to the database was free within {time} ms; try again shortly"),
            RETRY_AFTER_S,
        );
    }
    Problem::new(
        Kind::TimedOut,
        format!("the request did not finish within {time} ms"),
    )
}

/// Answers a request for something public that waits for nothing, such as a file. It is not recorded in the metrics.
pub async fn public(
    request: Request,
    handler: impl AsyncFnOnce(&Call) -> Result<Reply, Problem>,
) -> Response {
    let call = receive(request);
    let reply = concluded(&call, handler(&call).await);
    let elapsed = call.timing.elapsed();
    finish(&call, reply, elapsed).into_response()
}

fn receive(request: Request) -> Call {
    let timing = Timing::start();
    let (parts, body) = request.into_parts();
    let id = RequestId::of(&parts.headers);
    let body = Body::new(&parts.headers, body);
    Call {
        parts,
        body: Cell::new(Some(body)),
        timing,
        id,
    }
}

/// What a handler answered, its problem as a document.
fn concluded(call: &Call, outcome: Result<Reply, Problem>) -> Reply {
    outcome.unwrap_or_else(|problem| {
        call.timing.problem(&problem);
        log(&problem, Some(call));
        Reply::problem(&problem, &call.id)
    })
}

fn finish(call: &Call, reply: Reply, elapsed: Duration) -> Reply {
    reply
        .with("x-request-id", call.id.as_str())
        .with("server-timing", &call.timing.header(elapsed))
        .finish(call.headers(), call.method() == Method::HEAD)
}
