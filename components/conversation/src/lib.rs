//! One conversation: read, edit, decide, delete.
//!
//! | route | who | what |
//! |---|---|---|
//! | `GET /api/conversations/:id` | viewer | everything about it, with its turns and its history |
//! | `PATCH /api/conversations/:id` | reviewer | changes fields, moves the status |
//! | `DELETE /api/conversations/:id` | admin | deletes it |
//! | `PUT /api/conversations/:id/turns` | reviewer | replaces its turns |
//!
//! A writer is one statement, which locks the row, holds `If-Match` and the move against it, and answers with the row as
//! it stands then. So of two writers at once one goes first, and the other is told what the first made of it.

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
    cache_key::CONVERSATIONS_GENERATION,
    conversation::{self as domain, Edit},
    problem::Problem,
    query,
    role::Role,
    status::Status,
};
use parley_platform::{
    cache,
    database::Session,
    reply::{Reply, Response},
    serve::{self, Call},
};
use parley_store::{
    conversation::{self, Current},
    statement::Statement,
};
use route::{Route, id};
use spin_sdk::{http::Request, http_service};

#[http_service]
async fn handle(request: Request) -> Response {
    serve::api(request, async |call| {
        match (Route::parse(call.path())?, call.method().as_str()) {
            (Route::Conversation(id), "PATCH") => edit_conversation(call, id).await,
            (Route::Conversation(id), "DELETE") => delete_conversation(call, id).await,
            (Route::Conversation(id), _) => read_conversation(call, id).await,
            (Route::Turns(id), _) => replace_turns(call, id).await,
        }
    })
    .await
}

async fn read_conversation(call: &Call, text: &str) -> Result<Reply, Problem> {
    call.require_method(&["GET", "HEAD", "PATCH", "DELETE"])?;
    call.require_role(Role::Viewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let statement = conversation::read(id(text)?);

    let session = Session::for_reads(&call.timing).await?;
    Ok(versioned(run(session, statement, None).await?))
}

async fn edit_conversation(call: &Call, text: &str) -> Result<Reply, Problem> {
    let caller = call.require_role(Role::Reviewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let id = id(text)?;
    let versions = call.if_match()?;
    let edit = Edit::read(call.json(domain::MAX_EDIT_BYTES).await?).map_err(Problem::invalid)?;

    let statement = conversation::edit(id, &caller.subject, versions, &edit);
    let statement = statement.map_err(Problem::internal)?;
    let current = change(call, statement, edit.status).await?;
    Ok(cache::renew(CONVERSATIONS_GENERATION, versioned(current)).await)
}

async fn replace_turns(call: &Call, text: &str) -> Result<Reply, Problem> {
    call.require_method(&["PUT"])?;
    call.require_role(Role::Reviewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let id = id(text)?;
    let versions = call.if_match()?;
    let turns =
        domain::read_turns(call.json(domain::MAX_BYTES).await?).map_err(Problem::invalid)?;

    let statement = conversation::replace_turns(id, versions, &turns);
    let statement = statement.map_err(Problem::internal)?;
    let current = change(call, statement, None).await?;
    Ok(cache::renew(CONVERSATIONS_GENERATION, versioned(current)).await)
}

async fn delete_conversation(call: &Call, text: &str) -> Result<Reply, Problem> {
    call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let statement = conversation::delete(id(text)?, call.if_match()?);

    change(call, statement, None).await?;
    Ok(cache::renew(CONVERSATIONS_GENERATION, Reply::no_content()).await)
}

async fn change(call: &Call, statement: Statement, to: Option<Status>) -> Result<Current, Problem> {
    run(Session::open(&call.timing).await?, statement, to).await
}

async fn run(
    session: Session<'_>,
    statement: Statement,
    to: Option<Status>,
) -> Result<Current, Problem> {
    conversation::current(session.texts(statement).await?, to)
}

fn versioned(current: Current) -> Reply {
    Reply::versioned(current.document.into_bytes(), current.version)
}
