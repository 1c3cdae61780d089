//! Bringing a database to the schema in `migrations/`, and back.
//!
//! sqlx applies the files; this module adds what it leaves to the caller. Its lock waits inside a statement, and a
//! waiting statement's snapshot is what `CREATE INDEX CONCURRENTLY` waits for: two migrators at once would deadlock. The
//! lock here is tried again and again instead, with nothing running in between. And an interrupted concurrent build
//! leaves an invalid index under the right name, which `IF NOT EXISTS` would then take for done: such an index stops the
//! migration with a word on how to go on.

use anyhow::{Context, Result, bail};
use sqlx::{
    Connection, PgConnection, Postgres,
    migrate::{MigrateDatabase, MigrateError, Migrator},
};
use std::{collections::HashMap, fmt, path::Path, time::Duration};

/// Key of the advisory lock that one migrator holds at a time; "parley" in ASCII.
const LOCK_KEY: i64 = 0x70_61_72_6c_65_79;

/// How long another migrator is waited for: index builds on a large table take minutes.
const LOCK_TIMEOUT: Duration = Duration::from_secs(900);

/// SQLSTATE of a database that does not exist (`invalid_catalog_name`).
const NO_SUCH_DATABASE: &str = "3D000";

/// SQLSTATE of a table that does not exist (`undefined_table`).
const NO_SUCH_TABLE: &str = "42P01";

/// What [`up`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// How many migrations were applied now.
    pub applied: usize,
    /// The schema's version now: the number of its last migration, 0 when there is none.
    pub version: i64,
}

/// How far [`down`] goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Reverts this many of the migrations applied last.
    Steps(usize),
    /// Reverts every migration with a higher number; 0 reverts all.
    Version(i64),
}

/// A migration, and whether the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub version: i64,
    /// Its name in words.
    pub description: String,
    /// Whether it is applied, and with the text that its file has now.
    pub state: StepState,
}

/// Whether a database has a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Applied.
    Applied,
    /// Not applied yet.
    Pending,
    /// Applied, but its file has changed since.
    Changed,
}

/// Every migration and its state; displays as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The migrations, in order.
    pub steps: Vec<Step>,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .steps
            .iter()
            .map(|step| step.description.chars().count())
            .max()
            .unwrap_or(0)
            .max(9);
        writeln!(f, "version  {:width$}  state", "migration")?;
        for step in &self.steps {
            let state = match step.state {
                StepState::Applied => "applied",
                StepState::Pending => "pending",
                StepState::Changed => "applied, but its file has changed since",
            };
            writeln!(
                f,
                "{:>7}  {:width$}  {state}",
                step.version, step.description
            )?;
        }
        Ok(())
    }
}

/// Applies every migration that is pending, creating the database where it does not exist.
///
/// # Errors
/// When the server cannot be reached, or a migration fails: those before it stay applied.
pub async fn up(url: &str) -> Result<Applied> {
    let mut connection = connect_or_create(url).await?;
    let migrator = lock(&mut connection).await?;
    refuse_invalid_indexes(&mut connection).await?;
    let before = applied(&mut connection).await?.len();
    let result = migrator.run_direct(None, &mut connection, false).await;
    refuse_invalid_indexes(&mut connection).await?;
    result.map_err(explain)?;
    let after = applied(&mut connection).await?;
    connection.close().await?;
    Ok(Applied {
        applied: after.len().saturating_sub(before),
        version: after.keys().copied().max().unwrap_or(0),
    })
}

/// Reverts migrations, and answers how many.
///
/// # Errors
/// When the server cannot be reached, or reverting a migration fails: those after it stay reverted.
pub async fn down(url: &str, target: Target) -> Result<usize> {
    let mut connection = connect(url).await?;
    let migrator = lock(&mut connection).await?;
    let before = applied(&mut connection).await?;
    let version = match target {
        Target::Version(version) => version,
        Target::Steps(steps) => {
            let mut versions: Vec<i64> = before.keys().copied().collect();
            versions.sort_unstable();
            versions.into_iter().rev().nth(steps).unwrap_or(0)
        }
    };
    migrator
        .undo(&mut connection, version)
        .await
        .map_err(explain)?;
    let after = applied(&mut connection).await?;
    connection.close().await?;
    Ok(before.len().saturating_sub(after.len()))
}

