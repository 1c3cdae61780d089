//! One action on many conversations, in chunks.
//!
//! [`begin`] takes the selection once and keeps it as chunks of ids; [`step`] does one chunk in one transaction, and is
//! called until it says that none was left. All that a cut leaves behind is therefore whole, and what is left to do
//! stands in the database and not in a guest's memory. The functions behind [`step`] and [`undo_step`] are in
//! `migrations/0059`, as each has to lock before it looks.

use super::condition::push_all;
use crate::statement::{Statement, Value};
use parley_domain::{
    bulk::{BulkRequest, MAX_IDS, Selection},
    query::BatchQuery,
};
use uuid::Uuid;

/// Conversations in a chunk: some tenths of a second of work, so that nobody waits longer for a row that it has locked,
/// while what a statement costs by itself is spread over many.
const CHUNK_ROWS: u64 = 1_000;

/// Items that an answer lists by itself; the others are read page by page.
const LISTED_ITEMS: u64 = 1_000;

/// One text, or no row: `same` where this batch is of this request, else `other`.
pub fn find(batch: Uuid, request: &BulkRequest, parameters: &str, by: &str) -> Statement {
    let mut statement = Statement::new("SELECT CASE WHEN action = ");
    statement
        .bind_text(request.action)
        .push(" AND parameters = ")
        .bind_text(parameters)
        .push("::jsonb AND selection = ")
        .bind_text(&request.asked)
        .push("::jsonb AND created_by = ")
        .bind_text(by)
        .push(" THEN 'same' ELSE 'other' END FROM bulk_batches WHERE id = ")
        .bind_text(batch)
        .push("::uuid");
    statement
}

/// One row: the id of the new batch as a text, and how many match as an `int8`. The text is empty, and nothing was
/// written, where too many match or the batch is there already.
pub fn begin(request: &BulkRequest, parameters: &str, by: &str) -> Statement {
    let mut statement = Statement::new("WITH found AS MATERIALIZED (");
    push_selected(&mut statement, &request.selection);
    statement.push(
        "\n), matching AS (\n  SELECT count(*) AS matching FROM found\n), batch AS (\n  INSERT INTO bulk_batches (id, \
         action, parameters, selection, created_by, as_of, matching)\n  SELECT ",
    );
    match request.batch_id {
        Some(id) => statement.bind_text(id).push("::uuid"),
        None => statement.push("gen_random_uuid()"),
    };
    statement
        .push(", ")
        .bind_text(request.action)
        .push(", ")
        .bind_text(parameters)
        .push("::jsonb, ")
        .bind_text(&request.asked)
        .push("::jsonb, ")
        .bind_text(by)
        .push(", ");
    push_as_of(&mut statement, &request.selection);
    statement.push(", matching FROM matching");
    if let Selection::Filter { max_affected, .. } = request.selection {
        statement
            .push(" WHERE matching <= ")
            .bind(Value::Integer(max_affected));
    }
    statement
        .push(
            "\n  ON CONFLICT (id) DO NOTHING RETURNING id\n), chunks AS (\n  INSERT INTO bulk_batch_chunks (batch_id, \
             number, conversation_ids)\n  SELECT batch.id, number, array_agg(numbered.id ORDER BY numbered.id)\n  \
             FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / ",
        )
        .push_number(CHUNK_ROWS)
        .push(
            " AS number FROM found) AS numbered, batch\n  GROUP BY batch.id, number\n)\nSELECT coalesce((SELECT id::text \
             FROM batch), ''), matching FROM matching",
        );
    statement
}

/// One text: `running` after a chunk was done, `finished` when there was none left.
pub fn step(batch: Uuid) -> Statement {
    let mut statement = Statement::new("SELECT bulk_batch_step(");
    statement.bind_text(batch).push("::uuid)");
    statement
}

/// One text: `undoing` after a chunk was undone, `undone` when there was none left, `undone before` where an earlier undo
/// had done it all, `unknown` without such a batch.
pub fn undo_step(batch: Uuid, by: &str) -> Statement {
    let mut statement = Statement::new("SELECT bulk_batch_undo_step(");
    statement
        .bind_text(batch)
        .push("::uuid, ")
        .bind_text(by)
        .push(", ")
        .push_number(CHUNK_ROWS)
        .push(")");
    statement
}

