//! The dashboard: the files of `static/dist`.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /assets/…` | anyone | a file whose name holds its content's hash; a browser keeps it for good |
//! | `GET /api/openapi.json` | anyone | the API's contract |
//! | `GET /api/…` | anyone | 404: an API route that no component has |
//! | `GET /…` | anyone | the file of that name, else the single page, which then looks at the path |
//!
//! Files are compressed when the dashboard is built, never here.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod file;

use file::File;
use parley_domain::problem::{Kind, Problem};
use parley_platform::{
    encoding::Encoding,
    reply::{Reply, Response},
    serve::{self, Call},
};
use spin_sdk::{http::Request, http_service};

/// Only Parley's own files run, nothing inline, nothing from elsewhere; the page talks to its own origin alone.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// One year, the longest a cache is asked to keep anything (RFC 9111 sets no limit; this is the custom).
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Where the build of the dashboard puts `docs/openapi.yaml`, as JSON.
const CONTRACT: &str = "api/openapi.json";

#[http_service]
async fn handle(request: Request) -> Response {
    serve::public(request, get_file).await
}

async fn get_file(call: &Call) -> Result<Reply, Problem> {
    let path = file::normalise(call.path()).ok_or_else(not_found)?;
    if path == "api" || (path.starts_with("api/") && path != CONTRACT) {
        return Err(Problem::new(Kind::NotFound, "the API has no such route"));
    }
    call.require_method(&["GET", "HEAD"])?;

    let is_hashed = path.starts_with("assets/");
    let file = match file::open(&path, accepted(call)) {
        Some(file) => file,
        None if is_hashed => return Err(not_found()),
        None => file::open("index.html", accepted(call)).ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                "the dashboard has not been built; run cargo xtask build dashboard",
            )
        })?,
    };
    let cache_control = if is_hashed { IMMUTABLE } else { "no-cache" };
    Ok(reply(call, file, cache_control))
}

fn accepted(call: &Call) -> impl Fn(Encoding) -> bool + Copy {
    move |encoding| Encoding::choose(call.headers(), &[encoding]).is_some()
}

fn reply(call: &Call, file: File, cache_control: &str) -> Reply {
    let reply = if is_known(call, &file.etag) {
        Reply::not_modified()
    } else {
        let reply = Reply::bytes(file.content).with("content-type", file.content_type);
        match file.encoding {
            Some(encoding) => reply.with("content-encoding", encoding.name()),
            None => reply,
        }
    };
    reply
        .with("etag", &file.etag)
        .with("cache-control", cache_control)
        .with("vary", "accept-encoding")
        .with("content-security-policy", CONTENT_SECURITY_POLICY)
}

/// The caller's `If-None-Match` names this content. Weak comparison, as RFC 9110 asks for here: a proxy that
/// recompresses may have made the tag weak.
fn is_known(call: &Call, etag: &str) -> bool {
    call.headers()
        .get_all("if-none-match")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim())
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "no such file")
}
