//! The kept counts under a storm: many writers doing everything a statement can do, and readers that compare.
//!
//! Writers change every column, few rows and many, their own and each other's, at every isolation level, with savepoints
//! and rollbacks; others fold and rebuild the counters and truncate the table meanwhile. Readers hold sums against
//! `count(*)` in one snapshot all the while.
//!
//! It lasts four seconds, or as long as `PARLEY_TEST_STORM_SECONDS` says. What was done, and how long reading the
//! counters took right afterwards, is printed:
//!
//! ```sh
//! PARLEY_TEST_STORM_SECONDS=60 cargo test --package parley-xtask --test counters_storm -- --nocapture
//! ```

mod common;

use anyhow::{Context, Result};
use common::migrated;
use indicatif::ProgressBar;
use parley_xtask::{counters, seed};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres, Transaction};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const WRITERS: u64 = 16;

/// Writers whose transactions see a snapshot of their own, and so lose to others now and then.
const ISOLATION_LEVELS: [&str; 5] = [
    "BEGIN",
    "BEGIN",
    "BEGIN",
    "BEGIN ISOLATION LEVEL REPEATABLE READ",
    "BEGIN ISOLATION LEVEL SERIALIZABLE",
];

/// SQLSTATEs of a transaction that lost to another: serialization failure, deadlock, and the unique violation with which
/// MERGE meets a row that it did not match yet. The transaction is rolled back, as any client of Postgres has to be ready
/// to do.
const LOST: [&str; 3] = ["40001", "40P01", "23505"];

/// SQLSTATE of a row that a constraint refuses.
const CHECK_VIOLATION: &str = "23514";

// Every statement knows the writer's name as $1 and a random number as $2.

const INSERT: &str = "INSERT INTO conversations (title, tier, status, quality_score, created_by, created_at) \
    SELECT 't', (ARRAY['template', 'scenario', 'edge_case'])[1 + n % 3], (ARRAY['draft', 'failed'])[1 + n % 2], \
           nullif(n * 37 % 1001, 0) / 100.0, $1, '2026-01-01 23:59:59Z'::timestamptz + n * interval '7 hours' \
    FROM generate_series(1, $2 % 40) AS n";
/// Inserts and updates in one statement, of rows that all writers share.
const UPSERT: &str = "INSERT INTO conversations (title, tier, created_by, content_hash) \
    SELECT $1, 'scenario', 'shared', sha256(n::text::bytea) FROM generate_series(1, 1 + $2 % 9) AS n \
    ON CONFLICT (content_hash) WHERE content_hash IS NOT NULL DO UPDATE SET quality_score = $2 % 1001 / 100.0";
/// Deletes and inserts in one statement.
const REPLACE: &str = "WITH gone AS (DELETE FROM conversations WHERE created_by = $1 RETURNING *) \
    INSERT INTO conversations (title, tier, status, created_by, quality_score, created_at) \
    SELECT title, 'edge_case', 'failed', created_by, quality_score, created_at FROM gone LIMIT $2 % 40";
const MERGE: &str = "MERGE INTO conversations AS mine \
    USING (SELECT id FROM conversations WHERE created_by = $1 UNION ALL SELECT gen_random_uuid()) AS wanted \
    ON mine.id = wanted.id \
    WHEN MATCHED AND mine.total_turns = $2 % 3 THEN DELETE \
    WHEN MATCHED THEN UPDATE SET total_turns = ($2 + 1) % 3, tier = 'template' \
    WHEN NOT MATCHED THEN INSERT (id, title, tier, created_by) VALUES (wanted.id, 'merged', 'scenario', $1)";
const DELETE_SOME: &str = "DELETE FROM conversations WHERE id IN \
    (SELECT id FROM conversations WHERE created_by = $1 ORDER BY id LIMIT $2 % 40)";
