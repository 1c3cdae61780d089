//! Status moves, history and versions as the database enforces them.

mod common;

use anyhow::Result;
use common::{insert, migrated, refusal};
use sqlx::PgConnection;

const STATUSES: [&str; 8] = [
    "draft",
    "generated",
    "pending_review",
    "approved",
    "rejected",
    "needs_revision",
    "failed",
    "archived",
];

/// The table of moves in the design, by hand: the same text twice, here and in the migration, is the point.
const ALLOWED: [(&str, &[&str]); 8] = [
    ("draft", &["generated", "pending_review", "archived"]),
    ("generated", &["pending_review", "draft", "archived"]),
    (
        "pending_review",
        &["approved", "rejected", "needs_revision", "archived"],
    ),
    ("needs_revision", &["pending_review", "draft", "archived"]),
    ("approved", &["needs_revision", "archived"]),
    ("rejected", &["needs_revision", "archived"]),
    ("failed", &["draft", "archived"]),
    ("archived", &["draft"]),
];

async fn decide(
    connection: &mut PgConnection,
    id: &str,
    to: &str,
    by: Option<&str>,
    reason: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE conversations SET status = $2, decided_by = $3, decision_reason = $4 WHERE id = $1::uuid",
    )
    .bind(id)
    .bind(to)
    .bind(by)
    .bind(reason)
    .execute(connection)
    .await
    .map(drop)
}

async fn value<T>(connection: &mut PgConnection, id: &str, expression: &str) -> Result<T>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres> + Send + Unpin,
{
    let statement = format!("SELECT {expression} FROM conversations WHERE id = $1::uuid");
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
        .bind(id)
        .fetch_one(connection)
        .await?)
}

#[tokio::test]
async fn exactly_the_moves_of_the_table_are_allowed() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    for (from, allowed) in ALLOWED {
        for to in STATUSES {
            let id = insert(&mut connection, from).await?;
            let result = decide(&mut connection, &id, to, Some("someone"), Some("off_topic")).await;
            if allowed.contains(&to) {
                assert!(result.is_ok(), "{from} to {to} was refused: {result:?}");
                assert_eq!(value::<String>(&mut connection, &id, "status").await?, to);
            } else {
                let (code, message) = refusal(result);
                assert_eq!(code, "PL422", "{from} to {to}");
                assert!(
                    message.ends_with(&allowed.join(", ")),
                    "{from} to {to}: {message}"
                );
                assert_eq!(value::<String>(&mut connection, &id, "status").await?, from);
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_move_appends_who_when_and_why_to_the_history() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "generated").await?;
    decide(&mut connection, &id, "pending_review", Some("amara"), None).await?;
    let batch = "7f9c24e8-3b12-4fef-91e0-5c1a0ac7a0f4";
    sqlx::query(
        "UPDATE conversations SET status = 'rejected', decided_by = 'bo', decision_reason = 'off_topic', \
         decision_note = 'Not \"about\" money', decision_batch = $2::uuid WHERE id = $1::uuid",
    )
    .bind(&id)
    .bind(batch)
    .execute(&mut connection)
    .await?;

    let history: String = value(
        &mut connection,
        &id,
        "(SELECT jsonb_agg(entry - 'at' ORDER BY place)::text \
          FROM jsonb_array_elements(review_history) WITH ORDINALITY AS list (entry, place))",
    )
    .await?;
    let history: serde_json::Value = serde_json::from_str(&history)?;
    assert_eq!(
        history,
        serde_json::json!([
            {"by": "amara", "from": "generated", "to": "pending_review"},
            {"by": "bo", "from": "pending_review", "to": "rejected", "reason": "off_topic",
             "note": "Not \"about\" money", "batch": batch},
        ])
    );
    let at_is_updated_at = "(review_history -> -1 ->> 'at')::timestamptz = updated_at";
    assert!(value::<bool>(&mut connection, &id, at_is_updated_at).await?);
    Ok(())
}

#[tokio::test]
async fn a_rejection_without_a_reason_code_is_refused() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "pending_review").await?;
    for reason in [None, Some(""), Some("Two Words"), Some("1st")] {
        let (code, _) = refusal(decide(&mut connection, &id, "rejected", Some("bo"), reason).await);
        assert_eq!(code, "PL400", "{reason:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_move_by_nobody_is_refused() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "draft").await?;
    for by in [None, Some("")] {
        let (code, _) = refusal(decide(&mut connection, &id, "archived", by, None).await);
        assert_eq!(code, "PL400", "{by:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_reason_without_a_move_is_refused() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "draft").await?;
    let result =
        sqlx::query("UPDATE conversations SET decision_reason = 'off_topic' WHERE id = $1::uuid")
            .bind(&id)
            .execute(&mut connection)
            .await;
    assert_eq!(refusal(result).0, "PL400");
    Ok(())
}

#[tokio::test]
async fn a_decision_is_not_inherited_by_the_next_update() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "pending_review").await?;
    decide(
        &mut connection,
        &id,
        "rejected",
        Some("bo"),
        Some("off_topic"),
    )
    .await?;
    let left = "num_nonnulls(decided_by, decision_reason, decision_note, decision_batch)";
    assert_eq!(value::<i32>(&mut connection, &id, left).await?, 0);
    assert_eq!(
        refusal(decide(&mut connection, &id, "archived", None, None).await).0,
        "PL400"
    );
    Ok(())
}

#[tokio::test]
async fn history_cannot_be_changed_directly() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "draft").await?;
    decide(&mut connection, &id, "generated", Some("bo"), None).await?;
    for history in [
        "'[]'",
        "review_history || '{\"to\": \"generated\"}'",
        "jsonb_set(review_history, '{0,by}', '\"someone else\"')",
    ] {
        let statement =
            format!("UPDATE conversations SET review_history = {history} WHERE id = $1::uuid");
        let result = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(&id)
            .execute(&mut connection)
            .await;
        assert_eq!(refusal(result).0, "PL403", "{history}");
    }
    Ok(())
}

