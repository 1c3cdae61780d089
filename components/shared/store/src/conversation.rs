//! One conversation: read, created, edited, deleted.
//!
//! What a writer has to do in one transaction stands in `migrations/0056_create_conversation_writes.up.sql`, as functions that
//! all answer with the same four texts, which [`current`] reads.

use crate::statement::Statement;
use parley_domain::{
    conversation::{Edit, NewConversation},
    problem::{FieldError, Kind, Problem},
    status::Status,
    turn::Turn,
};
use serde::Deserialize;
use uuid::Uuid;

/// A conversation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// All of it, as JSON.
    pub document: String,
}

/// Four texts, for [`current`], or no row: reads a conversation.
pub fn read(id: Uuid) -> Statement {
    let mut statement = Statement::new(
        "SELECT 'done', id::text, version::text, conversation_document(id) FROM conversations WHERE id = ",
    );
    statement.bind_text(id).push("::uuid");
    statement
}

/// Four texts, for [`current`]: creates a conversation.
///
/// # Errors
/// Where it cannot be written as JSON, which does not happen.
pub fn create(actor: &str, new: &NewConversation) -> serde_json::Result<Statement> {
    let mut statement =
        Statement::new("SELECT outcome, id, version, detail FROM conversation_create(");
    statement
        .bind_text(actor)
        .push(", ")
        .bind_text(serde_json::to_string(new)?)
        .push("::jsonb)");
    Ok(statement)
}

/// Four texts, for [`current`], or no row: edits a conversation that has one of these versions.
///
/// # Errors
/// Where the edit cannot be written as JSON, which does not happen.
pub fn edit(
    id: Uuid,
    actor: &str,
    versions: Option<Vec<i64>>,
    edit: &Edit,
) -> serde_json::Result<Statement> {
    let mut statement =
        Statement::new("SELECT outcome, id, version, detail FROM conversation_edit(");
    statement
        .bind_text(id)
        .push("::uuid, ")
        .bind_text(actor)
        .push(", ");
    push_versions(&mut statement, versions);
    statement
        .push(", ")
        .bind_text(serde_json::to_string(edit)?)
        .push("::jsonb)");
    Ok(statement)
}

/// Four texts, for [`current`], or no row: replaces the turns of a conversation that has one of these versions.
///
/// # Errors
/// Where the turns cannot be written as JSON, which does not happen.
pub fn replace_turns(
    id: Uuid,
    versions: Option<Vec<i64>>,
    turns: &[Turn],
) -> serde_json::Result<Statement> {
    let mut statement =
        Statement::new("SELECT outcome, id, version, detail FROM conversation_replace_turns(");
    statement.bind_text(id).push("::uuid, ");
    push_versions(&mut statement, versions);
    statement
        .push(", ")
        .bind_text(serde_json::to_string(turns)?)
        .push("::jsonb)");
    Ok(statement)
}

/// Four texts, for [`current`], or no row: deletes a conversation that has one of these versions.
pub fn delete(id: Uuid, versions: Option<Vec<i64>>) -> Statement {
    let mut statement =
        Statement::new("SELECT outcome, id, version, detail FROM conversation_delete(");
    statement.bind_text(id).push("::uuid, ");
    push_versions(&mut statement, versions);
    statement.push(")");
    statement
}

fn push_versions(statement: &mut Statement, versions: Option<Vec<i64>>) {
    match versions {
        None => statement.push("NULL::bigint[]"),
        Some(versions) => statement.bind_texts(versions).push("::bigint[]"),
    };
}

/// Reads what a statement answered, where `to` is the status it was to move the conversation to.
///
/// # Errors
/// 404 where it answered nothing; 412, 422 or 400 where a writer wrote nothing.
pub fn current(row: Option<Vec<String>>, to: Option<Status>) -> Result<Current, Problem> {
    let Some(row) = row else {
        return Err(not_found());
    };
    let Ok([outcome, id, version, detail]) = <[String; 4]>::try_from(row) else {
        return Err(Problem::internal("it answers with four texts"));
    };
    match (outcome.as_str(), to) {
        ("done", _) => Ok(Current {
            id,
            version: version.parse().map_err(Problem::internal)?,
            document: detail,
        }),
        ("stale", _) => Err(Problem::new(
            Kind::StaleVersion,
            format!("it is at version {version} now"),
        )
        .with_current(detail)),
        ("forbidden", Some(to)) => {
            let from = status(&detail).map_err(Problem::internal)?;
            Err(Problem::forbidden_move(from, to).with_current(detail))
        }
        ("unknown", _) => Err(Problem::invalid(
            detail.split(',').map(unknown_reference).collect(),
        )),
        _ => Err(Problem::internal("the outcome has another name")),
    }
}

/// 404.
pub fn not_found() -> Problem {
    Problem::new(Kind::NotFound, "there is no such conversation")
}

fn status(document: &str) -> serde_json::Result<Status> {
    #[derive(Deserialize)]
    struct Document {
        status: Status,
    }
    let document: Document = serde_json::from_slice(document.as_bytes())?;
    Ok(document.status)
}

fn unknown_reference(field: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code: "unknown_reference",
        message: "there is nothing with this id".into(),
    }
}
