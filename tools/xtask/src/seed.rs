//! Demo and test data, by COPY.
//!
//! An empty table is loaded the fast way: one transaction drops the secondary indexes and foreign keys, copies the rows and
//! builds them again, at several times the speed of maintaining them row by row. In one transaction, so that a run that is
//! killed in between leaves the table as it was, not without its indexes. A table that holds rows keeps its indexes and
//! takes what is missing through a staging table, row by row.
//!
//! Seeding again adds nothing; seeding more adds the difference, because a row depends on its number alone (see `rows`).

mod catalogue;
mod copy;
mod rows;
mod turns;
mod words;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
pub use rows::Profile;
use rows::{COLUMNS, CREATED_BY, Catalogue, Row};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;
pub use words::{COMMON_WORD, NEEDLE, RARE_CATEGORY, RARE_CATEGORY_EVERY};

/// How many conversations have turns and a generation log, unless the caller says otherwise: all that `up` makes by itself, so
/// that whichever is opened, reviewed or exported first has something in it. Of a million they would take minutes.
pub const DETAILED: u64 = 10_000;

/// Size of the pieces that go to the server: large enough that sending costs nothing, small enough to show progress.
const PIECE_BYTES: usize = 256 * 1024;

/// What to seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many seeded conversations there should be.
    pub rows: u64,
    /// The same seed gives the same rows.
    pub seed: u64,
    /// What they should look like.
    pub profile: Profile,
    /// How many of the newest conversations get turns and a generation log.
    pub detailed: u64,
}

impl Options {
    /// Demo data of this many conversations.
    pub const fn demo(rows: u64) -> Self {
        Self {
            rows,
            seed: 1,
            profile: Profile::Demo,
            detailed: DETAILED,
        }
    }

    /// Conversations with ties and nulls in every sort key, for tests of paging.
    pub const fn ties(rows: u64) -> Self {
        Self {
            rows,
            seed: 1,
            profile: Profile::Ties,
            detailed: 0,
        }
    }
}

/// What [`seed`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Seeded conversations that were there before.
    pub present: u64,
    /// Conversations added.
    pub conversations: u64,
    /// Turns added.
    pub turns: u64,
    /// Generation logs added.
    pub logs: u64,
    /// Time for copying the conversations alone.
    pub copying: Duration,
    /// Time for the conversations with their indexes, foreign keys and statistics.
    pub loading: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.conversations == 0 {
            return write!(
                f,
                "{} seeded conversations are there already: nothing to add",
                self.present
            );
        }
        let rate =
            |time: Duration| self.conversations as f64 / time.as_secs_f64().max(f64::EPSILON);
        write!(
            f,
            "added {} conversations in {:.1} s ({:.0} rows/s; copying alone {:.0} rows/s), {} turns, {} generation logs",
            self.conversations,
            self.loading.as_secs_f64(),
            rate(self.loading),
            rate(self.copying),
            self.turns,
            self.logs
        )
    }
}

/// Adds conversations until there are `options.rows` seeded ones, with what they refer to. `progress` counts rows.
///
/// # Errors
/// When the database cannot be reached or is not migrated.
pub async fn seed(url: &str, options: Options, progress: &ProgressBar) -> Result<Report> {
    let mut connection = PgConnection::connect(url)
        .await
        .context("cannot connect to the database to seed")?;
    let present: i64 =
        sqlx::query_scalar("SELECT count(*) FROM conversations WHERE created_by = $1")
            .bind(CREATED_BY)
            .fetch_one(&mut connection)
            .await
            .context(
                "cannot count conversations; migrate the database first (`cargo xtask migrate up`)",
            )?;
    let mut report = Report {
        present: present.cast_unsigned(),
        ..Report::default()
    };
    progress.set_length(options.rows);
    progress.set_message("Seeding conversations");
    let catalogue = Arc::new(catalogue::add(&mut connection).await?);
    if report.present < options.rows {
        let started = Instant::now();
        if !load_if_empty(&mut connection, options, &catalogue, progress, &mut report).await? {
            add_missing(&mut connection, options, &catalogue, progress, &mut report).await?;
        }
        // Statistics for the planner, and the visibility map that index-only scans need: autovacuum brings both, but only
        // minutes later, and measurements would change on the way.
        sqlx::raw_sql(
            "VACUUM (ANALYZE) conversations, conversation_day_counts, conversation_quality_counts",
        )
        .execute(&mut connection)
        .await?;
        report.loading = started.elapsed();
    }
    progress.set_message("Writing turns and generation logs");
    let added = turns::add(&mut connection, options.seed, options.detailed).await?;
    (report.turns, report.logs) = (added.turns, added.logs);
    sqlx::raw_sql(
        "VACUUM (ANALYZE) templates, scenarios, edge_cases, conversation_turns, generation_logs",
    )
    .execute(&mut connection)
    .await?;
    connection.close().await?;
    progress.finish_and_clear();
    Ok(report)
}

