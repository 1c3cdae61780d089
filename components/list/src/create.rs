//! A new conversation.

use parley_domain::{
    cache_key::CONVERSATIONS_GENERATION,
    conversation::{MAX_BYTES, NewConversation},
    problem::Problem,
    query,
    role::Role,
};
use parley_platform::{cache, database::Session, reply::Reply, serve::Call};
use parley_store::conversation;

pub async fn create_conversation(call: &Call) -> Result<Reply, Problem> {
    let caller = call.require_role(Role::Reviewer).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let new = NewConversation::read(call.json(MAX_BYTES).await?).map_err(Problem::invalid)?;

    let statement = conversation::create(&caller.subject, &new).map_err(Problem::internal)?;
    let session = Session::open(&call.timing).await?;
    let created = conversation::current(session.texts(statement).await?, None)?;
    let location = format!("/api/conversations/{}", created.id);
    let reply = Reply::versioned(created.document.into_bytes(), created.version).created(&location);
    Ok(cache::renew(CONVERSATIONS_GENERATION, reply).await)
}
