//! Conversations for a trainer.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/export` | reviewer | the conversations under a filter, a line each in a trainer's format |
//! | `GET /api/export/manifest` | reviewer | what that file holds, what it leaves out, and its digest |
//!
//! Both read the same statement through the same [`file::File`], from one snapshot each, and hold a piece of the file at a
//! time: an export of millions of conversations takes as much memory as one of a hundred.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod file;
mod manifest;

use file::File;
use futures::stream;
use parley_domain::{
    problem::{Kind, Problem},
    query::ExportQuery,
    role::Role,
};
use parley_platform::{
    reply::Reply,
    serve::{self, Call},
    stream::{Response, Streamed},
};
use spin_sdk::{
    http::{Method, Request},
    http_service,
};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::streaming(request, async |call| match call.path() {
        "/api/export" => export_conversations(call).await,
        "/api/export/manifest" => describe_export(call).await.map(Streamed::from),
        _ => Err(Problem::new(Kind::NotFound, "there is no such route")),
    })
    .await
}

async fn read_query(call: &Call) -> Result<ExportQuery, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Reviewer).await?;
    ExportQuery::parse(call.query()).map_err(Problem::invalid)
}

async fn export_conversations(call: &Call) -> Result<Streamed, Problem> {
    let query = read_query(call).await?;
    let disposition = format!("attachment; filename=\"{}\"", file::name(query.format));
    let reply = Reply::bytes(Vec::new())
        .with("content-type", "application/jsonl")
        .with("content-disposition", &disposition)
        .with("cache-control", "private, no-store");
    let streamed = Streamed::new(reply, call.headers());
    if call.method() == Method::HEAD {
        return Ok(streamed);
    }
    let file = File::open(&query, &call.timing).await?;
    let pieces = stream::try_unfold(file, async |mut file| {
        let piece = file.next().await?;
        Ok(piece.map(|piece| (piece, file)))
    });
    Ok(streamed.with_body(pieces))
}

async fn describe_export(call: &Call) -> Result<Reply, Problem> {
    let query = read_query(call).await?;
    if call.method() == Method::HEAD {
        return Ok(Reply::json(Vec::new()));
    }
    let manifest = manifest::read(&query, &call.timing).await?;
    Ok(Reply::json(manifest))
}