const DELETE_OWN: &str = "DELETE FROM conversations WHERE created_by = $1 AND $2 IS NOT NULL";
/// Refused at a row that is at its bound, after others were changed.
const SUBTRACT: &str = "UPDATE conversations SET tier = 'scenario', total_turns = total_turns - ($2 % 3) - 1 \
    WHERE created_by = $1";

const TRUNCATE: &str = "TRUNCATE conversations CASCADE; \
    INSERT INTO conversations (title, tier, created_by) SELECT 'new', 'template', 'shared' FROM generate_series(1, 50)";

/// Which rows an update changes: one of anyone's, some or all of the writer's own, and rarely everybody's.
const ONE: &str = "id = (SELECT id FROM conversations WHERE $1 <> '' OFFSET $2 % 100 LIMIT 1)";
const OWN: &str = "created_by = $1";
const EVERY: &str = "$1 <> ''";

/// Every column that a writer may set, and a value for it.
const COLUMNS: [(&str, &str); 19] = [
    ("id", "gen_random_uuid()"),
    ("title", "'title ' || $2"),
    ("persona", "'persona ' || $2"),
    ("emotion", "'emotion ' || $2"),
    (
        "tier",
        "(ARRAY['template', 'scenario', 'edge_case'])[1 + $2 % 3]",
    ),
    (
        "status",
        "(conversation_status_moves(status))[1 + $2 % cardinality(conversation_status_moves(status))], \
         decided_by = $1, decision_reason = 'storm'",
    ),
    ("quality_score", "nullif($2 % 1001, 0) / 100.0"),
    ("total_turns", "$2 % 100"),
    ("category", "ARRAY['storm', $1]"),
    ("parameters", "jsonb_build_object('storm', $2)"),
    ("review_history", "review_history"),
    (
        "template_id",
        "(SELECT id FROM templates ORDER BY id LIMIT 1)",
    ),
    (
        "scenario_id",
        "(SELECT id FROM scenarios ORDER BY id LIMIT 1)",
    ),
    (
        "edge_case_id",
        "(SELECT id FROM edge_cases ORDER BY id LIMIT 1)",
    ),
    ("content_hash", "sha256(id::text::bytea)"),
    ("created_by", "'shared'"),
    ("version", "version + 7"),
    (
        "created_at",
        "'2026-01-01 23:59:59Z'::timestamptz + $2 % 9000 * interval '1 hour'",
    ),
    ("updated_at", "now()"),
];

/// Columns that no writer sets by themselves: the generated one, and the decision that goes with a status.
const OTHER_COLUMNS: [&str; 5] = [
    "search_vector",
    "decided_by",
    "decision_reason",
    "decision_note",
    "decision_batch",
];

/// Every counter that is not nought, and its sum.
const KEPT: &str = "SELECT key, sum(row_count)::bigint FROM ( \
        SELECT concat_ws(' ', tier, status, quality_step) AS key, row_count FROM conversation_quality_counts \
        UNION ALL \
        SELECT concat_ws(' ', day, tier, status), row_count FROM conversation_day_counts \
    ) AS counters GROUP BY key HAVING sum(row_count) <> 0 ORDER BY key";
/// The same, counted.
const ACTUAL: &str = "SELECT concat_ws(' ', tier, status, conversation_quality_step(quality_score)) AS key, count(*) \
    FROM conversations GROUP BY key \
    UNION ALL \
    SELECT concat_ws(' ', conversation_day(created_at), tier, status), count(*) FROM conversations GROUP BY 1 \
    ORDER BY key";

/// What was done, by everyone together.
#[derive(Debug, Default)]
struct Tally {
    statements: BTreeMap<&'static str, u64>,
    rows: u64,
    committed: u64,
    rolled_back: u64,
    lost: u64,
    savepoints_rolled_back: u64,
    refused: u64,
}

