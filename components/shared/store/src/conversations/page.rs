//! One page of conversations.
//!
//! The order is `(sort key, id)`, both in the same direction, and a page begins strictly beyond its cursor in that
//! order: no offset is counted and no row is shown twice or skipped, however many share a sort key. Postgres builds
//! the page as one JSON text with just the table view's columns: it crosses into the guest in one piece, and the rows
//! go out as they came, without being taken apart.

use super::condition::push_where;
use crate::statement::{Statement, Value};
use parley_domain::{
    cursor::{Cursor, Key, Side},
    query::ListQuery,
    sort::{Direction, SortKey},
    timestamp::{RangeEnd, Timestamp},
};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

/// The columns of the table view, named as the API names them.
const COLUMNS: &str = r#"
  SELECT id, title, persona, emotion, tier, status, trim_scale(quality_score) AS "qualityScore",
         total_turns AS "totalTurns", category, version,
         to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
         to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "updatedAt"
  FROM conversations"#;

/// One row, one `text`: a JSON array of up to [`parley_domain::page::Limit::fetch`] rows, in reading order (the
/// list's own going forward, the reverse going back).
pub fn rows(query: &ListQuery) -> Statement {
    let mut statement = Statement::new("SELECT coalesce(json_agg(page), '[]')::text FROM (");
    statement.push(COLUMNS);
    push_where(&mut statement, &query.filter);
    let reading = match &query.cursor {
        Some(Cursor {
            side: Side::Before, ..
        }) => query.sort.direction.reversed(),
        _ => query.sort.direction,
    };
    if let Some(cursor) = &query.cursor {
        push_beyond(&mut statement, cursor, query.sort.direction);
    }
    push_order(
        &mut statement,
        query.sort.key,
        query.sort.direction,
        reading,
    );
    statement
        .push("\nLIMIT ")
        .bind(Value::Integer(query.limit.fetch()))
        .push("\n) AS page");
    statement
}

/// The expression a sort compares. Titles compare by code point, the same on every server whatever its locale, and
/// only as far as [`parley_domain::sort::TITLE_KEY_CHARS`].
const fn expression(key: SortKey) -> &'static str {
    match key {
        SortKey::CreatedAt => "created_at",
        SortKey::UpdatedAt => "updated_at",
        SortKey::QualityScore => "quality_score",
        SortKey::Title => r#"left(title, 80) COLLATE "C""#,
        SortKey::TotalTurns => "total_turns",
    }
}

/// `ORDER BY`, in reading direction. A missing quality comes last in the list, hence first when reading it backwards.
fn push_order(statement: &mut Statement, key: SortKey, listed: Direction, reading: Direction) {
    let direction = match reading {
        Direction::Ascending => " ASC",
        Direction::Descending => " DESC",
    };
    statement
        .push("\nORDER BY ")
        .push(expression(key))
        .push(direction);
    if key == SortKey::QualityScore {
        statement.push(if listed == reading {
            " NULLS LAST"
        } else {
            " NULLS FIRST"
        });
    }
    statement.push(", id").push(direction);
}

/// `AND` the row lies strictly beyond the cursor in reading direction.
fn push_beyond(statement: &mut Statement, cursor: &Cursor, listed: Direction) {
    let reading = if cursor.side == Side::Before {
        listed.reversed()
    } else {
        listed
    };
    let beyond = match reading {
        Direction::Ascending => " > ",
        Direction::Descending => " < ",
    };
    statement.push("\n  AND ");
    let Key::QualityScore(quality) = &cursor.key else {
        push_tuple(statement, cursor, beyond);
        return;
    };
    // A missing quality cannot be compared: it stands after every score in the list, whichever its direction.
    match (quality, cursor.side) {
        (Some(_), Side::After) => {
            statement.push("(");
            push_tuple(statement, cursor, beyond);
            statement.push(" OR quality_score IS NULL)");
        }
        (Some(_), Side::Before) => push_tuple(statement, cursor, beyond),
        (None, Side::After) => {
            statement
                .push("(quality_score IS NULL AND id")
                .push(beyond)
                .bind_text(cursor.id)
                .push("::uuid)");
        }
        (None, Side::Before) => {
            statement
                .push("(quality_score IS NOT NULL OR id")
                .push(beyond)
                .bind_text(cursor.id)
                .push("::uuid)");
        }
    }
}

fn push_tuple(statement: &mut Statement, cursor: &Cursor, beyond: &'static str) {
    statement
        .push("(")
        .push(expression(cursor.key.sort_key()))
        .push(", id)")
        .push(beyond)
        .push("(");
    match &cursor.key {
        Key::CreatedAt(at) | Key::UpdatedAt(at) => statement.bind_text(at).push("::timestamptz"),
        Key::QualityScore(quality) => statement
            .bind_text(
                quality
                    .map(|quality| quality.to_string())
                    .unwrap_or_default(),
            )
            .push("::numeric"),
        Key::Title(title) => statement.bind_text(title),
        Key::TotalTurns(turns) => statement.bind(Value::Integer(i64::from(*turns))),
    };
    statement.push(", ").bind_text(cursor.id).push("::uuid)");
}

/// The rows of a page, each as the JSON that Postgres made.
pub fn parse(json: &str) -> serde_json::Result<Vec<&RawValue>> {
    serde_json::from_str(json)
}

/// A row's place in the list.
///
/// Fails only if the row is not one of [`rows`].
pub fn place(row: &RawValue, key: SortKey) -> serde_json::Result<(Key, Uuid)> {
    use serde::de::Error;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Row<'a> {
        id: Uuid,
        title: String,
        #[serde(borrow)]
        quality_score: Option<&'a RawValue>,
        total_turns: i32,
        created_at: &'a str,
        updated_at: &'a str,
    }

    let row: Row = serde_json::from_str(row.get())?;
    let timestamp = |text| {
        Timestamp::parse(text, RangeEnd::Start)
            .map_err(|_| serde_json::Error::custom("not a timestamp"))
    };
    let key = match key {
        SortKey::CreatedAt => Key::CreatedAt(timestamp(row.created_at)?),
        SortKey::UpdatedAt => Key::UpdatedAt(timestamp(row.updated_at)?),
        SortKey::QualityScore => {
            let quality = row
                .quality_score
                .map(|score| score.get().parse())
                .transpose();
            Key::QualityScore(
                quality.map_err(|_| serde_json::Error::custom("not a quality score"))?,
            )
        }
        SortKey::Title => Key::title(&row.title),
        SortKey::TotalTurns => Key::TotalTurns(row.total_turns),
    };
    Ok((key, row.id))
}
