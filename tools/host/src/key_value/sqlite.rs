//! A store in a SQLite file, in the table and file that Spin uses, so that either host reads what the other wrote.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use rusqlite::{Connection, OptionalExtension, params};

/// How long a writer waits for another process (a Spin beside this host) to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// One label in a file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Arc<Mutex<Connection>>,
    label: Arc<str>,
}

impl Sqlite {
    /// Opens or creates the file and its folder.
    pub fn open(path: &Path, label: &str) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        let connection = Connection::open(path)
            .and_then(|connection| {
                connection.busy_timeout(BUSY_TIMEOUT)?;
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS spin_key_value (
                        store TEXT NOT NULL,
                        key TEXT NOT NULL,
                        value BLOB NOT NULL,
                        PRIMARY KEY (store, key)
                    )",
                    [],
                )?;
                Ok(connection)
            })
            .with_context(|| format!("cannot open the key-value store {}", path.display()))?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            label: label.into(),
        })
    }

    pub async fn get(&self, key: String) -> Result<Option<Vec<u8>>> {
        self.run(move |connection, label| {
            connection
                .prepare_cached("SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2")?
                .query_row(params![label, key], |row| row.get(0))
                .optional()
        })
        .await
    }

    pub async fn set(&self, key: String, value: Vec<u8>) -> Result<()> {
        self.run(move |connection, label| {
            connection
                .prepare_cached(
                    "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (store, key) DO UPDATE SET value = excluded.value",
                )?
                .execute(params![label, key, value])
        })
        .await?;
        Ok(())
    }

    pub async fn delete(&self, key: String) -> Result<()> {
        self.run(move |connection, label| {
            connection
                .prepare_cached("DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2")?
                .execute(params![label, key])
        })
        .await?;
        Ok(())
    }

    pub async fn keys(&self) -> Result<Vec<String>> {
        self.run(|connection, label| {
            connection
                .prepare_cached("SELECT key FROM spin_key_value WHERE store = ?1")?
                .query_map(params![label], |row| row.get(0))?
                .collect()
        })
        .await
    }

    /// Runs on a thread that may block: a write waits for the disk.
    async fn run<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &str) -> rusqlite::Result<R> + Send + 'static,
    ) -> Result<R> {
        let (connection, label) = (self.connection.clone(), self.label.clone());
        let result = tokio::task::spawn_blocking(move || {
            work(
                &connection.lock().unwrap_or_else(PoisonError::into_inner),
                &label,
            )
        })
        .await?;
        result.context("the key-value store's SQLite file")
    }
}
