//! One template, scenario or edge case: read, made, changed, deleted.
//!
//! A statement that writes decides and writes at once, and answers one row: the JSON of what it wrote with its version, or
//! one of the words of [`Refusal`] with null. Two writers that meet all the same, each before the other's commit, are told
//! apart by the tables' constraints, whose errors mean 409 as well.

use super::{child, conversation_column, parent, push_columns, table};
use crate::statement::{Statement, Value};
use parley_domain::library::{Draft, Resource};
use serde::Deserialize;
use serde_json::Map;
use uuid::Uuid;

/// Why nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another has the name.
    NameTaken,
    /// There is nothing that it could belong to under that id.
    NoParent,
    /// It has another version by now, or is gone.
    Stale,
}

impl Refusal {
    /// The refusal that a statement answered with; `None` for anything else.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "name_taken" => Some(Self::NameTaken),
            "no_parent" => Some(Self::NoParent),
            "stale" => Some(Self::Stale),
            _ => None,
        }
    }
}

/// At most one row: a `text`, its JSON with how many conversations and others were made from it.
pub fn item(resource: Resource, id: Uuid) -> Statement {
    let mut statement = Statement::new("SELECT row_to_json(item)::text FROM (SELECT ");
    push_whole(&mut statement, resource);
    statement.push(", json_build_object(");
    push_uses(&mut statement, resource, "r.id");
    statement
        .push(")")
        .push(r#" AS "usedBy" FROM "#)
        .push(table(resource))
        .push(" AS r WHERE r.id = ")
        .bind_text(id)
        .push("::uuid) AS item");
    statement
}

/// At most one row: a `text`, its JSON, which [`parse`] reads.
pub fn row(resource: Resource, id: Uuid) -> Statement {
    let mut statement = Statement::new("SELECT row_to_json(item)::text FROM (SELECT ");
    push_whole(&mut statement, resource);
    statement
        .push(" FROM ")
        .push(table(resource))
        .push(" AS r WHERE r.id = ")
        .bind_text(id)
        .push("::uuid) AS item");
    statement
}

/// Makes one; refused by [`Refusal::NameTaken`] and [`Refusal::NoParent`].
pub fn insert(resource: Resource, draft: &Draft, created_by: &str) -> Statement {
    let parent = parent(resource);
    let mut statement = Statement::new("WITH fit AS MATERIALIZED (SELECT ");
    push_fits_parent(&mut statement, resource, draft);
    statement.push(" AS has_parent), made AS (INSERT INTO ");
    statement
        .push(table(resource))
        .push(" AS r (name, description, body, category, parameters, active, created_by");
    if let Some(parent) = &parent {
        statement.push(", ").push(parent.column);
    }
    statement.push(")\nSELECT ");
    push_values(&mut statement, draft);
    statement.push(", ").bind_text(created_by);
    if parent.is_some() {
        statement.push(", ");
        push_parent_value(&mut statement, draft);
    }
    statement.push(" FROM fit WHERE has_parent\nON CONFLICT (name) DO NOTHING RETURNING ");
    push_whole(&mut statement, resource);
    statement.push(
        ")\nSELECT coalesce((SELECT row_to_json(made)::text FROM made), \
         CASE WHEN has_parent THEN 'name_taken' ELSE 'no_parent' END), (SELECT version FROM made) FROM fit",
    );
    statement
}

/// Changes all of one that has this version; refused in every way.
pub fn update(resource: Resource, id: Uuid, version: i64, draft: &Draft) -> Statement {
    let parent = parent(resource);
    let mut statement = Statement::new("WITH fit AS MATERIALIZED (SELECT ");
    push_fits_parent(&mut statement, resource, draft);
    statement
        .push(" AS has_parent, NOT EXISTS (SELECT FROM ")
        .push(table(resource))
        .push(" AS other WHERE other.name = ")
        .bind_text(&draft.name)
        .push(" AND other.id <> ")
        .bind_text(id)
        .push("::uuid) AS has_name), made AS (UPDATE ")
        .push(table(resource))
        .push(" AS r SET (name, description, body, category, parameters, active");
    if let Some(parent) = &parent {
        statement.push(", ").push(parent.column);
    }
    statement.push(") = ROW(");
    push_values(&mut statement, draft);
    if parent.is_some() {
        statement.push(", ");
        push_parent_value(&mut statement, draft);
    }
    statement
        .push(")\nFROM fit WHERE has_parent AND has_name AND r.id = ")
        .bind_text(id)
        .push("::uuid AND r.version = ")
        .bind(Value::Integer(version))
        .push(" RETURNING ");
    push_whole(&mut statement, resource);
    statement.push(
        ")\nSELECT coalesce((SELECT row_to_json(made)::text FROM made), \
         CASE WHEN NOT has_parent THEN 'no_parent' WHEN NOT has_name THEN 'name_taken' ELSE 'stale' END), \
         (SELECT version FROM made) FROM fit",
    );
    statement
}

/// Deletes one, unless something was made from it or it has none of these versions.
///
/// One row: a `text`, the JSON that [`Deletion::parse`] reads; none where there is nothing under that id.
pub fn delete(resource: Resource, id: Uuid, versions: Option<&[i64]>) -> Statement {
    let mut statement = Statement::new("WITH target AS MATERIALIZED (SELECT r.id, ");
    match versions {
        Some(versions) => statement
            .push("r.version = ANY(")
            .bind_texts(versions)
            .push("::int8[])"),
        None => statement.push("true"),
    };
    statement
        .push(" AS fits FROM ")
        .push(table(resource))
        .push(" AS r WHERE r.id = ")
        .bind_text(id)
        .push("::uuid FOR UPDATE), uses AS MATERIALIZED (SELECT json_build_object(");
    push_uses(&mut statement, resource, "target.id");
    statement
        .push(") AS counts FROM target), gone AS (DELETE FROM ")
        .push(table(resource))
        .push(
            " AS r USING target, uses WHERE r.id = target.id AND target.fits \
             AND NOT EXISTS (SELECT FROM json_each_text(uses.counts) WHERE value <> '0') RETURNING r.id)\n\
             SELECT json_build_object('gone', EXISTS (SELECT FROM gone), 'fits', target.fits, 'usedBy', uses.counts)::text \
             FROM target, uses",
        );
    statement
}

/// What came of a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deletion {
    /// It is deleted.
    pub gone: bool,
    /// It had a version that it might be deleted at.
    pub fits: bool,
    /// What was made from it.
    pub used_by: Uses,
}

