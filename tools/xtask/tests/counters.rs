//! The kept counts, one thing at a time; `counters_storm` has everything at once.

mod common;

use anyhow::Result;
use common::{migrated, refusal};
use parley_xtask::{counters, postgres::Cluster};
use sqlx::{Connection, PgConnection};
use std::process::{Command, Output};

const INSERT: &str = "INSERT INTO conversations (title, tier, status, quality_score, created_by, created_at) \
    SELECT 't', (ARRAY['template', 'scenario', 'edge_case'])[1 + n % 3], 'draft', nullif(n * 37 % 1001, 0) / 100.0, $1, \
           '2026-01-01 23:59:59Z'::timestamptz + n * interval '7 hours' \
    FROM generate_series(1, $2) AS n";
const MOVE: &str = "UPDATE conversations SET status = (conversation_status_moves(status))[1], decided_by = $1, \
    decision_reason = 'storm' WHERE created_by = $1";

/// SQLSTATE `feature_not_supported`.
const FEATURE_NOT_SUPPORTED: &str = "0A000";

async fn wrong(connection: &mut PgConnection) -> Result<Vec<(String, String, i64, i64)>> {
    Ok(
        sqlx::query_as("SELECT counter, key, counted, actual FROM counters_check()")
            .fetch_all(connection)
            .await?,
    )
}

/// `cargo xtask counters` with this action.
fn command(cluster: &Cluster, action: &str) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_parley-xtask"))
        .args(["counters", action, "--database-url", &cluster.url()])
        .output()?)
}

#[tokio::test]
async fn folding_leaves_one_row_a_key_and_the_same_sums() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    for _ in 0..10 {
        sqlx::query(INSERT)
            .bind("a")
            .bind(30)
            .execute(&mut connection)
            .await?;
        sqlx::query(MOVE).bind("a").execute(&mut connection).await?;
    }
    assert!(
        sqlx::query_scalar::<_, bool>("SELECT counters_fold()")
            .fetch_one(&mut connection)
            .await?
    );
    for keys in [
        "conversation_quality_counts GROUP BY tier, status, quality_step",
        "conversation_day_counts GROUP BY day, tier, status",
    ] {
        let statement = format!(
            "SELECT count(*) FROM (SELECT FROM {keys} HAVING count(*) > 1 OR sum(row_count) <= 0) AS keys"
        );
        let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(&mut connection)
            .await?;
        assert_eq!(left, 0, "{keys}");
    }
    assert_eq!(wrong(&mut connection).await?, []);
    Ok(())
}

#[tokio::test]
async fn truncating_the_table_empties_the_counters() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    sqlx::query(INSERT)
        .bind("a")
        .bind(30)
        .execute(&mut connection)
        .await?;
    sqlx::query("TRUNCATE conversations CASCADE")
        .execute(&mut connection)
        .await?;
    assert_eq!(wrong(&mut connection).await?, []);
    Ok(())
}

#[tokio::test]
async fn a_truncation_that_is_rolled_back_leaves_the_counters() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    sqlx::query(INSERT)
        .bind("a")
        .bind(30)
        .execute(&mut connection)
        .await?;
    let mut transaction = connection.begin().await?;
    sqlx::query("TRUNCATE conversations CASCADE")
        .execute(&mut *transaction)
        .await?;
    transaction.rollback().await?;
    assert_eq!(wrong(&mut connection).await?, []);
    Ok(())
}

#[tokio::test]
async fn truncating_under_a_snapshot_older_than_other_writers_is_refused() -> Result<()> {
    for begin in [
        "BEGIN ISOLATION LEVEL REPEATABLE READ",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
    ] {
        let (cluster, mut connection) = migrated().await?;
        let mut other = PgConnection::connect(&cluster.url()).await?;
        let mut transaction = connection.begin_with(begin).await?;
        sqlx::query("SELECT FROM templates")
            .execute(&mut *transaction)
            .await?;
        sqlx::query(INSERT)
            .bind("a")
            .bind(30)
            .execute(&mut other)
            .await?;
        let truncated = sqlx::query("TRUNCATE conversations CASCADE")
            .execute(&mut *transaction)
            .await;
        assert_eq!(refusal(truncated).0, FEATURE_NOT_SUPPORTED, "{begin}");
        transaction.rollback().await?;
        assert_eq!(wrong(&mut connection).await?, [], "{begin}");
    }
    Ok(())
}

