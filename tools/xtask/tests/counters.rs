//! The kept counts, under many writers at once.

mod common;

use anyhow::Result;
use common::migrated;
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};
use sqlx::{Connection, PgConnection};
use std::sync::atomic::{AtomicBool, Ordering};

const WRITERS: u64 = 16;
const STATEMENTS: u32 = 120;

const INSERT: &str = "INSERT INTO conversations (title, tier, status, quality_score, created_by, created_at) \
    SELECT 't', (ARRAY['template', 'scenario', 'edge_case'])[1 + n % 3], 'draft', nullif(n * 37 % 1001, 0) / 100.0, $1, \
           '2026-01-01 23:59:59Z'::timestamptz + n * interval '7 hours' \
    FROM generate_series(1, $2) AS n";
const MOVE: &str = "UPDATE conversations SET status = (conversation_status_moves(status))[1], decided_by = $1, \
    decision_reason = 'storm' WHERE created_by = $1";
const SCORE: &str =
    "UPDATE conversations SET quality_score = $2::float8::numeric(4, 2) WHERE created_by = $1";
const RENAME: &str = "UPDATE conversations SET title = title || '.', created_at = created_at + interval '1 hour' \
    WHERE created_by = $1";
const DELETE: &str = "DELETE FROM conversations WHERE id IN \
    (SELECT id FROM conversations WHERE created_by = $1 ORDER BY id LIMIT 5)";
/// Rows that all writers change, one at a time.
const SHARED: &str = "UPDATE conversations SET status = (conversation_status_moves(status))[1], decided_by = $1, \
    decision_reason = 'storm' WHERE id = (SELECT id FROM conversations WHERE created_by = 'shared' \
    OFFSET $2::int LIMIT 1)";

async fn wrong(connection: &mut PgConnection) -> Result<Vec<(String, String, i64, i64)>> {
    Ok(
        sqlx::query_as("SELECT counter, key, counted, actual FROM counters_check()")
            .fetch_all(connection)
            .await?,
    )
}

async fn storm(url: &str, writer: u64) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(writer);
    let name = format!("writer {writer}");
    for _ in 0..STATEMENTS {
        let mut transaction = connection.begin().await?;
        let statement = *[INSERT, INSERT, MOVE, SCORE, RENAME, DELETE, SHARED, SHARED]
            .choose(&mut random)
            .expect("some");
        let query = sqlx::query(statement).bind(&name);
        let query = match statement {
            INSERT => query.bind(random.random_range(1..40)),
            SCORE => query.bind(f64::from(random.random_range(0..=1000)) / 100.0),
            SHARED => query.bind(random.random_range(0..20)),
            _ => query,
        };
        query.execute(&mut *transaction).await?;
        // What is rolled back must not count either.
        if random.random_bool(0.2) {
            transaction.rollback().await?;
        } else {
            transaction.commit().await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_equal_the_table_during_and_after_a_storm_of_writers() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    sqlx::query(INSERT)
        .bind("shared")
        .bind(20)
        .execute(&mut connection)
        .await?;

    let over = AtomicBool::new(false);
    let reader = async {
        let mut reader = PgConnection::connect(&cluster.url()).await?;
        let mut checks = 0;
        while !over.load(Ordering::Relaxed) {
            assert_eq!(wrong(&mut reader).await?, []);
            sqlx::query("SELECT counters_fold()")
                .execute(&mut reader)
                .await?;
            checks += 1;
        }
        anyhow::Ok(checks)
    };
    let writers = async {
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let url = cluster.url();
            tasks.spawn(async move { storm(&url, writer).await });
        }
        let results = tasks.join_all().await;
        over.store(true, Ordering::Relaxed);
        results.into_iter().collect::<Result<Vec<()>>>()
    };
    let (checks, written) = tokio::join!(reader, writers);
    written?;
    assert!(checks? > 0);
    assert_eq!(wrong(&mut connection).await?, []);
    Ok(())
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
async fn a_wrong_counter_is_found_and_repaired() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    sqlx::query(INSERT)
        .bind("a")
        .bind(3)
        .execute(&mut connection)
        .await?;
    sqlx::query("INSERT INTO conversation_quality_counts VALUES ('template', 'approved', 170, 2)")
        .execute(&mut connection)
        .await?;
    assert_eq!(
        wrong(&mut connection).await?,
        [("quality".into(), "template approved 170".into(), 2, 0)]
    );
    sqlx::query("SELECT counters_repair()")
        .execute(&mut connection)
        .await?;
    assert_eq!(wrong(&mut connection).await?, []);
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
