//! The database that is measured.

use crate::{
    migrate,
    postgres::{Choice, Cluster},
    seed,
    steps::Step,
};
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};
use std::path::Path;

/// Settings that figures depend on.
const SETTINGS: [&str; 7] = [
    "server_version",
    "max_connections",
    "shared_buffers",
    "effective_cache_size",
    "work_mem",
    "random_page_cost",
    "jit",
];

/// Connections that the busiest section holds at once: two apps with fifty each, and some for everything else.
const CONNECTIONS: i32 = 120;

/// The longest a list's statement may take: what `statement_timeout_ms` in `spin.toml` says by default.
const STATEMENT_TIMEOUT: &str = "5s";

/// A database with conversations in it. The server that was started for it stops when this is dropped.
pub struct Database {
    /// Where it is.
    pub url: String,
    /// What is known of it.
    pub facts: Facts,
    cluster: Option<Cluster>,
}

/// What a report says of a database.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Conversations in it.
    pub rows: u64,
    /// The table with its indexes, in bytes.
    pub bytes: u64,
    /// The server's settings, by name.
    pub settings: Vec<(String, String)>,
}

impl Database {
    /// Opens a database of this many demo conversations in a cluster of the benchmarks' own, and makes whatever of it is
    /// missing.
    ///
    /// # Errors
    /// When the cluster cannot be opened, or the database not be migrated or seeded.
    pub async fn prepare(folder: &Path, choice: Choice, rows: u64) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let step = Step::begin("Postgres");
        let cluster = Cluster::open(&folder.canonicalize()?, choice, step.bar()).await?;
        step.done(cluster.version());
        let name = format!("bench_{rows}");
        let mut maintenance = PgConnection::connect(&cluster.url()).await?;
        let exists: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
                .bind(&name)
                .fetch_one(&mut maintenance)
                .await?;
        maintenance.close().await?;
        let url = if exists {
            cluster.url_of(&name)
        } else {
            cluster.create_database(&name, None).await?
        };
        migrate::up(&url).await?;
        let step = Step::counting("Conversations", rows);
        let report = seed::seed(&url, seed::Options::demo(rows), step.bar()).await?;
        settle(&url).await?;
        step.done(&report.to_string());
        Ok(Self {
            facts: Facts::read(&url).await?,
            url,
            cluster: Some(cluster),
        })
    }

    /// Uses a database as it is.
    ///
    /// # Errors
    /// When it cannot be reached, is not migrated or holds nothing.
    pub async fn existing(url: &str) -> Result<Self> {
        let facts = Facts::read(url)
            .await
            .context("a database that is given must be migrated and seeded")?;
        ensure!(facts.rows > 0, "the database holds no conversations");
        Ok(Self {
            url: url.to_owned(),
            facts,
            cluster: None,
        })
    }

    /// Gives every conversation the turns that it says it has, if the database is the benchmarks' own.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn add_turns(&self) -> Result<()> {
        if !self.is_own() {
            return Ok(());
        }
        let step = Step::counting("Turns of all conversations", self.facts.rows);
        let options = seed::Options {
            detailed: self.facts.rows,
            ..seed::Options::demo(self.facts.rows)
        };
        let report = seed::seed(&self.url, options, step.bar()).await?;
        settle(&self.url).await?;
        step.done(&format!("added {} turns", report.turns));
        Ok(())
    }

    /// Whether the server was started for it, and may be stopped.
    pub fn is_own(&self) -> bool {
        self.cluster.is_some()
    }

    /// Stops the server and starts it again.
    ///
    /// # Errors
    /// When it is somebody else's, or does not come back where it was.
    pub async fn restart(&mut self) -> Result<()> {
        let cluster = self
            .cluster
            .as_mut()
            .context("the server was not started for this, and is not stopped either")?;
        let before = cluster.url();
        cluster.restart().await?;
        ensure!(
            cluster.url() == before,
            "the server's port was taken while it restarted"
        );
        Ok(())
    }

    /// The connections that the server takes.
    pub fn max_connections(&self) -> Option<f64> {
        let settings = &self.facts.settings;
        let (_, value) = settings
            .iter()
            .find(|(name, _)| name == "max_connections")?;
        value.parse().ok()
    }

    /// A connection with the timeout that the components' statements have.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect(&self) -> Result<PgConnection> {
        let mut connection = self.connect_unbounded().await?;
        sqlx::query("SELECT set_config('statement_timeout', $1, false)")
            .bind(STATEMENT_TIMEOUT)
            .execute(&mut connection)
            .await?;
        Ok(connection)
    }

    /// A connection whose statements may take as long as they need.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn connect_unbounded(&self) -> Result<PgConnection> {
        PgConnection::connect(&self.url)
            .await
            .context("cannot connect to the database")
    }
}

/// Leaves the server with nothing to do: what it put off would be done while something is measured.
async fn settle(url: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await?;
    sqlx::raw_sql("CHECKPOINT").execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

impl Facts {
    async fn read(url: &str) -> Result<Self> {
        let mut connection = PgConnection::connect(url)
            .await
            .context("cannot connect to the database")?;
        let (rows, bytes): (i64, i64) = sqlx::query_as(
            "SELECT count(*), pg_total_relation_size('conversations') FROM conversations",
        )
        .fetch_one(&mut connection)
        .await?;
        let most: i32 = sqlx::query_scalar("SELECT current_setting('max_connections')::int4")
            .fetch_one(&mut connection)
            .await?;
        ensure!(
            most >= CONNECTIONS,
            "the server takes {most} connections, and a benchmark needs {CONNECTIONS}: raise its max_connections"
        );
        let settings =
            sqlx::query_as("SELECT name, current_setting(name) FROM unnest($1::text[]) AS name")
                .bind(&SETTINGS[..])
                .fetch_all(&mut connection)
                .await?;
        connection.close().await?;
        Ok(Self {
            rows: rows.cast_unsigned(),
            bytes: bytes.cast_unsigned(),
            settings,
        })
    }
}
