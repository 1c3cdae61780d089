//! Conversations with their turns, for a file.
//!
//! One statement, so one snapshot: what is written while it runs is in the file whole or not at all. Its rows come in the
//! order of the file as they are found, along `idx_conversations_scan_created_at` where most conversations match, and the
//! turns of each along the primary key of `conversation_turns`, so that neither side ever holds many.

use super::condition::push_all;
use crate::{backend::push_identity, statement::Statement};
use parley_domain::filter::Filter;

/// What `metadata` holds. Every member in every line, and nothing whose shape differs from one conversation to the next,
/// such as `parameters`: readers of JSON lines take the columns from the first of them.
const METADATA: &str = r#"(
  SELECT row_to_json(metadata)::text FROM (
    SELECT c.id, c.title, c.persona, c.emotion, c.tier, c.status, trim_scale(c.quality_score) AS "qualityScore", c.category,
           coalesce(c.template_id::text, '') AS "templateId", coalesce(c.scenario_id::text, '') AS "scenarioId",
           coalesce(c.edge_case_id::text, '') AS "edgeCaseId",
           c.created_by AS "createdBy", c.version,
           to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
           to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  ) AS metadata)"#;

/// The rows of a file, oldest first: the identity of [`crate::backend`]; the id, a `text`; the status, a `text`; the roles
/// of the turns, a `text` of one letter for each (`s`, `u`, `a`); their contents, a `text[]`; and the metadata, a `text`, null
/// where it is not wanted. Roles and contents of a conversation without turns are null.
///
/// Contents are an array and not JSON: neither side has to escape and parse what is most of the file.
pub fn rows(filter: &Filter, metadata: bool) -> Statement {
    let mut statement = Statement::new("SELECT ");
    push_identity(&mut statement);
    statement
        .push(", c.id::text, c.status, t.roles, t.contents, ")
        .push(if metadata { METADATA } else { "NULL::text" })
        .push("\nFROM (SELECT * FROM conversations WHERE true");
    push_all(&mut statement, filter);
    statement.push(
        "\n) AS c CROSS JOIN LATERAL (\
         \n  SELECT string_agg(left(role, 1), '') AS roles, array_agg(content) AS contents\
         \n  FROM (SELECT role, content FROM conversation_turns WHERE conversation_id = c.id ORDER BY turn_number) AS turn\
         \n) AS t\
         \nORDER BY c.created_at, c.id",
    );
    statement
}