impl Tally {
    /// Ends a transaction, by a rollback where it is not kept or has lost to another.
    async fn settle(
        &mut self,
        transaction: Transaction<'_, Postgres>,
        outcome: Result<()>,
        keeps: bool,
    ) -> Result<()> {
        let outcome = match outcome {
            Ok(()) if keeps => transaction.commit().await.context("COMMIT"),
            Ok(()) => {
                self.rolled_back += 1;
                return Ok(transaction.rollback().await?);
            }
            Err(error) => {
                transaction.rollback().await?;
                Err(error)
            }
        };
        match outcome {
            Ok(()) => self.committed += 1,
            Err(error) if is_sqlstate(&error, &LOST) => self.lost += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn count(&mut self, kind: &'static str) {
        *self.statements.entry(kind).or_default() += 1;
    }

    fn add(&mut self, other: Self) {
        for (kind, count) in other.statements {
            *self.statements.entry(kind).or_default() += count;
        }
        self.rows += other.rows;
        self.committed += other.committed;
        self.rolled_back += other.rolled_back;
        self.lost += other.lost;
        self.savepoints_rolled_back += other.savepoints_rolled_back;
        self.refused += other.refused;
    }
}

/// A statement, and the kind it is counted as.
fn statement(random: &mut Xoshiro256PlusPlus) -> (&'static str, String) {
    let (column, value) = COLUMNS[random.random_range(0..COLUMNS.len())];
    let update = |rows: &str| {
        format!("UPDATE conversations SET {column} = {value} WHERE {rows} AND $2 IS NOT NULL")
    };
    match random.random_range(0..200) {
        0..50 => ("insert", INSERT.into()),
        50..56 => ("upsert", UPSERT.into()),
        56..62 => ("replace", REPLACE.into()),
        62..68 => ("merge", MERGE.into()),
        68..86 => ("delete", DELETE_SOME.into()),
        86..88 => ("delete", DELETE_OWN.into()),
        88..90 => ("update of every row", update(EVERY)),
        90..130 => ("update of own rows", update(OWN)),
        _ => ("update of one row", update(ONE)),
    }
}

struct Writer {
    name: String,
    random: Xoshiro256PlusPlus,
    tally: Tally,
}

impl Writer {
    async fn execute(
        &mut self,
        connection: &mut PgConnection,
        (kind, statement): (&'static str, String),
    ) -> Result<()> {
        let done = sqlx::query(AssertSqlSafe(statement.clone()))
            .bind(&self.name)
            .bind(self.random.random_range(0..1_000_000))
            .execute(connection)
            .await
            .context(statement)?;
        self.tally.count(kind);
        self.tally.rows += done.rows_affected();
        Ok(())
    }

    /// A few statements, some of them under savepoints.
    async fn change(&mut self, transaction: &mut Transaction<'_, Postgres>) -> Result<()> {
        for _ in 0..self.random.random_range(1..4) {
            let next = statement(&mut self.random);
            if self.random.random_bool(0.7) {
                self.execute(transaction, next).await?;
                continue;
            }
            let mut savepoint = transaction.begin().await?;
            self.execute(&mut savepoint, next).await?;
            if self.random.random_bool(0.3) {
                let mut inner = savepoint.begin().await?;
                let subtracted = self
                    .execute(&mut inner, ("subtraction", SUBTRACT.into()))
                    .await;
                inner.rollback().await?;
                match subtracted {
                    Ok(()) => {}
                    Err(error) if is_sqlstate(&error, &[CHECK_VIOLATION]) => {
                        self.tally.refused += 1
                    }
                    Err(error) => return Err(error),
                }
                self.tally.savepoints_rolled_back += 1;
            }
            if self.random.random_bool(0.5) {
                savepoint.rollback().await?;
                self.tally.savepoints_rolled_back += 1;
            } else {
                savepoint.commit().await?;
            }
        }
        Ok(())
    }

    async fn transact(&mut self, connection: &mut PgConnection) -> Result<()> {
        let begin = *ISOLATION_LEVELS
            .choose(&mut self.random)
            .unwrap_or(&"BEGIN");
        let mut transaction = connection.begin_with(begin).await?;
        let outcome = self.change(&mut transaction).await;
        let keeps = self.random.random_bool(0.8);
        self.tally.settle(transaction, outcome, keeps).await
    }
}

fn is_sqlstate(error: &anyhow::Error, states: &[&str]) -> bool {
    error
        .downcast_ref::<sqlx::Error>()
        .and_then(sqlx::Error::as_database_error)
        .and_then(|error| error.code())
        .is_some_and(|code| states.contains(&code.as_ref()))
}

async fn connect(url: &str) -> Result<PgConnection> {
    let mut connection = PgConnection::connect(url).await?;
    // Deadlocks are wanted here; waiting a second for each is not.
    sqlx::raw_sql("SET deadlock_timeout = '20ms'")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

async fn write(url: String, number: u64, end: Instant) -> Result<Tally> {
    let mut connection = connect(&url).await?;
    let mut writer = Writer {
        name: format!("writer {number}"),
        random: Xoshiro256PlusPlus::seed_from_u64(number),
        tally: Tally::default(),
    };
    while Instant::now() < end {
        writer.transact(&mut connection).await?;
    }
    Ok(writer.tally)
}

/// Folds the counters, keeps some folds from being committed, and now and then rebuilds the counters.
async fn tend(url: String, end: Instant) -> Result<Tally> {
    let mut connection = connect(&url).await?;
    let mut tally = Tally::default();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(WRITERS);
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(random.random_range(0..200))).await;
        let (kind, text) = match random.random_range(0..20) {
            0 => ("repair", "SELECT counters_repair()"),
            _ => ("fold", "SELECT counters_fold()"),
        };
        let mut transaction = connection.begin().await?;
        let outcome = sqlx::raw_sql(text).execute(&mut *transaction).await;
        tally.count(kind);
        let keeps = random.random_bool(0.7);
        tally
            .settle(transaction, outcome.map(drop).context(text), keeps)
            .await?;
    }
    Ok(tally)
}

/// Truncates the table, refills it in the same transaction, and keeps every other time from being committed.
async fn truncate(url: String, end: Instant) -> Result<Tally> {
    let mut connection = connect(&url).await?;
    let mut tally = Tally::default();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(WRITERS + 1);
    let mut keeps = true;
    loop {
        tokio::time::sleep(Duration::from_millis(random.random_range(300..1_500))).await;
        if Instant::now() >= end {
            return Ok(tally);
        }
        let mut transaction = connection.begin().await?;
        let outcome = sqlx::raw_sql(TRUNCATE).execute(&mut *transaction).await;
        tally.count("truncate");
        tally
            .settle(transaction, outcome.map(drop).context(TRUNCATE), keeps)
            .await?;
        keeps = !keeps;
    }
}

/// Compares the three totals in one statement, over and over.
async fn read_totals(url: String, end: Instant) -> Result<u64> {
    let mut connection = connect(&url).await?;
    let mut comparisons = 0;
    while Instant::now() < end {
        let (rows, by_quality, by_day): (i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM conversations), \
                    (SELECT coalesce(sum(row_count), 0)::bigint FROM conversation_quality_counts), \
                    (SELECT coalesce(sum(row_count), 0)::bigint FROM conversation_day_counts)",
        )
        .fetch_one(&mut connection)
        .await?;
        assert_eq!((by_quality, by_day), (rows, rows));
        comparisons += 1;
    }
    Ok(comparisons)
}

/// Reads the counters first and the table some time later, in one snapshot, over and over.
async fn read_keys(url: String, end: Instant) -> Result<u64> {
    let mut connection = connect(&url).await?;
    let mut comparisons = 0;
    while Instant::now() < end {
        let mut snapshot = connection
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        // Before the snapshot is taken: TRUNCATE, unlike all else, shows in snapshots that are older than it.
        sqlx::raw_sql("LOCK TABLE conversations IN ACCESS SHARE MODE")
            .execute(&mut *snapshot)
            .await?;
        let kept: Vec<(String, i64)> = sqlx::query_as(KEPT).fetch_all(&mut *snapshot).await?;
        tokio::time::sleep(Duration::from_millis(5)).await;
        let actual: Vec<(String, i64)> = sqlx::query_as(ACTUAL).fetch_all(&mut *snapshot).await?;
        snapshot.commit().await?;
        assert_eq!(kept, actual);
        comparisons += 1;
    }
    Ok(comparisons)
}

/// Prints how long reading all counters takes as the storm left them, and how many rows that are.
async fn print_reading(connection: &mut PgConnection) -> Result<()> {
    for (table, key) in [
        ("conversation_quality_counts", "tier, status, quality_step"),
        ("conversation_day_counts", "day, tier, status"),
    ] {
        let read = format!("SELECT {key}, sum(row_count) FROM {table} GROUP BY {key}");
        let mut times: Vec<Duration> = Vec::new();
        let mut keys = 0;
        for _ in 0..9 {
            let started = Instant::now();
            keys = sqlx::query(AssertSqlSafe(read.clone()))
                .fetch_all(&mut *connection)
                .await?
                .len();
            times.push(started.elapsed());
        }
        times.sort();
        let (rows, bytes): (i64, i64) = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT count(*), pg_relation_size('{table}') FROM {table}"
        )))
        .fetch_one(&mut *connection)
        .await?;
        println!(
            "{table}: {keys} keys in {rows} rows, {} kB; reading all of it takes {:.2} ms",
            bytes / 1_000,
            times[times.len() / 2].as_secs_f64() * 1e3
        );
    }
    Ok(())
}