#[tokio::test]
async fn history_that_ends_elsewhere_than_at_the_status_cannot_be_inserted() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    for history in ["[{\"to\": \"draft\"}]", "[{}]", "{}", "[{\"to\": null}]"] {
        let result = sqlx::query(
            "INSERT INTO conversations (title, tier, status, review_history) VALUES ('t', 'template', 'approved', $1::jsonb)",
        )
        .bind(history)
        .execute(&mut connection)
        .await;
        assert_eq!(refusal(result).0, "23514", "{history}");
    }
    Ok(())
}

#[tokio::test]
async fn every_update_counts_the_version_and_never_turns_updated_at_back() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let id = insert(&mut connection, "draft").await?;
    sqlx::query("UPDATE conversations SET title = 'Edited', version = 77, updated_at = 'epoch' WHERE id = $1::uuid")
        .bind(&id)
        .execute(&mut connection)
        .await?;
    assert_eq!(value::<i64>(&mut connection, &id, "version").await?, 2);
    assert!(value::<bool>(&mut connection, &id, "updated_at > created_at").await?);

    let ahead: String = sqlx::query_scalar(
        "INSERT INTO conversations (title, tier, updated_at) VALUES ('t', 'template', now() + interval '1 day') RETURNING id::text",
    )
    .fetch_one(&mut connection)
    .await?;
    let before: String = value(&mut connection, &ahead, "updated_at::text").await?;
    decide(&mut connection, &ahead, "generated", Some("bo"), None).await?;
    assert_eq!(
        value::<String>(&mut connection, &ahead, "updated_at::text").await?,
        before
    );
    assert_eq!(value::<i64>(&mut connection, &ahead, "version").await?, 2);
    Ok(())
}

#[tokio::test]
async fn undoing_a_batch_restores_what_it_moved_and_nothing_else() -> Result<()> {
    const UNDO: &str = "UPDATE conversations SET status = $2, decided_by = 'bo', decision_batch = $3::uuid \
                        WHERE id = $1::uuid";
    let (_cluster, mut connection) = migrated().await?;
    let (batch, other) = (
        "7f9c24e8-3b12-4fef-91e0-5c1a0ac7a0f4",
        "0e1de8a7-53a5-4a8c-ae4c-bd4d0d6b5c10",
    );
    let id = insert(&mut connection, "pending_review").await?;
    sqlx::query(UNDO)
        .bind(&id)
        .bind("approved")
        .bind(batch)
        .execute(&mut connection)
        .await?;

    for (to, named) in [
        ("pending_review", Some(other)),
        ("pending_review", None),
        ("generated", Some(batch)),
    ] {
        let result = sqlx::query(UNDO)
            .bind(&id)
            .bind(to)
            .bind(named)
            .execute(&mut connection)
            .await;
        assert_eq!(refusal(result).0, "PL422", "to {to} naming {named:?}");
    }
    sqlx::query(UNDO)
        .bind(&id)
        .bind("pending_review")
        .bind(batch)
        .execute(&mut connection)
        .await?;
    let last: String = value(&mut connection, &id, "(review_history -> -1 ->> 'undo')").await?;
    assert_eq!(last, "true");

    let result = sqlx::query(UNDO)
        .bind(&id)
        .bind("generated")
        .bind(batch)
        .execute(&mut connection)
        .await;
    assert_eq!(
        refusal(result).0,
        "PL422",
        "an undo cannot be undone further back"
    );
    Ok(())
}

#[tokio::test]
async fn turns_must_agree_with_the_total_at_the_end_of_a_statement() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let added: (i32, i64) = sqlx::query_as(
        "WITH added AS (INSERT INTO conversations (title, tier, total_turns) VALUES ('t', 'template', 2) \
                        RETURNING id, total_turns, version), \
              turns AS (INSERT INTO conversation_turns (conversation_id, turn_number, role, content) \
                        SELECT id, number, role, 'Hello' FROM added, (VALUES (1, 'user'), (2, 'assistant')) AS t (number, role)) \
         SELECT total_turns, version FROM added",
    )
    .fetch_one(&mut connection)
    .await?;
    assert_eq!(added, (2, 1));

    for statement in [
        "DELETE FROM conversation_turns WHERE turn_number = 2",
        "INSERT INTO conversation_turns (conversation_id, turn_number, role, content) SELECT id, 3, 'user', 'More' FROM conversations",
    ] {
        assert_eq!(
            refusal(sqlx::query(statement).execute(&mut connection).await).0,
            "PL400",
            "{statement}"
        );
    }
    sqlx::query("DELETE FROM conversations")
        .execute(&mut connection)
        .await?;
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM conversation_turns")
        .fetch_one(&mut connection)
        .await?;
    assert_eq!(left, 0);
    Ok(())
}
