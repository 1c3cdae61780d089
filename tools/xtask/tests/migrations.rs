//! The migrations, up, down and up again over data.

mod common;

use anyhow::Result;
use common::{choice, migrated};
use indicatif::ProgressBar;
use parley_xtask::{
    migrate::{self, StepState, Target},
    postgres::Cluster,
    seed::{self, Options},
};
use sqlx::{Connection, PgConnection};

/// The indexes that the source specification names.
const SPECIFIED_INDEXES: [&str; 8] = [
    "idx_conversations_category",
    "idx_conversations_parameters",
    "idx_conversations_review_history",
    "idx_conversations_search",
    "idx_conversations_status",
    "idx_generation_logs_conversation_id",
    "idx_generation_logs_created_at",
    "idx_generation_logs_template_id",
];

/// Those that another replaces, and which (docs/decisions/005).
const REPLACED_INDEXES: [(&str, &str); 9] = [
    (
        "idx_conversation_turns_conversation_id",
        "conversation_turns_pkey",
    ),
    (
        "idx_conversation_turns_conversation_turn",
        "conversation_turns_pkey",
    ),
    (
        "idx_conversations_created_at",
        "idx_conversations_scan_created_at",
    ),
    (
        "idx_conversations_quality_score",
        "idx_conversations_scan_quality_score",
    ),
    (
        "idx_conversations_review",
        "idx_conversations_grid_created_at",
    ),
    (
        "idx_conversations_status_quality",
        "idx_conversations_grid_quality_score",
    ),
    (
        "idx_conversations_tier",
        "idx_conversations_grid_created_at",
    ),
    (
        "idx_conversations_tier_status_created",
        "idx_conversations_grid_created_at",
    ),
    (
        "idx_conversations_updated_at",
        "idx_conversations_scan_updated_at",
    ),
];

/// The last migration that only creates tables and rules; what follows adds indexes and counters, which lose no data.
const LAST_TABLE: i64 = 11;

async fn schema(connection: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text !~ '^(pg_|_sqlx|information_)' \
             AND indisvalid AND (SELECT relnamespace FROM pg_class WHERE oid = indrelid) = 'public'::regnamespace \
         UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 \
         UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
         UNION ALL SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(column_default, '') \
             FROM information_schema.columns WHERE table_schema = 'public' \
         UNION ALL SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace \
             AND proname !~ '^pg_stat_statements' \
         ORDER BY 1",
    )
    .fetch_all(connection)
    .await?)
}

/// A digest of the rows of every table that holds some.
async fn content(connection: &mut PgConnection) -> Result<Vec<(String, i64, Option<String>)>> {
    let mut content = Vec::new();
    for table in [
        "conversations",
        "conversation_turns",
        "generation_logs",
        "templates",
        "scenarios",
        "edge_cases",
    ] {
        let statement = format!(
            "SELECT '{table}', count(*), md5(string_agg(md5(row::text), '' ORDER BY row::text)) FROM {table} AS row"
        );
        content.push(
            sqlx::query_as(sqlx::AssertSqlSafe(statement))
                .fetch_one(&mut *connection)
                .await?,
        );
    }
    Ok(content)
}

#[tokio::test]
async fn down_and_up_again_keeps_the_data_and_gives_the_same_schema() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    seed::seed(
        &cluster.url(),
        Options {
            detailed: 100,
            ..Options::demo(2_000)
        },
        &ProgressBar::hidden(),
    )
    .await?;
    let (schema_before, content_before) = (
        schema(&mut connection).await?,
        content(&mut connection).await?,
    );
    assert!(
        content_before.iter().all(|(_, rows, _)| *rows > 0),
        "{content_before:?}"
    );

    migrate::down(&cluster.url(), Target::Version(LAST_TABLE)).await?;
    assert_ne!(schema(&mut connection).await?, schema_before);
    assert_eq!(content(&mut connection).await?, content_before);

    migrate::up(&cluster.url()).await?;
    assert_eq!(schema(&mut connection).await?, schema_before);
    assert_eq!(content(&mut connection).await?, content_before);
    let wrong: Vec<String> = sqlx::query_scalar("SELECT key FROM counters_check()")
        .fetch_all(&mut connection)
        .await?;
    assert!(wrong.is_empty(), "{wrong:?}");
    Ok(())
}

