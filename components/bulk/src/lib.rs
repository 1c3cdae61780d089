//! Many conversations at once.
//!
//! | route | who | what |
//! |---|---|---|
//! | `POST /api/conversations/bulk` | reviewer | one action on a selection, or what it would do |
//! | `GET /api/conversations/bulk/:batchId` | reviewer | how far it is, and what came of each conversation |
//! | `POST /api/conversations/bulk/:batchId/undo` | reviewer | restores what nobody changed since |
//!
//! Work goes chunk by chunk, each one statement and one transaction, and what is left to do stands in the database. A
//! guest that ends in the middle leaves whole chunks behind, and the same request, sent again under its `batchId`, goes
//! on where that one stopped.

#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::todo,
    clippy::unimplemented,
    clippy::unwrap_used
)]

mod route;

use parley_domain::{
    bulk::{BulkRequest, Selection},
    cache_key::CONVERSATIONS_GENERATION,
    problem::{Kind, Problem},
    query::{self, BatchQuery},
    role::Role,
};
use parley_platform::{
    cache,
    database::Session,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::{
    conversations::bulk::{self, Listed},
    statement::Statement,
};
use route::Route;
use spin_sdk::{http::Request, http_service};
use uuid::Uuid;

/// The longest body: a thousand ids, or a filter with every list full, and a note.
const MAX_BODY_BYTES: usize = 256 * 1024;

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |call| match Route::parse(call.path()) {
        Some(Route::Batches) => change_conversations(call).await,
        Some(Route::Batch(batch)) => get_batch(call, batch).await,
        Some(Route::Undo(batch)) => undo_batch(call, batch).await,
        None => Err(Problem::new(Kind::NotFound, "there is no such batch")),
    })
    .await
}

async fn change_conversations(call: &Call) -> Result<Reply, Problem> {
    call.require_method(&["POST"])?;
    let caller = call.require_role(Role::Reviewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let fields = call.json(MAX_BODY_BYTES).await?;
    let request = BulkRequest::parse(fields).map_err(Problem::invalid)?;

    let session = Session::open(&call.timing).await?;
    if request.dry_run {
        let preview = session.text(bulk::preview(&request)).await?;
        return Ok(Reply::json(preview.into_bytes()));
    }
    let batch = batch_of(&session, &request, &caller.subject).await?;
    work(&session, || bulk::step(batch), "running")
        .await
        .map_err(|problem| problem.with_current(format!("{{\"batchId\":\"{batch}\"}}")))?;
    let listed = match request.selection {
        Selection::Ids(_) => Listed::All,
        Selection::Filter { .. } => Listed::NotChanged,
    };
    let report = bulk::report(batch, listed, "'dryRun', false, ");
    answer_renewed(&session, report).await
}

/// The batch of this request: the one it began when it was sent before, else a new one.
async fn batch_of(session: &Session<'_>, request: &BulkRequest, by: &str) -> Result<Uuid, Problem> {
    let parameters = request.parameters().map_err(Problem::internal)?;
    loop {
        if let Some(batch) = request.batch_id {
            let found = session.optional_text(bulk::find(batch, request, &parameters, by));
            match found.await?.as_deref() {
                Some("same") => return Ok(batch),
                Some(_) => {
                    return Err(Problem::new(
                        Kind::Conflict,
                        "this batchId belongs to another request; choose another",
                    ));
                }
                None => {}
            }
        }
        let statement = bulk::begin(request, &parameters, by);
        let (begun, matching) = session.text_and_integer(statement).await?;
        if let Ok(batch) = Uuid::parse_str(&begun) {
            return Ok(batch);
        }
        let matching = matching.unwrap_or_default();
        match request.selection {
            Selection::Filter { max_affected, .. } if matching > max_affected => {
                return Err(Problem::new(
                    Kind::Conflict,
                    format!(
                        "{matching} conversations match, which is more than maxAffected, {max_affected}; nothing was changed"
                    ),
                ));
            }
            // The same request began it a moment ago, and it is found the next time round.
            _ => {}
        }
    }
}

async fn get_batch(call: &Call, batch: Uuid) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD"])?;
    call.require_role(Role::Reviewer).await?;
    let query = BatchQuery::parse(call.query()).map_err(Problem::invalid)?;

    let session = Session::open(&call.timing).await?;
    let page = session.optional_text(bulk::page(batch, &query)).await?;
    let page = page.ok_or_else(|| Problem::new(Kind::NotFound, "there is no such batch"))?;
    Ok(Reply::json(page.into_bytes()))
}

async fn undo_batch(call: &Call, batch: Uuid) -> Result<Reply, Problem> {
    call.require_method(&["POST"])?;
    let caller = call.require_role(Role::Reviewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;

    let session = Session::open(&call.timing).await?;
    let step = || bulk::undo_step(batch, &caller.subject);
    let extra = match work(&session, step, "undoing").await?.as_str() {
        "unknown" => return Err(Problem::new(Kind::NotFound, "there is no such batch")),
        "undone" => "'alreadyUndone', false, ",
        _ => "'alreadyUndone', true, ",
    };
    let report = bulk::report(batch, Listed::ChangedSince, extra);
    answer_renewed(&session, report).await
}

/// Does chunk after chunk while a step answers `going_on`; gives the answer that ended it.
async fn work(
    session: &Session<'_>,
    step: impl Fn() -> Statement,
    going_on: &str,
) -> Result<String, Problem> {
    let mut done = 0_u32;
    loop {
        let state = session.text(step()).await?;
        if state != going_on {
            return Ok(state);
        }
        // What is cached is at most its TTL old in any case. A new generation after the first chunk shows at once that
        // something is under way, and one at the end shows all of it; one after each chunk would only keep every reader
        // from the cache for as long as the action lasts.
        if done == 0 {
            cache::advance(CONVERSATIONS_GENERATION).await;
        }
        done += 1;
    }
}

async fn answer_renewed(session: &Session<'_>, report: Statement) -> Result<Reply, Problem> {
    let report = session.text(report).await?;
    Ok(cache::renew(CONVERSATIONS_GENERATION, Reply::json(report.into_bytes())).await)
}
