//! A private Postgres for development and tests.
//!
//! Parley's own cluster rather than a server that happens to run: it needs no set-up, has the extension and the settings
//! the measurements assume, listens on 127.0.0.1 alone under a random password, and two checkouts beside each other
//! never meet. It lives under the data directory, keeps its data from one run to the next, and goes down with the
//! program that started it. A run that was killed leaves at most a server without a master and a stale
//! `postmaster.pid`; both are cleared away by the next start, which knows from an advisory lock that nobody else is
//! using the directory.

mod directory;
mod process;
mod server;

use anyhow::{Context, Result, bail};
use directory::{Connection, Directory};
use indicatif::ProgressBar;
use process::Process;
pub use server::Choice;
use server::Server;
use sqlx::{Connection as _, PgConnection};
use std::{
    net::{Ipv4Addr, TcpListener},
    path::Path,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The database that [`Cluster::url`] leads to.
const DATABASE: &str = "parley";

/// How long a server may take to answer. Recovery after a crash replays the write-ahead log first, which takes minutes
/// after a bulk load.
const READY_TIMEOUT: Duration = Duration::from_secs(300);

/// How long an ordinary shutdown may take (it writes a checkpoint) before the server is ended without one.
const STOP_TIMEOUT: Duration = Duration::from_secs(60);

/// How often a start is tried on another port when the chosen one is taken before the server binds it.
const PORT_ATTEMPTS: u32 = 5;

/// A running private Postgres. It stops when this is dropped or when the program ends, however it ends.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    directory: Directory,
    connection: Connection,
    process: Option<Process>,
    // Dropped after the process, so that no server is left running in a directory that is gone.
    _temporary: Option<TempDir>,
}

impl Cluster {
    /// Opens the cluster under `data_dir`, creating what is missing: the server's programs, the cluster, the database
    /// `parley`. What takes long is said on `progress`.
    ///
    /// Run by root under a directory that the server's account cannot enter, it keeps the cluster in the system's
    /// temporary directory instead.
    ///
    /// # Errors
    /// When no server is found, when another program uses the directory, or when the server does not come up; each says
    /// what to do.
    pub async fn open(data_dir: &Path, choice: Choice, progress: &ProgressBar) -> Result<Self> {
        let base = directory::base(data_dir)?;
        Self::open_in(&base, choice, progress, None).await
    }

    /// A cluster of its own in a temporary directory, for tests.
    ///
    /// # Errors
    /// As [`Cluster::open`].
    pub async fn temporary(choice: Choice) -> Result<Self> {
        let temporary = directory::temporary()?;
        let base = temporary.path().to_path_buf();
        Self::open_in(&base, choice, &ProgressBar::hidden(), Some(temporary)).await
    }

    async fn open_in(
        base: &Path,
        choice: Choice,
        progress: &ProgressBar,
        temporary: Option<TempDir>,
    ) -> Result<Self> {
        let lock = directory::lock(base)?;
        progress.set_message("Looking for Postgres");
        let programs = if temporary.is_some() {
            directory::shared_programs()?
        } else {
            base.to_path_buf()
        };
        let server = server::find(choice, base, &programs, progress).await?;
        let directory = Directory::new(base, server.major, lock)?;
        if !directory.is_initialised() {
            progress.set_message(format!("Creating a Postgres {} cluster", server.version));
            directory.initialise(&server).await?;
        }
        directory.clear_after_kill().await?;
        let connection = directory.connection()?;
        let mut cluster = Self {
            server,
            directory,
            connection,
            process: None,
            _temporary: temporary,
        };
        progress.set_message(format!("Starting Postgres {}", cluster.server.version));
        cluster.start().await?;
        let exists: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
                .bind(DATABASE)
                .fetch_one(&mut cluster.maintenance().await?)
                .await?;
        if !exists {
            cluster.create_database(DATABASE, None).await?;
        }
        Ok(cluster)
    }

    /// The connection URL of the database `parley`, with the password.
    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    /// The connection URL of another database of this cluster.
    pub fn url_of(&self, database: &str) -> String {
        let Connection { port, password } = &self.connection;
        format!(
            "postgres://{user}:{password}@127.0.0.1:{port}/{database}",
            user = directory::SUPERUSER
        )
    }

