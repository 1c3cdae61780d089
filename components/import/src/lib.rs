//! Conversations from a file.
//!
//! | route | who | what |
//! |---|---|---|
//! | `POST /api/import` | reviewer | reads JSONL |

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

use parley_domain::problem::{Kind, Problem};
use parley_platform::{reply::Response, serve};
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |_call| {
        Err(Problem::new(Kind::NotFound, "there is no such route"))
    })
    .await
}
