//! One conversation: read, edit, decide, delete.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations/:id` | viewer | everything about it, with its turns and its history |

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