    /// Where the cluster and its server's log are. Not always under the data directory: see [`Cluster::open`].
    pub fn directory(&self) -> &Path {
        self.directory.base()
    }

    /// The server's version, such as `15.14`.
    pub fn version(&self) -> &str {
        &self.server.version
    }

    /// Creates a database, as a copy of `template` where one is given (nobody may be connected to that), and answers
    /// its URL.
    ///
    /// # Errors
    /// When the database exists or the template is in use.
    pub async fn create_database(&self, name: &str, template: Option<&str>) -> Result<String> {
        // A copy file by file is faster than through the write-ahead log for anything but a tiny template.
        let copy = template.map_or_else(String::new, |t| {
            format!(" TEMPLATE {} STRATEGY file_copy", quoted(t))
        });
        let statement = format!("CREATE DATABASE {}{copy}", quoted(name));
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&mut self.maintenance().await?)
            .await
            .with_context(|| format!("cannot create the database {name}"))?;
        Ok(self.url_of(name))
    }

    /// Drops a database, with everyone who is connected to it.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn drop_database(&self, name: &str) -> Result<()> {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name));
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&mut self.maintenance().await?)
            .await
            .with_context(|| format!("cannot drop the database {name}"))?;
        Ok(())
    }

    /// Starts the server, and waits until it answers. Nothing happens when it runs.
    ///
    /// It takes the port of last time, or another one when somebody else has taken that: [`Cluster::url`] knows.
    ///
    /// # Errors
    /// When the server ends instead of answering; the error quotes its log.
    pub async fn start(&mut self) -> Result<()> {
        if self.process.as_ref().is_some_and(Process::is_running) {
            return Ok(());
        }
        for _ in 0..PORT_ATTEMPTS {
            if !is_free(self.connection.port) {
                self.connection.port = free_port()?;
            }
            let process = self.directory.launch(&self.server, self.connection.port)?;
            if self.wait_until_ready(&process).await? {
                self.process = Some(process);
                return self.directory.remember(&self.connection);
            }
            self.connection.port = free_port()?;
        }
        bail!(
            "every port that was free a moment ago was taken when Postgres came to bind it; try again"
        )
    }

    /// Stops the server, letting running statements fail and writing a checkpoint. Nothing happens when it is stopped.
    ///
    /// # Errors
    /// When the server cannot be signalled.
    pub async fn stop(&mut self) -> Result<()> {
        if let Some(process) = self.process.take() {
            tokio::task::spawn_blocking(move || process.stop(STOP_TIMEOUT)).await?;
        }
        Ok(())
    }

    /// Ends the server as a crash does: what it was doing is recovered when it starts again.
    ///
    /// # Errors
    /// When the server cannot be signalled.
    pub async fn crash(&mut self) -> Result<()> {
        if let Some(process) = self.process.take() {
            tokio::task::spawn_blocking(move || process.crash()).await?;
        }
        Ok(())
    }

    /// Stops the server and starts it again.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub async fn restart(&mut self) -> Result<()> {
        self.stop().await?;
        self.start().await
    }

    /// Waits for the first connection. False when the port was taken; an error when the server ended otherwise.
    async fn wait_until_ready(&self, process: &Process) -> Result<bool> {
        let started = Instant::now();
        loop {
            match self.maintenance().await {
                Ok(connection) => {
                    connection.close().await?;
                    return Ok(true);
                }
                Err(error) if started.elapsed() > READY_TIMEOUT => {
                    return Err(error.context(format!(
                        "Postgres did not answer within {} s; see {}",
                        READY_TIMEOUT.as_secs(),
                        self.directory.log.display()
                    )));
                }
                Err(_) if !process.is_running() => {
                    let log = self.directory.log_tail();
                    if log.contains("could not create any TCP/IP sockets") {
                        return Ok(false);
                    }
                    bail!(
                        "Postgres ended right after its start. Its log ({}) says:\n{log}",
                        self.directory.log.display()
                    );
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// A connection to the database that always exists.
    async fn maintenance(&self) -> Result<PgConnection> {
        PgConnection::connect(&self.url_of("postgres"))
            .await
            .context("cannot connect to the private Postgres")
    }
}

/// An SQL identifier, quoted.
fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

fn is_free(port: u16) -> bool {
    port != 0 && TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

fn free_port() -> Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}
