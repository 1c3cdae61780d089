//! What admins change. Each writer makes all that was read before old, after its commit.

use crate::view;
use parley_domain::{
    cache_key::LIBRARY_GENERATION,
    library::{Changes, Draft, MAX_REQUEST_BYTES, Resource},
    problem::Problem,
    query,
    role::Role,
};
use parley_platform::{cache, database::Session, reply::Reply, serve::Call};
use parley_store::library::row::{self, Deletion, Refusal, Row, Stamp};
use uuid::Uuid;

/// How often a change that names no version is tried again when another came between its reading and its writing.
const TRIES: usize = 5;

/// A new one.
pub async fn create_resource(call: &Call, resource: Resource) -> Result<Reply, Problem> {
    let caller = call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let fields = call.json(MAX_REQUEST_BYTES).await?;
    let draft = Draft::read(resource, fields).map_err(Problem::invalid)?;

    let session = Session::open(&call.timing).await?;
    let statement = row::insert(resource, &draft, &caller.subject);
    let (text, version) = session.text_and_integer(statement).await?;
    let version = version.ok_or_else(|| refused(resource, &text))?;
    let id = Stamp::parse(&text).map_err(Problem::internal)?.id;
    let reply = Reply::versioned(text.into_bytes(), version)
        .created(&format!("/api/{}/{id}", resource.name()));
    Ok(cache::renew(LIBRARY_GENERATION, reply).await)
}

/// Some fields otherwise. Reads, applies, and writes if the version is still the one that was read: what a change leaves
/// as it is has a part in whether the text and its variables fit.
pub async fn update_resource(call: &Call, resource: Resource, id: Uuid) -> Result<Reply, Problem> {
    call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let wanted = call.if_match()?;
    let fields = call.json(MAX_REQUEST_BYTES).await?;
    let changes = Changes::read(resource, fields).map_err(Problem::invalid)?;

    let session = Session::open(&call.timing).await?;
    for _ in 0..TRIES {
        let current = session.optional_text(row::row(resource, id)).await?;
        let current = current.ok_or_else(|| view::missing(resource))?;
        let row = Row::parse(&current).map_err(Problem::internal)?;
        let version = row.version;
        if wanted
            .as_ref()
            .is_some_and(|wanted| !wanted.contains(&version))
        {
            return Err(view::stale(current));
        }
        let draft = changes.clone().apply(row.into_draft());
        let draft = draft.map_err(Problem::invalid)?;
        let statement = row::update(resource, id, version, &draft);
        let (text, version) = session.text_and_integer(statement).await?;
        if let Some(version) = version {
            let reply = Reply::versioned(text.into_bytes(), version);
            return Ok(cache::renew(LIBRARY_GENERATION, reply).await);
        }
        if Refusal::of(&text) != Some(Refusal::Stale) {
            return Err(refused(resource, &text));
        }
    }
    Err(view::refused(resource, Refusal::Stale))
}

/// Gone, unless something was made from it.
pub async fn delete_resource(call: &Call, resource: Resource, id: Uuid) -> Result<Reply, Problem> {
    call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let wanted = call.if_match()?;

    let session = Session::open(&call.timing).await?;
    let statement = row::delete(resource, id, wanted.as_deref());
    let outcome = session.optional_text(statement).await?;
    let outcome = outcome.ok_or_else(|| view::missing(resource))?;
    let outcome = Deletion::parse(&outcome).map_err(Problem::internal)?;
    if outcome.gone {
        return Ok(cache::renew(LIBRARY_GENERATION, Reply::no_content()).await);
    }
    if outcome.fits {
        return Err(view::used(resource, &outcome.used_by));
    }
    let current = session.optional_text(row::row(resource, id)).await?;
    Err(current.map_or_else(|| view::missing(resource), view::stale))
}

fn refused(resource: Resource, word: &str) -> Problem {
    match Refusal::of(word) {
        Some(refusal) => view::refused(resource, refusal),
        None => Problem::internal("the statement wrote nothing and did not say why"),
    }
}
