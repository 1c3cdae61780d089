//! The demo data.

mod common;

use anyhow::Result;
use common::migrated;
use indicatif::ProgressBar;
use parley_xtask::{
    migrate,
    seed::{self, COMMON_WORD, NEEDLE, Options, RARE_CATEGORY, Report},
};
use sqlx::{Connection, PgConnection};

async fn seed(url: &str, options: Options) -> Result<Report> {
    seed::seed(url, options, &ProgressBar::hidden()).await
}

async fn digest(connection: &mut PgConnection, table: &str) -> Result<String> {
    let statement = format!(
        "SELECT md5(string_agg(md5(row::text), '' ORDER BY row::text)) FROM {table} AS row"
    );
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
        .fetch_one(connection)
        .await?)
}

async fn number(connection: &mut PgConnection, select: &'static str) -> Result<i64> {
    Ok(sqlx::query_scalar(select).fetch_one(connection).await?)
}

#[tokio::test]
async fn same_seed_and_count_give_the_same_rows_in_one_go_or_in_two() -> Result<()> {
    let (cluster, mut first) = migrated().await?;
    seed(
        &cluster.url(),
        Options {
            detailed: 50,
            ..Options::demo(3_000)
        },
    )
    .await?;

    let url = cluster.url_of("second");
    migrate::up(&url).await?;
    let mut second = PgConnection::connect(&url).await?;
    assert_eq!(
        seed(
            &url,
            Options {
                detailed: 0,
                ..Options::demo(1_000)
            }
        )
        .await?
        .conversations,
        1_000
    );
    assert_eq!(
        seed(
            &url,
            Options {
                detailed: 50,
                ..Options::demo(3_000)
            }
        )
        .await?
        .conversations,
        2_000
    );
    for table in ["conversations", "conversation_turns", "generation_logs"] {
        assert_eq!(
            digest(&mut first, table).await?,
            digest(&mut second, table).await?,
            "{table}"
        );
    }

    let url = cluster.url_of("third");
    migrate::up(&url).await?;
    let mut third = PgConnection::connect(&url).await?;
    seed(
        &url,
        Options {
            seed: 2,
            ..Options::demo(3_000)
        },
    )
    .await?;
    assert_ne!(
        digest(&mut first, "conversations").await?,
        digest(&mut third, "conversations").await?
    );
    Ok(())
}

#[tokio::test]
async fn seeding_again_adds_nothing_and_says_so() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    seed(&cluster.url(), Options::demo(500)).await?;
    let again = seed(&cluster.url(), Options::demo(500)).await?;
    assert_eq!((again.conversations, again.turns, again.logs), (0, 0, 0));
    assert!(again.to_string().contains("nothing to add"), "{again}");
    assert_eq!(
        number(&mut connection, "SELECT count(*) FROM conversations").await?,
        500
    );
    Ok(())
}

#[tokio::test]
async fn rows_of_others_stay_and_do_not_count() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    common::insert(&mut connection, "draft").await?;
    assert_eq!(
        seed(&cluster.url(), Options::demo(300))
            .await?
            .conversations,
        300
    );
    assert_eq!(
        number(&mut connection, "SELECT count(*) FROM conversations").await?,
        301
    );
    Ok(())
}

#[tokio::test]
async fn loading_leaves_indexes_keys_triggers_and_counters_as_they_were() -> Result<()> {
    const SCHEMA: &str = "SELECT md5(string_agg(line, '' ORDER BY line)) FROM ( \
        SELECT pg_get_indexdef(indexrelid) AS line FROM pg_index WHERE indrelid = 'conversations'::regclass \
        UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'conversations'::regclass \
        UNION ALL SELECT tgname || tgenabled::text FROM pg_trigger WHERE tgrelid = 'conversations'::regclass AND NOT tgisinternal \
        ) AS lines";
    let (cluster, mut connection) = migrated().await?;
    let before: String = sqlx::query_scalar(SCHEMA)
        .fetch_one(&mut connection)
        .await?;
    seed(&cluster.url(), Options::demo(1_000)).await?;
    assert_eq!(
        sqlx::query_scalar::<_, String>(SCHEMA)
            .fetch_one(&mut connection)
            .await?,
        before
    );
    assert_eq!(
        number(&mut connection, "SELECT count(*) FROM counters_check()").await?,
        0
    );
    assert_eq!(
        number(
            &mut connection,
            "SELECT sum(row_count)::bigint FROM conversation_day_counts"
        )
        .await?,
        1_000
    );
    Ok(())
}

