//! What stands around the tests: a Postgres with seeded databases, and apps on the host under test.

use super::{
    client::Client,
    own_app::{Builder, OwnApp},
    tokens,
};
use anyhow::{Context, Result};
use clap::ValueEnum;
use indicatif::ProgressBar;
use parley_xtask::{
    app::{App, Host, HostChoice, Settings},
    migrate,
    postgres::{Choice, Cluster},
    seed,
    suites::{HOST_VARIABLE, POSTGRES_VARIABLE},
    token::random_secret,
};
use sqlx::{Connection, PgConnection};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Conversations in every database: enough for hundreds of pages, with ties across nearly every edge between them.
pub const ROWS: u64 = 20_000;

/// How long a statement may take to arrive at the server.
const ARRIVAL: Duration = Duration::from_secs(20);

/// How often the server is asked for it.
const INTERVAL: Duration = Duration::from_millis(20);

/// A migrated and seeded database that nobody is connected to, so that it can be copied.
const TEMPLATE: &str = "parley";

/// The database of the app that all reading tests share.
const SHARED: &str = "shared";

thread_local! {
    /// The copies that the test of this thread has made for itself.
    static COPIES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The one fixture of a run. Fields drop in this order: an app before the server it talks to.
pub struct Fixture {
    app: App,
    cluster: Cluster,
    pub(super) host: Host,
    pub(super) postgres: Choice,
    secret: String,
    pub(super) started: AtomicU32,
    pub(super) folder: TempDir,
    runtime: Runtime,
}

impl Fixture {
    /// Starts Postgres, seeds it, and starts the shared app.
    ///
    /// # Errors
    /// When one of them cannot be started.
    pub fn start() -> Result<Self> {
        let runtime = Runtime::new()?;
        let host = Host::find(choice(HOST_VARIABLE, HostChoice::Local)?)?;
        let postgres = choice(POSTGRES_VARIABLE, Choice::default())?;
        let cluster = runtime.block_on(async {
            let cluster = Cluster::temporary(postgres).await?;
            let url = cluster.url_of(TEMPLATE);
            migrate::up(&url).await?;
            seed::seed(&url, seed::Options::ties(ROWS), &ProgressBar::hidden()).await?;
            cluster.create_database(SHARED, Some(TEMPLATE)).await?;
            anyhow::Ok(cluster)
        })?;
        let secret = random_secret();
        let folder = tempfile::tempdir()?;
        let settings = Settings {
            port: 0,
            state_dir: folder.path().join("shared"),
            variables: Settings::variables(&cluster.url_of(SHARED), &secret)?,
            runtime_config: None,
            log: Some(folder.path().join("host.log")),
        };
        Ok(Self {
            app: App::start(&host, &settings)?,
            cluster,
            host,
            postgres,
            secret,
            started: AtomicU32::new(0),
            folder,
            runtime,
        })
    }

    /// The address of the shared app.
    pub fn url(&self) -> &str {
        &self.app.url
    }

    /// A client of the shared app, signed in as a viewer.
    pub fn client(&self) -> Client {
        Client::new(&self.app.url, Some(tokens::viewer(&self.secret)))
    }

    /// Whether Spin runs the apps, and not the local host.
    pub fn is_spin(&self) -> bool {
        matches!(self.host, Host::Spin { .. })
    }

    /// The secret that apps check HS256 tokens with.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The URL of the database behind the shared app. For reading only.
    pub fn database_url(&self) -> String {
        self.cluster.url_of(SHARED)
    }

    /// A copy of the seeded database, for a test that writes or locks; answers its URL. It is the test's own thread that
    /// asks, and the copy goes with the test.
    pub fn own_database(&self) -> String {
        let name = format!("own_{}", self.started.fetch_add(1, Ordering::Relaxed));
        let url = self
            .block_on(self.cluster.create_database(&name, Some(TEMPLATE)))
            .expect("a copy of the seeded database");
        COPIES.with_borrow_mut(|copies| copies.push(name));
        url
    }

    /// Runs a test, and drops the databases that it made for itself, however it ends: the copies of a whole run would
    /// take 15 GB of disk.
    pub fn run_test(&self, test: fn(&Self)) {
        let outcome = catch_unwind(AssertUnwindSafe(|| test(self)));
        for name in COPIES.take() {
            self.block_on(self.cluster.drop_database(&name))
                .expect("a copy that can be dropped");
        }
        if let Err(panic) = outcome {
            resume_unwind(panic);
        }
    }

    /// Starts an app with some variables set otherwise. It ends when the answer is dropped.
    pub fn own_app(&self, database_url: &str, overrides: &[(&str, &str)]) -> OwnApp {
        let app = Builder::new(self, database_url);
        overrides
            .iter()
            .fold(app, |app, (name, value)| app.variable(name, value))
            .start()
    }

    /// Runs asynchronous work, such as SQL, to its end.
    pub fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// A connection to a database.
    pub fn connect(&self, url: &str) -> PgConnection {
        self.block_on(PgConnection::connect(url))
            .expect("a connection to the database")
    }

    /// Runs a statement for its effect.
    pub fn run(&self, connection: &mut PgConnection, statement: &'static str) {
        self.block_on(sqlx::raw_sql(statement).execute(connection))
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    /// Takes the conversations away from everyone else until the connection is dropped.
    pub fn lock_table(&self, url: &str) -> PgConnection {
        let mut connection = self.connect(url);
        self.run(&mut connection, "BEGIN");
        self.run(
            &mut connection,
            "LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE",
        );
        connection
    }

    /// Waits until so many statements on this database wait for a lock.
    pub fn wait_until_blocked(&self, url: &str, statements: i64) {
        let mut connection = self.connect(url);
        let started = Instant::now();
        loop {
            let blocked: i64 = self
                .block_on(
                    sqlx::query_scalar(
                        "SELECT count(*) FROM pg_stat_activity \
                         WHERE datname = current_database() AND wait_event_type = 'Lock'",
                    )
                    .fetch_one(&mut connection),
                )
                .expect("the server's activity");
            if blocked >= statements {
                return;
            }
            assert!(started.elapsed() < ARRIVAL, "only {blocked} are blocked");
            thread::sleep(INTERVAL);
        }
    }

    /// What the hosts have written so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// The same with what components wrote, which Spin keeps in files beside the state of each app.
    pub fn whole_log(&self) -> String {
        let apps = std::fs::read_dir(self.folder.path()).expect("the apps' folders");
        apps.flatten()
            .filter_map(|app| std::fs::read_dir(app.path().join("logs")).ok())
            .flatten()
            .flatten()
            .filter_map(|file| std::fs::read_to_string(file.path()).ok())
            .fold(self.log(), |log, file| log + &file)
    }

    pub(super) fn log_path(&self) -> PathBuf {
        self.folder.path().join("host.log")
    }
}

/// What an environment variable chooses, by the names that `cargo xtask` takes.
fn choice<T: ValueEnum>(variable: &str, default: T) -> Result<T> {
    match std::env::var(variable) {
        Ok(name) => T::from_str(&name, true)
            .map_err(anyhow::Error::msg)
            .with_context(|| format!("{variable} must be a name that `cargo xtask test` takes")),
        Err(_) => Ok(default),
    }
}