#[tokio::test]
async fn all_the_way_down_leaves_nothing_and_up_again_gives_the_same_schema() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    let before = schema(&mut connection).await?;
    migrate::down(&cluster.url(), Target::Version(0)).await?;
    let left = schema(&mut connection).await?;
    assert!(
        left.iter()
            .all(|line| line.contains("_sqlx_migrations") || line.contains("pg_stat_statements")),
        "{left:?}"
    );
    migrate::up(&cluster.url()).await?;
    assert_eq!(schema(&mut connection).await?, before);
    Ok(())
}

#[tokio::test]
async fn every_index_of_the_specification_is_there_or_replaced_and_valid() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let valid: Vec<String> =
        sqlx::query_scalar("SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid")
            .fetch_all(&mut connection)
            .await?;
    let is_valid = |name: &str| valid.iter().any(|valid| valid == name);
    for name in SPECIFIED_INDEXES {
        assert!(is_valid(name), "{name}");
    }
    for (replaced, by) in REPLACED_INDEXES {
        assert!(!is_valid(replaced), "{replaced} is kept beside {by}");
        assert!(is_valid(by), "{by}, for {replaced}");
    }
    Ok(())
}

#[tokio::test]
async fn every_table_is_described() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let silent: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
         AND relname <> '_sqlx_migrations' AND obj_description(oid, 'pg_class') IS NULL",
    )
    .fetch_all(&mut connection)
    .await?;
    assert!(silent.is_empty(), "{silent:?}");
    Ok(())
}

#[tokio::test]
async fn a_missing_database_is_created() -> Result<()> {
    let cluster = Cluster::temporary(choice()).await?;
    let url = cluster.url_of("made_by_migration");
    let applied = migrate::up(&url).await?;
    assert_eq!(applied.applied as i64, applied.version);
    assert_eq!(migrate::up(&url).await?.applied, 0);
    Ok(())
}

#[tokio::test]
async fn two_migrators_at_once_wait_for_one_another() -> Result<()> {
    let cluster = Cluster::temporary(choice()).await?;
    let url = cluster.url();
    let (first, second) = tokio::join!(migrate::up(&url), migrate::up(&url));
    let (first, second) = (first?, second?);
    assert_eq!(first.applied.min(second.applied), 0);
    assert_eq!(first.applied.max(second.applied) as i64, first.version);
    Ok(())
}

#[tokio::test]
async fn steps_count_back_from_the_last_applied_migration() -> Result<()> {
    let (cluster, _connection) = migrated().await?;
    assert_eq!(migrate::down(&cluster.url(), Target::Steps(2)).await?, 2);
    let status = migrate::status(&cluster.url()).await?;
    let pending: Vec<bool> = status
        .steps
        .iter()
        .rev()
        .take(3)
        .map(|step| step.state == StepState::Pending)
        .collect();
    assert_eq!(pending, [true, true, false]);
    assert_eq!(status.to_string().matches("pending").count(), 2);
    Ok(())
}

#[tokio::test]
async fn an_index_left_invalid_stops_the_migration_and_says_how_to_go_on() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    sqlx::raw_sql(
        "INSERT INTO conversations (title, tier) VALUES ('same', 'template'), ('same', 'template')",
    )
    .execute(&mut connection)
    .await?;
    let failed =
        sqlx::raw_sql("CREATE UNIQUE INDEX CONCURRENTLY idx_broken ON conversations (title)")
            .execute(&mut connection)
            .await;
    assert!(failed.is_err());
    let error = migrate::up(&cluster.url())
        .await
        .expect_err("an invalid index should stop the migration");
    assert!(
        error
            .to_string()
            .contains("DROP INDEX CONCURRENTLY idx_broken"),
        "{error}"
    );
    sqlx::raw_sql("DROP INDEX CONCURRENTLY idx_broken")
        .execute(&mut connection)
        .await?;
    migrate::up(&cluster.url()).await?;
    Ok(())
}

#[tokio::test]
async fn a_histogram_of_another_length_adds_up() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let sum: Vec<i64> = sqlx::query_scalar(
        "SELECT histogram_sum(buckets) FROM (VALUES ('{1,2}'::bigint[]), ('{}'), ('{0,5,0,7}')) AS v (buckets)",
    )
    .fetch_one(&mut connection)
    .await?;
    assert_eq!(sum, [1, 7, 0, 7]);
    Ok(())
}

#[tokio::test]
async fn statement_statistics_are_collected() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    let calls: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_stat_statements")
        .fetch_one(&mut connection)
        .await?;
    assert!(
        calls > 0,
        "Postgres {} collects no statistics",
        cluster.version()
    );
    connection.close().await?;
    Ok(())
}
