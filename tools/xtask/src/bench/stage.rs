//! What every section of a benchmark works with: the host, the database, and apps on the two with some variables set.

use super::{
    database::Database,
    http::{Connection, Origin},
    process,
};
use crate::{
    app::{App, Host, Settings, runtime_config},
    token::{self, Role},
    workspace::root,
};
use anyhow::{Context, Result};
use serde::Serialize;
use std::{
    cell::Cell,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use tempfile::TempDir;

/// How long the tokens are good for: longer than any benchmark.
const TOKEN_TTL: Duration = Duration::from_secs(24 * 3_600);

/// Variables that turn every cache of an answer off.
pub const NO_CACHE: [(&str, &str); 3] = [
    ("cache_list_s", "0"),
    ("cache_count_s", "0"),
    ("cache_facets_s", "0"),
];

/// How thorough a run is.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Only checks that everything runs, on little data.
    pub is_quick: bool,
    /// Times taken of each thing that is measured alone.
    pub samples: usize,
    /// Time for one thing's samples; what is slower gets fewer.
    pub budget: Duration,
    /// Rounds of things that are measured against each other.
    pub rounds: usize,
    /// Time under load in each round.
    pub load: Duration,
    /// Time under load with an eye on memory.
    pub soak: Duration,
}

impl Effort {
    /// For figures to be kept.
    pub const FULL: Self = Self {
        is_quick: false,
        samples: 40,
        budget: Duration::from_secs(2),
        rounds: 9,
        load: Duration::from_secs(3),
        soak: Duration::from_secs(60),
    };

    /// For seeing that it works.
    pub const QUICK: Self = Self {
        is_quick: true,
        samples: 4,
        budget: Duration::from_millis(200),
        rounds: 3,
        load: Duration::from_millis(500),
        soak: Duration::from_secs(3),
    };
}

/// Host, database and effort.
pub struct Stage {
    /// What runs the components.
    pub host: Host,
    /// What is measured.
    pub database: Database,
    /// How thoroughly.
    pub effort: Effort,
    secret: String,
    folder: TempDir,
    started: Cell<u32>,
}

impl Stage {
    /// Sets it up; `host` and `database` must be ready.
    ///
    /// # Errors
    /// When no temporary directory can be made.
    pub fn new(host: Host, database: Database, effort: Effort) -> Result<Self> {
        Ok(Self {
            host,
            database,
            effort,
            secret: token::random_secret(),
            folder: tempfile::tempdir()?,
            started: Cell::new(0),
        })
    }

    /// Starts Parley with some variables set otherwise than `spin.toml` has them.
    ///
    /// # Errors
    /// When it does not start.
    pub fn app(&self, variables: &[(&str, &str)]) -> Result<Running> {
        self.start(&root().join("spin.toml"), variables)
    }

    /// A token for the apps of this stage.
    ///
    /// # Errors
    /// When the clock stands before 1970.
    pub fn token(&self, role: Role) -> Result<String> {
        token::sign(&self.secret, role, TOKEN_TTL)
    }

    /// Starts the app of another manifest.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(&self, manifest: &Path, variables: &[(&str, &str)]) -> Result<Running> {
        self.start_with(manifest, variables, &Surroundings::default())
    }

    /// Starts Parley in other surroundings.
    ///
    /// # Errors
    /// When it does not start.
    pub fn app_with(
        &self,
        variables: &[(&str, &str)],
        surroundings: &Surroundings,
    ) -> Result<Running> {
        self.start_with(&root().join("spin.toml"), variables, surroundings)
    }

    /// Starts another server, which prints `Serving http://…` as the hosts do.
    ///
    /// # Errors
    /// When it does not start.
    pub fn program(&self, command: Command) -> Result<Running> {
        let app = App::start_program(command, &self.folder.path().join("program.log"))?;
        Ok(Running {
            origin: Origin::new(&app.url, None)?,
            app,
        })
    }

    fn start_with(
        &self,
        manifest: &Path,
        variables: &[(&str, &str)],
        surroundings: &Surroundings,
    ) -> Result<Running> {
        let number = self.started.replace(self.started.get() + 1);
        let database_url = surroundings.database_url.as_ref();
        let mut all =
            Settings::variables(database_url.unwrap_or(&self.database.url), &self.secret)?;
        all.extend(
            variables
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let log: PathBuf = self.folder.path().join(format!("host-{number}.log"));
        let state_dir = self.folder.path().join(format!("state-{number}"));
        std::fs::create_dir_all(&state_dir)?;
        let redis_url = surroundings.redis_url.as_deref();
        let settings = Settings {
            port: surroundings.port,
            runtime_config: runtime_config(&self.host, &state_dir, redis_url)?,
            state_dir,
            variables: all,
            log: Some(log),
        };
        let app = App::start_measured(&self.host, &settings, manifest)
            .with_context(|| format!("cannot start {}", manifest.display()))?;
        Ok(Running {
            origin: Origin::new(&app.url, Some(self.token(Role::Viewer)?))?,
            app,
        })
    }
}

/// What an app has around it, where that is not the usual.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Another way to the database.
    pub database_url: Option<String>,
    /// The port it listens on; 0 for a free one.
    pub port: u16,
    /// A Redis that keeps its key-value store, in place of a file of its own.
    pub redis_url: Option<String>,
}

/// An app that serves; it stops when this is dropped.
pub struct Running {
    /// Where, and as whom, it is asked.
    pub origin: Origin,
    app: App,
}

/// Memory of a host.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Memory {
    /// In RAM, in bytes; none where the system does not say.
    pub resident_bytes: Option<u64>,
    /// What the local host says of its instances; null for Spin.
    pub components: serde_json::Value,
}

impl Running {
    /// Where it serves: `http://127.0.0.1:<port>`.
    pub fn url(&self) -> &str {
        &self.app.url
    }

    /// The port it serves on.
    ///
    /// # Errors
    /// When its URL names none.
    pub fn port(&self) -> Result<u16> {
        let port = self.url().rsplit(':').next();
        port.and_then(|port| port.trim_end_matches('/').parse().ok())
            .context("the host's URL names no port")
    }

    /// Memory in RAM, in bytes; none where the system does not say.
    pub fn resident_bytes(&self) -> Option<u64> {
        process::resident_bytes(self.app.process_group())
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&self) {
        self.app.kill();
    }

    /// The memory it has now.
    ///
    /// # Errors
    /// When the local host's control interface does not answer.
    pub async fn memory(&self) -> Result<Memory> {
        let components = match &self.app.control_url {
            Some(url) => {
                let mut control = Connection::open(&Origin::new(url, None)?).await?;
                control.get_ok("/memory").await?.json()?["components"].take()
            }
            None => serde_json::Value::Null,
        };
        Ok(Memory {
            resident_bytes: self.resident_bytes(),
            components,
        })
    }

    /// Processor time it has taken so far.
    pub fn processor_time(&self) -> Option<Duration> {
        process::processor_time(self.app.process_group())
    }
}