impl Deletion {
    /// Reads the row of [`delete`].
    ///
    /// # Errors
    /// Where it is not that.
    pub fn parse(json: &str) -> serde_json::Result<Self> {
        serde_json::from_slice(json.as_bytes())
    }
}

/// How many refer to one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Uses {
    /// Conversations made from it.
    pub conversations: i64,
    /// Scenarios that vary it; only of a template.
    #[serde(default)]
    pub scenarios: i64,
    /// Edge cases that strain it; only of a scenario.
    #[serde(default)]
    pub edge_cases: i64,
}

/// A row as it stands: what a change is applied to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The version it is at.
    pub version: i64,
    name: String,
    description: String,
    body: String,
    category: Vec<String>,
    parameters: Map<String, serde_json::Value>,
    active: bool,
    template_id: Option<Uuid>,
    scenario_id: Option<Uuid>,
}

impl Row {
    /// Reads what [`row`] answers.
    ///
    /// # Errors
    /// Where it is not that.
    pub fn parse(json: &str) -> serde_json::Result<Self> {
        serde_json::from_slice(json.as_bytes())
    }

    /// What its writer may change.
    pub fn into_draft(self) -> Draft {
        Draft {
            name: self.name,
            description: self.description,
            body: self.body,
            category: self.category,
            parameters: self.parameters,
            active: self.active,
            parent: self.template_id.or(self.scenario_id),
        }
    }
}

/// Which row an answer is of, at which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Stamp {
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub version: i64,
}

impl Stamp {
    /// Reads it off what [`row`], [`item`] or a writing statement answers.
    ///
    /// # Errors
    /// Where the JSON is not that.
    pub fn parse(json: &str) -> serde_json::Result<Self> {
        serde_json::from_slice(json.as_bytes())
    }
}

fn push_whole(statement: &mut Statement, resource: Resource) {
    push_columns(statement, resource);
    statement.push(", r.body, r.parameters");
}

/// The members of an object: what refers to the row with this id, by index.
fn push_uses(statement: &mut Statement, resource: Resource, id: &'static str) {
    statement
        .push("'conversations', (SELECT count(*) FROM conversations AS c WHERE c.")
        .push(conversation_column(resource))
        .push(" = ")
        .push(id)
        .push(")");
    let Some(child) = child(resource) else {
        return;
    };
    statement
        .push(match resource {
            Resource::Templates => ", 'scenarios'",
            Resource::Scenarios | Resource::EdgeCases => ", 'edgeCases'",
        })
        .push(", (SELECT count(*) FROM ")
        .push(child.table)
        .push(" AS c WHERE c.")
        .push(child.column)
        .push(" = ")
        .push(id)
        .push(")");
}

/// Whether what it is to belong to is there.
fn push_fits_parent(statement: &mut Statement, resource: Resource, draft: &Draft) {
    match parent(resource).zip(draft.parent) {
        Some((parent, id)) => statement
            .push("EXISTS (SELECT FROM ")
            .push(parent.table)
            .push(" WHERE id = ")
            .bind_text(id)
            .push("::uuid)"),
        None => statement.push("true"),
    };
}

/// Name, description, text, category, parameters and whether it is active.
fn push_values(statement: &mut Statement, draft: &Draft) {
    let parameters = serde_json::Value::Object(draft.parameters.clone());
    statement
        .bind_text(&draft.name)
        .push(", ")
        .bind_text(&draft.description)
        .push(", ")
        .bind_text(&draft.body)
        .push(", ")
        .bind_texts(&draft.category)
        .push(", ")
        .bind_text(parameters)
        .push("::jsonb, ")
        .push(if draft.active { "true" } else { "false" });
}

fn push_parent_value(statement: &mut Statement, draft: &Draft) {
    match draft.parent {
        Some(id) => statement.bind_text(id).push("::uuid"),
        None => statement.push("NULL::uuid"),
    };
}
