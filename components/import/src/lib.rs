//! Conversations from a file.
//!
//! | route | who | what |
//! |---|---|---|
//! | `POST /api/import` | reviewer | creates what the lines of a JSONL file hold, and says which lines hold nothing |
//!
//! The file is read as it comes, and goes in a chunk at a time, each in one statement and so whole or not at all, while
//! the next is being read: what is held of the file is two chunks, however long it is. A conversation is known again by
//! the hash of its turns, so a file that was cut off is sent again, and what is there already is left out.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod intake;
mod report;
mod unpacker;
mod writer;

use futures::future::join;
use intake::Intake;
use parley_domain::{
    problem::{Kind, Problem},
    query::ImportQuery,
    role::Role,
};
use parley_platform::{
    body::require_type,
    reply::{Reply, Response},
    serve::{self, Call},
};
use report::report;
use spin_sdk::{http::Request, http_service};
use writer::Writer;

/// JSONL has no registered type; these are the ones in use, and what a file is sent as that nobody has named.
const MEDIA_TYPES: [&str; 5] = [
    "application/jsonl",
    "application/x-ndjson",
    "application/x-jsonlines",
    "text/plain",
    "application/octet-stream",
];

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |call| match call.path() {
        "/api/import" => import_conversations(call).await,
        _ => Err(Problem::new(Kind::NotFound, "there is no such route")),
    })
    .await
}

async fn import_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["POST"])?;
    let caller = call.require_role(Role::Reviewer).await?;
    let query = ImportQuery::parse(call.query()).map_err(Problem::invalid)?;
    require_type(call.headers(), &MEDIA_TYPES)?;
    let mut intake = Intake::open(call, &query)?;
    let mut writer = Writer::new(call, &query, &caller.subject);

    let copied = copy(&mut intake, &mut writer).await;
    let report = report(
        writer.created,
        writer.duplicates,
        &intake.failures,
        query.dry_run,
    );
    let mut reply = Reply::json(report.map_err(Problem::internal)?);
    // Also where it broke off: what is in is in, and readers are to see it.
    if writer.has_written() {
        reply = writer.renew(reply).await;
    }
    copied
        .map(|()| reply)
        .map_err(|problem| writer.explain(problem))
}

/// Moves the file into the database: one batch is written while the next is read.
async fn copy(intake: &mut Intake<'_>, writer: &mut Writer<'_>) -> Result<(), Problem> {
    let mut read = intake.next().await?;
    while let Some(batch) = read {
        let (written, next) = join(writer.write(batch), intake.next()).await;
        written?;
        read = next?;
    }
    Ok(())
}