/// One text, JSON: what a request would do.
pub fn preview(request: &BulkRequest) -> Statement {
    let target = request.action.target().name();
    let mut statement = Statement::new("WITH found AS MATERIALIZED (");
    push_selected(&mut statement, &request.selection);
    statement
        .push(
            "\n), verdict AS MATERIALIZED (\n  SELECT status, bulk_batch_refusal(",
        )
        .bind_text(request.action)
        .push(", status, '")
        .push(target)
        .push(
            "') AS refusal\n  FROM (SELECT DISTINCT status FROM found) AS statuses WHERE status IS NOT NULL\n), judged AS \
             MATERIALIZED (\n  SELECT id, CASE WHEN status IS NULL THEN 'missing' WHEN status = '",
        )
        .push(target)
        .push(
            "' THEN 'unchanged'\n    WHEN refusal IS NULL THEN 'changed' ELSE 'refused' END AS outcome, refusal\n  FROM \
             found LEFT JOIN verdict USING (status)\n)\nSELECT json_build_object('batchId', NULL, 'dryRun', true, \
             'action', ",
        )
        .bind_text(request.action)
        .push(
            ", 'matching', count(*), 'counts', json_build_object(\n    'changed', count(*) FILTER (WHERE outcome = \
             'changed'), 'unchanged', count(*) FILTER (WHERE outcome = 'unchanged'),\n    'refused', count(*) FILTER \
             (WHERE outcome = 'refused'), 'missing', count(*) FILTER (WHERE outcome = 'missing')),\n  'refusals', \
             coalesce((SELECT json_agg(json_build_object('reason', refusal, 'count', refused) ORDER BY refused DESC, \
             refusal)\n    FROM (SELECT refusal, count(*) AS refused FROM judged WHERE outcome = 'refused' GROUP BY \
             refusal) AS refusals), '[]'),\n  'items', coalesce((SELECT json_agg(json_strip_nulls(json_build_object('id', \
             id, 'outcome', outcome,\n      'reason', CASE WHEN outcome = 'refused' THEN refusal END)))\n    FROM (SELECT \
             * FROM judged",
        );
    let ids = matches!(request.selection, Selection::Ids(_));
    statement
        .push(if ids {
            ""
        } else {
            " WHERE outcome <> 'changed'"
        })
        .push(" ORDER BY id LIMIT ")
        .push_number(LISTED_ITEMS)
        .push(") AS listed), '[]'),\n  'itemsTruncated', ");
    if ids {
        statement.push("false");
    } else {
        statement
            .push("count(*) FILTER (WHERE outcome <> 'changed') > ")
            .push_number(LISTED_ITEMS);
    }
    statement.push(")::text FROM judged");
    statement
}

/// Which items an answer lists by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// All of them: there are no more than [`MAX_IDS`].
    All,
    /// The first of those that were not changed.
    NotChanged,
    /// The first of those that the undo left alone.
    ChangedSince,
}

/// One text, JSON: a batch with what came of it. `extra` is members of the answer, as SQL.
pub fn report(batch: Uuid, listed: Listed, extra: &'static str) -> Statement {
    let mut statement = Statement::new("SELECT json_build_object(");
    statement.push(extra).push(BATCH_MEMBERS).push(
        ",\n  'items', coalesce((SELECT json_agg(json_strip_nulls(json_build_object('id', conversation_id, 'outcome', \
         outcome,\n      'reason', detail, 'version', version_after)))\n    FROM (SELECT * FROM bulk_batch_items WHERE \
         batch_id = batch.id",
    );
    statement.push(match listed {
        Listed::All => " ORDER BY conversation_id",
        Listed::NotChanged => " AND outcome <> 'changed' ORDER BY outcome, conversation_id",
        Listed::ChangedSince => " AND outcome = 'changed_since' ORDER BY conversation_id",
    });
    statement
        .push(" LIMIT ")
        .push_number(LISTED_ITEMS)
        .push(") AS listed), '[]'),\n  'itemsTruncated', ")
        .push(match listed {
            Listed::All => "0",
            Listed::NotChanged => "unchanged + refused + missing + undone + changed_since",
            Listed::ChangedSince => "changed_since",
        })
        .push(" > ")
        .push_number(LISTED_ITEMS)
        .push(")::text\nFROM bulk_batches AS batch WHERE id = ")
        .bind_text(batch)
        .push("::uuid");
    statement
}

