//! Placeholder until the first request walks through.
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(_request: Request) -> &'static str {
    "hello"
}