#[tokio::test]
async fn every_history_is_a_chain_of_allowed_moves() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    seed(&cluster.url(), Options::demo(5_000)).await?;
    let moves = "SELECT count(*) FROM conversations, jsonb_array_elements(review_history) AS move";
    assert!(number(&mut connection, moves).await? > 5_000);
    let broken = "SELECT count(*) FROM ( \
            SELECT move, lag(move) OVER (PARTITION BY id ORDER BY place) AS previous, created_at, updated_at \
            FROM conversations, jsonb_array_elements(review_history) WITH ORDINALITY AS list (move, place) \
        ) AS history \
        WHERE NOT (move ->> 'to' = ANY (conversation_status_moves(move ->> 'from'))) \
           OR move ->> 'from' <> previous ->> 'to' \
           OR (move ->> 'at')::timestamptz < coalesce((previous ->> 'at')::timestamptz, created_at) \
           OR (move ->> 'at')::timestamptz > updated_at \
           OR (move ->> 'to' = 'rejected' AND move ->> 'reason' IS NULL)";
    assert_eq!(number(&mut connection, broken).await?, 0);
    Ok(())
}

#[tokio::test]
async fn demo_data_is_skewed_as_documented() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    seed(&cluster.url(), Options::demo(20_000)).await?;
    let mut share = async |condition: String| -> Result<f64> {
        let statement = format!(
            "SELECT (count(*) FILTER (WHERE {condition}))::float8 / count(*) FROM conversations"
        );
        Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(&mut connection)
            .await?)
    };
    let expected = [
        ("status = 'approved'".to_owned(), 0.50..0.60),
        ("status = 'failed'".to_owned(), 0.001..0.01),
        ("status = 'needs_revision'".to_owned(), 0.001..0.01),
        ("tier = 'template'".to_owned(), 0.65..0.75),
        ("tier = 'edge_case'".to_owned(), 0.03..0.07),
        ("quality_score IS NULL".to_owned(), 0.08..0.12),
        (format!("title ILIKE '%{COMMON_WORD}%'"), 0.35..0.45),
        ("title ~ '[^\\x01-\\x7f]'".to_owned(), 0.1..0.3),
    ];
    for (condition, range) in expected {
        let share = share(condition.clone()).await?;
        assert!(range.contains(&share), "{condition}: {share}");
    }
    assert_eq!(
        share(format!("title ILIKE '%{NEEDLE}%'")).await?,
        1.0 / 20_000.0
    );
    assert_eq!(
        share(format!("'{RARE_CATEGORY}' = ANY (category)")).await?,
        4.0 / 20_000.0
    );
    Ok(())
}

#[tokio::test]
async fn newest_conversations_have_their_turns_and_a_log() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    let report = seed(
        &cluster.url(),
        Options {
            detailed: 100,
            ..Options::demo(1_000)
        },
    )
    .await?;
    assert_eq!(report.logs, 100);
    let incomplete = "SELECT count(*) FROM (SELECT * FROM conversations ORDER BY created_at DESC, id DESC LIMIT 100) AS newest \
         WHERE total_turns <> (SELECT count(*) FROM conversation_turns WHERE conversation_id = newest.id)";
    assert_eq!(number(&mut connection, incomplete).await?, 0);
    let last_by_user = "SELECT count(*) FROM conversation_turns AS turn JOIN conversations ON id = conversation_id \
         WHERE turn_number = total_turns AND role = 'user' AND status <> 'draft'";
    assert_eq!(number(&mut connection, last_by_user).await?, 0);
    Ok(())
}

#[tokio::test]
async fn ties_are_everywhere_in_the_set_for_paging_tests() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    seed(&cluster.url(), Options::ties(20_000)).await?;
    for key in [
        "created_at",
        "updated_at",
        "quality_score",
        "left(title, 80)",
        "total_turns",
    ] {
        let statement = format!("SELECT count(DISTINCT {key}) FROM conversations");
        let distinct: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
            .fetch_one(&mut connection)
            .await?;
        assert!((2..=80).contains(&distinct), "{key}: {distinct}");
    }
    let nulls = number(
        &mut connection,
        "SELECT count(*) FROM conversations WHERE quality_score IS NULL",
    )
    .await?;
    assert!((4_000..6_000).contains(&nulls), "{nulls}");
    Ok(())
}