fn duration() -> Result<Duration> {
    std::env::var("PARLEY_TEST_STORM_SECONDS").map_or(Ok(Duration::from_secs(4)), |seconds| {
        let seconds = seconds
            .parse()
            .context("PARLEY_TEST_STORM_SECONDS is a number of seconds")?;
        Ok(Duration::from_secs(seconds))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_equal_the_table_during_and_after_a_storm_of_writers() -> Result<()> {
    let (cluster, mut connection) = migrated().await?;
    let some = seed::Options {
        detailed: 0,
        ..seed::Options::demo(500)
    };
    seed::seed(&cluster.url(), some, &ProgressBar::hidden()).await?;

    let end = Instant::now() + duration()?;
    let mut writers = JoinSet::new();
    for number in 0..WRITERS {
        writers.spawn(write(cluster.url(), number, end));
    }
    writers.spawn(tend(cluster.url(), end));
    writers.spawn(truncate(cluster.url(), end));
    let mut readers = JoinSet::new();
    readers.spawn(read_totals(cluster.url(), end));
    readers.spawn(read_keys(cluster.url(), end));
    readers.spawn(read_keys(cluster.url(), end));

    let mut tally = Tally::default();
    for written in writers.join_all().await {
        tally.add(written?);
    }
    let mut comparisons = 0;
    for compared in readers.join_all().await {
        comparisons += compared?;
    }
    println!("{tally:#?}\n{comparisons} comparisons by readers in between");
    print_reading(&mut connection).await?;
    assert!(comparisons > 0);
    assert!(tally.statements.contains_key("truncate"), "{tally:?}");
    assert_eq!(counters::check(&cluster.url()).await?.differences, []);
    Ok(())
}

#[tokio::test]
async fn the_storm_changes_every_column() -> Result<()> {
    let (_cluster, mut connection) = migrated().await?;
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'conversations'",
    )
    .fetch_all(&mut connection)
    .await?;
    let changed: BTreeSet<&str> = COLUMNS
        .iter()
        .map(|(column, _)| *column)
        .chain(OTHER_COLUMNS)
        .collect();
    assert_eq!(
        columns.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        changed
    );
    Ok(())
}