/// Loads an empty table without indexes and foreign keys, and builds those afterwards. False when it is not empty.
async fn load_if_empty(
    connection: &mut PgConnection,
    options: Options,
    catalogue: &Arc<Catalogue>,
    progress: &ProgressBar,
    report: &mut Report,
) -> Result<bool> {
    let mut transaction = connection.begin().await?;
    // Nobody may come in between finding the table empty and loading it without its indexes.
    sqlx::raw_sql("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *transaction)
        .await?;
    let empty: bool = sqlx::query_scalar("SELECT NOT EXISTS (SELECT FROM conversations)")
        .fetch_one(&mut *transaction)
        .await?;
    if !empty {
        return Ok(false);
    }
    let (drop, create): (Vec<String>, Vec<String>) = sqlx::query_as::<_, (String, String)>(
        "SELECT format('ALTER TABLE conversations DROP CONSTRAINT %I', conname), \
                format('ALTER TABLE conversations ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) \
         FROM pg_constraint WHERE conrelid = 'conversations'::regclass AND contype = 'f' \
         UNION ALL \
         SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid) \
         FROM pg_index WHERE indrelid = 'conversations'::regclass AND NOT indisprimary",
    )
    .fetch_all(&mut *transaction)
    .await?
    .into_iter()
    .unzip();
    // The counters take one count at the end instead of every row through a transition table.
    sqlx::raw_sql("ALTER TABLE conversations DISABLE TRIGGER conversations_count_insert")
        .execute(&mut *transaction)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(drop.join(";")))
        .execute(&mut *transaction)
        .await?;
    let started = Instant::now();
    report.conversations = copy_rows(
        &mut transaction,
        "conversations",
        options,
        catalogue,
        progress,
    )
    .await?;
    report.copying = started.elapsed();
    progress.set_message("Building indexes");
    for statement in create {
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::raw_sql(
        "ALTER TABLE conversations ENABLE TRIGGER conversations_count_insert; SELECT counters_repair()",
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(true)
}

/// Adds the rows that a table in use lacks.
async fn add_missing(
    connection: &mut PgConnection,
    options: Options,
    catalogue: &Arc<Catalogue>,
    progress: &ProgressBar,
    report: &mut Report,
) -> Result<()> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(AssertSqlSafe(format!(
        "CREATE TEMPORARY TABLE staging ON COMMIT DROP AS SELECT {COLUMNS} FROM conversations WITH NO DATA"
    )))
    .execute(&mut *transaction)
    .await?;
    let started = Instant::now();
    copy_rows(&mut transaction, "staging", options, catalogue, progress).await?;
    report.copying = started.elapsed();
    progress.set_message("Adding missing conversations");
    let statement = format!(
        "INSERT INTO conversations ({COLUMNS}) SELECT {COLUMNS} FROM staging ON CONFLICT (id) DO NOTHING"
    );
    report.conversations = sqlx::query(AssertSqlSafe(statement))
        .execute(&mut *transaction)
        .await?
        .rows_affected();
    transaction.commit().await?;
    Ok(())
}

/// Copies all rows into `table`. A thread makes them while the server takes them in.
async fn copy_rows(
    connection: &mut PgConnection,
    table: &str,
    options: Options,
    catalogue: &Arc<Catalogue>,
    progress: &ProgressBar,
) -> Result<u64> {
    let (sender, mut pieces) = mpsc::channel::<(u64, Vec<u8>)>(8);
    let catalogue = Arc::clone(catalogue);
    let maker = tokio::task::spawn_blocking(move || {
        let mut piece = Vec::with_capacity(PIECE_BYTES + 4096);
        let mut rows = 0;
        for number in 0..options.rows {
            Row::new(options.profile, options.seed, number, &catalogue).write(&mut piece);
            rows += 1;
            if piece.len() >= PIECE_BYTES || number + 1 == options.rows {
                let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE_BYTES + 4096));
                if sender.blocking_send((rows, full)).is_err() {
                    return;
                }
                rows = 0;
            }
        }
    });
    let mut stream = connection
        .copy_in_raw(&format!(
            "COPY {table} ({COLUMNS}) FROM STDIN (FORMAT binary)"
        ))
        .await?;
    stream.send(copy::HEADER).await?;
    while let Some((rows, piece)) = pieces.recv().await {
        stream.send(piece).await?;
        progress.inc(rows);
    }
    maker.await?;
    stream.send(copy::TRAILER.as_slice()).await?;
    Ok(stream.finish().await?)
}
