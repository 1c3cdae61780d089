//! Which other origins a browser may call the API from (the Fetch standard's CORS protocol).
//!
//! None, unless the variable `cors_allowed_origins` lists them: the dashboard is served from the API's own origin. A token
//! travels in a header that a script sets, and no cookie is ever looked at, so credentials in the protocol's sense are never
//! allowed, and an origin outside the list is told nothing at all.

use crate::{
    config::{Config, misconfigured},
    reply::Reply,
    serve::Call,
};
use parley_domain::problem::Problem;
use spin_sdk::http::{HeaderMap, HeaderValue, Method};

/// The methods that the API's routes have between them. A route that lacks one says so itself, with 405.
const METHODS: &str = "GET, HEAD, POST, PUT, PATCH, DELETE";

/// Request headers that a script may set: those that the API reads and that need permission.
const REQUEST_HEADERS: &str = "authorization, cache-control, content-encoding, content-type, if-match, if-none-match, x-generation, x-request-id";

/// Response headers that a script may read.
const RESPONSE_HEADERS: &str =
    "etag, location, retry-after, server-timing, x-cache-hit, x-generation, x-request-id";

/// Seconds for which a browser need not ask again; Chromium's own limit is two hours.
const MAX_AGE_S: &str = "7200";

/// The origins on the list.
#[derive(Default)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Reads a list with commas; an empty one allows none.
    ///
    /// # Errors
    /// For an entry that is no origin, which would allow nobody without a word. There is no `*`: a list is what was asked for.
    pub fn parse(list: &str) -> Result<Self, Problem> {
        let mut origins = Vec::new();
        for origin in list.split(',').map(str::trim) {
            if origin.is_empty() {
                continue;
            }
            if !is_origin(origin) {
                return Err(misconfigured(
                    "cors_allowed_origins",
                    "is not a list of origins such as https://desk.example",
                ));
            }
            origins.push(origin.to_owned());
        }
        Ok(Self(origins))
    }

    /// The caller's origin, where it is on the list.
    fn allowed<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        let origin = headers.get("origin")?;
        self.0.iter().any(|known| known == origin).then_some(origin)
    }

    /// The answer to a browser that asks, from an origin on the list, whether it may send a request.
    pub fn preflight(&self, call: &Call) -> Option<Reply> {
        let headers = call.headers();
        let is_asking = call.method() == Method::OPTIONS
            && headers.contains_key("access-control-request-method")
            && self.allowed(headers).is_some();
        is_asking.then(|| {
            Reply::no_content()
                .with("access-control-allow-methods", METHODS)
                .with("access-control-allow-headers", REQUEST_HEADERS)
                .with("access-control-max-age", MAX_AGE_S)
                .with("cache-control", "no-store")
        })
    }
}

/// Lets a caller from an origin on the list read the response, and tells caches that it depends on the origin.
pub(crate) fn expose(request: &HeaderMap, reply: Reply) -> Reply {
    let Some(config) = Config::known().filter(|config| !config.cors.0.is_empty()) else {
        return reply;
    };
    let reply = reply.varying("origin");
    match config.cors.allowed(request).map(HeaderValue::to_str) {
        Some(Ok(origin)) => reply
            .with("access-control-allow-origin", origin)
            .with("access-control-expose-headers", RESPONSE_HEADERS),
        _ => reply,
    }
}

/// As a browser sends it: scheme, host and port, in lower case and without a path.
fn is_origin(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
            })
    })
}
