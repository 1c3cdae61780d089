//! A component that panics when it is asked to: what a caller sees of a fault that no handler answers for.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /` | anyone | an answer |
//! | `GET /?panic` | anyone | a panic |

use parley_domain::problem::Problem;
use parley_platform::{
    reply::{Reply, Response},
    serve::{self, Call},
};
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::public(request, answer_or_panic).await
}

async fn answer_or_panic(call: &Call) -> Result<Reply, Problem> {
    assert_ne!(call.query(), "panic", "on purpose");
    Ok(Reply::json(b"{}".to_vec()))
}