/// Compares the database with the files.
///
/// # Errors
/// When the server cannot be reached.
pub async fn status(url: &str) -> Result<Status> {
    let mut connection = connect(url).await?;
    let applied = applied(&mut connection).await?;
    connection.close().await?;
    let migrator = migrator().await?;
    let steps = migrator
        .iter()
        .filter(|migration| migration.migration_type.is_up_migration())
        .map(|migration| {
            let state = match applied.get(&migration.version) {
                None => StepState::Pending,
                Some(checksum) if checksum.as_slice() == &*migration.checksum => StepState::Applied,
                Some(_) => StepState::Changed,
            };
            Step {
                version: migration.version,
                description: migration.description.to_string(),
                state,
            }
        });
    Ok(Status {
        steps: steps.collect(),
    })
}

/// The migrations in the workspace's `migrations/`.
async fn migrator() -> Result<Migrator> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut migrator = Migrator::new(directory.as_path())
        .await
        .with_context(|| format!("cannot read the migrations in {}", directory.display()))?;
    migrator.set_locking(false);
    Ok(migrator)
}

async fn connect(url: &str) -> Result<PgConnection> {
    PgConnection::connect(url)
        .await
        .context("cannot connect to the database: is the server up, and the URL right?")
}

async fn connect_or_create(url: &str) -> Result<PgConnection> {
    match PgConnection::connect(url).await {
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(NO_SUCH_DATABASE) => {
            Postgres::create_database(url)
                .await
                .context("the database does not exist and cannot be created: create it, or use a role that may")?;
            connect(url).await
        }
        Err(error) => Err(error)
            .context("cannot connect to the database: is the server up, and the URL right?"),
        Ok(connection) => Ok(connection),
    }
}

/// Waits for other migrators of this database. The lock goes with the connection.
async fn lock(connection: &mut PgConnection) -> Result<Migrator> {
    let wait = async {
        while !sqlx::query_scalar::<_, bool>("SELECT pg_try_advisory_lock($1)")
            .bind(LOCK_KEY)
            .fetch_one(&mut *connection)
            .await?
        {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok::<_, sqlx::Error>(())
    };
    tokio::time::timeout(LOCK_TIMEOUT, wait)
        .await
        .with_context(|| {
            format!(
                "another migration of this database has not ended for {} minutes",
                LOCK_TIMEOUT.as_secs() / 60
            )
        })??;
    migrator().await
}

/// Versions and checksums of the applied migrations.
async fn applied(connection: &mut PgConnection) -> Result<HashMap<i64, Vec<u8>>> {
    let rows: Result<Vec<(i64, Vec<u8>)>, _> =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success")
            .fetch_all(connection)
            .await;
    match rows {
        Ok(rows) => Ok(rows.into_iter().collect()),
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(NO_SUCH_TABLE) => {
            Ok(HashMap::new())
        }
        Err(error) => Err(error.into()),
    }
}

/// Fails when an interrupted concurrent build left an index behind.
async fn refuse_invalid_indexes(connection: &mut PgConnection) -> Result<()> {
    let invalid: Vec<String> = sqlx::query_scalar(
        "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid \
         WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace ORDER BY 1",
    )
    .fetch_all(connection)
    .await?;
    if invalid.is_empty() {
        return Ok(());
    }
    let drop = invalid
        .iter()
        .map(|name| format!("  DROP INDEX CONCURRENTLY {name};"))
        .collect::<Vec<_>>()
        .join("\n");
    bail!(
        "an index build was interrupted and left an invalid index; run this and migrate again:\n{drop}"
    )
}

/// Says what to do about the errors that sqlx only names.
fn explain(error: MigrateError) -> anyhow::Error {
    let advice = match &error {
        MigrateError::VersionMismatch(version) => format!(
            "migration {version} was changed after it had been applied: restore its file and put the change into a new migration"
        ),
        MigrateError::VersionMissing(version) => {
            format!(
                "the database has migration {version}, which this checkout does not know: use a newer checkout"
            )
        }
        MigrateError::Dirty(version) => {
            format!("migration {version} stopped half-way: finish or undo it by hand")
        }
        MigrateError::ExecuteMigration(_, version) => {
            format!(
                "migration {version} failed; those before it are applied. Mend its cause and migrate again"
            )
        }
        _ => "cannot migrate".to_owned(),
    };
    anyhow::Error::new(error).context(advice)
}