#[tokio::test]
async fn repairing_under_a_snapshot_older_than_other_writers_keeps_what_they_wrote() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    let mut other = PgConnection::connect(&cluster.url()).await?;
    let mut transaction = connection
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ")
        .await?;
    sqlx::query("SELECT FROM templates")
        .execute(&mut *transaction)
        .await?;
    sqlx::query(INSERT)
        .bind("a")
        .bind(30)
        .execute(&mut other)
        .await?;
    sqlx::query("SELECT counters_repair()")
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    assert_eq!(wrong(&mut connection).await?, []);
    Ok(())
}

#[tokio::test]
async fn copied_rows_are_counted() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let mut copy = connection
        .copy_in_raw("COPY conversations (title, tier) FROM STDIN")
        .await?;
    copy.send("one\ttemplate\ntwo\tscenario\n".as_bytes())
        .await?;
    assert_eq!(copy.finish().await?, 2);
    assert_eq!(wrong(&mut connection).await?, []);
    Ok(())
}

#[tokio::test]
async fn a_wrong_counter_is_found_and_repaired() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    sqlx::query(INSERT)
        .bind("a")
        .bind(3)
        .execute(&mut connection)
        .await?;
    sqlx::query("INSERT INTO conversation_quality_counts VALUES ('template', 'approved', 170, 2)")
        .execute(&mut connection)
        .await?;
    let found = counters::check(&cluster.url()).await?;
    assert_eq!(
        found.differences,
        [counters::Difference {
            counter: "quality".into(),
            key: "template approved 170".into(),
            counted: 2,
            actual: 0
        }]
    );

    counters::repair(&cluster.url()).await?;
    let repaired = counters::check(&cluster.url()).await?;
    assert_eq!(repaired.differences, []);
    assert_eq!((repaired.conversations, repaired.keys), (3, 6));
    Ok(())
}

#[tokio::test]
async fn the_command_fails_and_names_the_counter_until_it_is_repaired() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    assert!(command(&cluster, "check")?.status.success());
    sqlx::query(
        "INSERT INTO conversation_day_counts VALUES ('2026-01-01', 'template', 'draft', 7)",
    )
    .execute(&mut connection)
    .await?;
    let found = command(&cluster, "check")?;
    assert!(!found.status.success());
    let listed = String::from_utf8(found.stdout)?;
    assert!(listed.contains("2026-01-01 template draft"), "{listed}");

    assert!(command(&cluster, "repair")?.status.success());
    assert!(command(&cluster, "check")?.status.success());
    Ok(())
}

#[tokio::test]
async fn checking_a_database_without_the_schema_says_to_migrate_it() -> Result<()> {
    let cluster = Cluster::temporary(common::choice()).await?;
    let error = counters::check(&cluster.url())
        .await
        .expect_err("there is nothing to check");
    assert!(
        error.to_string().contains("cargo xtask migrate up"),
        "{error}"
    );
    Ok(())
}

#[tokio::test]
async fn quality_steps_tell_a_tenth_from_what_lies_above_it() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    for (score, step) in [
        ("0", 0),
        ("0.01", 1),
        ("8.49", 169),
        ("8.5", 170),
        ("8.51", 171),
        ("8.6", 172),
        ("10", 200),
    ] {
        let found: i16 =
            sqlx::query_scalar("SELECT conversation_quality_step($1::text::numeric(4, 2))")
                .bind(score)
                .fetch_one(&mut connection)
                .await?;
        assert_eq!(found, step, "{score}");
    }
    Ok(())
}