/// One text, JSON: a batch with a page of its items; no row where there is no such batch.
pub fn page(batch: Uuid, query: &BatchQuery) -> Statement {
    let rows = query.limit.rows() as u64;
    let mut statement = Statement::new(
        "WITH near AS MATERIALIZED (\n  SELECT * FROM bulk_batch_items WHERE batch_id = ",
    );
    statement.bind_text(batch).push("::uuid");
    if let Some(outcome) = query.outcome {
        // As text and not a parameter: the partial index is for what is seen not to be 'changed'.
        statement
            .push(" AND outcome = '")
            .push(outcome.name())
            .push("'");
    }
    if let Some(cursor) = query.cursor {
        statement
            .push(" AND conversation_id > ")
            .bind_text(cursor)
            .push("::uuid");
    }
    statement
        .push(" ORDER BY conversation_id LIMIT ")
        .push_number(rows + 1)
        .push("\n), shown AS MATERIALIZED (\n  SELECT * FROM near ORDER BY conversation_id LIMIT ")
        .push_number(rows)
        .push("\n), edge AS (\n  SELECT count(*) > ")
        .push_number(rows)
        .push(" AS has_more FROM near\n)\nSELECT json_build_object(")
        .push(BATCH_MEMBERS)
        .push(
            ",\n  'items', coalesce((SELECT json_agg(json_strip_nulls(json_build_object('id', conversation_id, 'outcome', \
             outcome,\n      'reason', detail, 'version', version_after)) ORDER BY conversation_id) FROM shown), '[]'),\n  \
             'pagination', json_build_object('nextCursor', CASE WHEN has_more THEN (SELECT conversation_id FROM shown \
             ORDER BY conversation_id DESC LIMIT 1) END,\n    'hasMore', has_more, 'limit', ",
        )
        .push_number(rows)
        .push("))::text\nFROM bulk_batches AS batch, edge WHERE id = ")
        .bind_text(batch)
        .push("::uuid");
    statement
}

/// What every answer says of a batch.
const BATCH_MEMBERS: &str = "'batchId', batch.id, 'action', batch.action,
  'state', CASE WHEN undone_at IS NOT NULL THEN 'undone' WHEN undone_through IS NOT NULL THEN 'undoing'
                WHEN finished_at IS NOT NULL THEN 'finished' ELSE 'running' END,
  'matching', matching, 'counts', json_build_object('changed', changed, 'unchanged', unchanged, 'refused', refused,
    'missing', missing, 'undone', undone, 'changedSince', changed_since),
  'createdBy', created_by, 'createdAt', to_char(batch.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),
  'finishedAt', to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),
  'undoneBy', undone_by, 'undoneAt', to_char(undone_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

/// Adds a query that gives the id and the status of what is selected; an id without a conversation has no status.
fn push_selected(statement: &mut Statement, selection: &Selection) {
    match selection {
        Selection::Ids(ids) => {
            statement
                .push("\n  SELECT wanted.id, c.status FROM unnest(")
                .bind_texts(ids)
                .push("::uuid[]) AS wanted (id) LEFT JOIN conversations c USING (id)");
        }
        Selection::Filter { filter, .. } => {
            statement.push("\n  SELECT id, status FROM conversations WHERE updated_at <= ");
            push_as_of(statement, selection);
            push_all(statement, filter);
        }
    }
}

/// Adds the instant after which a change takes a conversation out of the selection: never one to come, after which a
/// change made meanwhile would not be noticed.
fn push_as_of(statement: &mut Statement, selection: &Selection) {
    match selection {
        Selection::Ids(_) => statement.push("NULL::timestamptz"),
        Selection::Filter { as_of: None, .. } => statement.push("now()"),
        Selection::Filter {
            as_of: Some(as_of), ..
        } => statement
            .push("least(now(), ")
            .bind_text(as_of)
            .push("::timestamptz)"),
    };
}

const _: () = assert!(MAX_IDS as u64 <= LISTED_ITEMS);
