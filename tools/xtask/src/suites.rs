//! The tests.
//!
//! | suite | what it runs | needs |
//! |---|---|---|
//! | `unit` | crates that run natively: domain, store, host, xtask with migrations and seeding | Postgres |
//! | `dashboard` | the dashboard's own tests | Node.js |
//! | `api` | the HTTP API, over real HTTP, on the local host or on Spin | Postgres |
//! | `contract` | requests that schemathesis makes up from `docs/openapi.yaml`, on a running app | Postgres, Python |
//! | `e2e` | the dashboard in a real browser, on a running app | Postgres, Chromium |
//!
//! Each starts what it needs and leaves nothing running.

use crate::{
    app::{App, Host, HostChoice, Settings},
    build, migrate,
    postgres::{Choice, Cluster},
    python, seed,
    token::{self, Role},
    workspace::{cargo, find_on_path, root, run},
};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use std::{ffi::OsStr, path::PathBuf, process::Command, time::Duration};
use tempfile::TempDir;

/// Names the host to the API tests.
pub const HOST_VARIABLE: &str = "PARLEY_TEST_HOST";

/// Names the Postgres to every test that starts one.
pub const POSTGRES_VARIABLE: &str = "PARLEY_TEST_POSTGRES";

/// Programs that a browser test can run in.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// Conversations in an app that is started for tests from outside.
const ROWS: u64 = 10_000;

/// What makes schemathesis try the same requests on every run.
const CONTRACT_SEED: &str = "20261123";

/// Requests that schemathesis makes up for each operation, beside those that its coverage of the schemas asks for.
const CONTRACT_EXAMPLES: &str = "50";

/// What `test` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// A suite (unit, dashboard, api, contract, e2e), or part of the name of an API test; everything where it is left out
    pub name: Option<String>,
    /// What runs the components
    #[arg(long, value_enum, default_value = "local")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
}

/// What `screenshots` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Screenshots {
    /// Where they go
    #[arg(long, default_value = "docs/images")]
    pub folder: PathBuf,
    /// What runs the components
    #[arg(long, value_enum, default_value = "local")]
    pub host: HostChoice,
    /// Which Postgres to start
    #[arg(long, value_enum, default_value = "auto")]
    pub postgres: Choice,
}

/// Runs the suites that were asked for.
///
/// # Errors
/// When a test fails, or what a suite needs cannot be had.
pub async fn test(options: &Options) -> Result<()> {
    let name = options.name.as_deref();
    match name {
        Some("unit") => unit(options),
        Some("dashboard") => dashboard(),
        Some("api") => api(options, None),
        Some("contract") => contract(options).await,
        Some("e2e") => e2e(options).await,
        Some(part) => api(options, Some(part)),
        None => {
            unit(options)?;
            dashboard()?;
            api(options, None)?;
            contract(options).await?;
            e2e(options).await
        }
    }
}

fn unit(options: &Options) -> Result<()> {
    run(cargo()
        .arg("test")
        .env(POSTGRES_VARIABLE, value_name(options.postgres)))
}

fn dashboard() -> Result<()> {
    let folder = root().join("static");
    build::packages(&folder)?;
    run(build::npm().args(["run", "test"]).current_dir(folder))
}

fn api(options: &Options, part: Option<&str>) -> Result<()> {
    let mut tests = cargo();
    tests.args(["test", "--package", "parley-api-tests"]);
    if options.host == HostChoice::Spin
        && let Err(reason) = Host::spin()
    {
        eprintln!("  Skipped, as {reason:#}:");
        return run(tests.args(["--", "--list"]));
    }
    build::components(&[])?;
    build::test_guests()?;
    let host = Host::find(options.host)?;
    eprintln!("  API tests on: {}", host.describe());
    let chosen = if matches!(host, Host::Spin { .. }) {
        HostChoice::Spin
    } else {
        HostChoice::Local
    };
    tests
        .env(HOST_VARIABLE, value_name(chosen))
        .env(POSTGRES_VARIABLE, value_name(options.postgres));
    run(tests.arg("--").args(part))
}

async fn e2e(options: &Options) -> Result<()> {
    in_browser(options, &["--test".as_ref()]).await
}

/// Takes the pictures of the dashboard that the documentation shows.
///
/// # Errors
/// When a screen does not show, or what a browser test needs cannot be had.
pub async fn screenshots(asked: &Screenshots) -> Result<()> {
    let folder = std::path::absolute(&asked.folder)?;
    let options = Options {
        name: None,
        host: asked.host,
        postgres: asked.postgres,
    };
    in_browser(&options, &["screenshots.mjs".as_ref(), folder.as_ref()]).await
}

/// Runs Node.js in `tests/e2e` against an app of its own.
async fn in_browser(options: &Options, arguments: &[&OsStr]) -> Result<()> {
    if !BROWSERS
        .iter()
        .any(|browser| find_on_path(browser).is_some())
        && std::env::var_os("CHROMIUM").is_none()
    {
        bail!(
            "the browser tests need Chromium: on Debian `apt-get install chromium`, or set CHROMIUM to its path"
        );
    }
    let folder = root().join("tests/e2e");
    build::packages(&folder)?;
    let served = Served::start(options).await?;
    let mut tests = Command::new("node");
    tests.args(arguments).current_dir(folder).env(
        "PARLEY_URL",
        format!("{}/#token={}", served.app.url, served.token),
    );
    let outcome = run(&mut tests);
    served.stop().await?;
    outcome
}

/// Every check that schemathesis has, on every operation, and no failure of it accepted.
async fn contract(options: &Options) -> Result<()> {
    let python = python::environment()?;
    let served = Served::start(options).await?;
    let url = format!("{}/api/openapi.json", served.app.url);
    let settings = root().join("tests/python");
    let outcome = run(Command::new(&python)
        .args(["-m", "openapi_spec_validator"])
        .arg(root().join("docs/openapi.yaml")))
    .and_then(|()| {
        run(Command::new(&python)
            .env("SCHEMATHESIS_HOOKS", settings.join("contract_hooks.py"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .args(["-m", "schemathesis.cli", "--config-file"])
            .arg(settings.join("schemathesis.toml"))
            .args(["run", &url])
            .args([
                "--header",
                &format!("Authorization: Bearer {}", served.token),
            ])
            .args(["--checks", "all", "--continue-on-failure"])
            .args(["--seed", CONTRACT_SEED, "--max-examples", CONTRACT_EXAMPLES])
            .args(["--request-timeout", "30", "--workers", "1", "--no-color"])
            // It keeps what failed before beside where it runs.
            .current_dir(served.state.path()))
    });
    served.stop().await?;
    outcome
}

/// An app on a seeded database of its own, and a token of an admin.
struct Served {
    app: App,
    cluster: Cluster,
    state: TempDir,
    token: String,
}

impl Served {
    async fn start(options: &Options) -> Result<Self> {
        build::components(&[])?;
        let host = Host::find(options.host)?;
        let cluster = Cluster::temporary(options.postgres).await?;
        migrate::up(&cluster.url()).await?;
        let progress = indicatif::ProgressBar::hidden();
        seed::seed(&cluster.url(), seed::Options::demo(ROWS), &progress).await?;
        let state = tempfile::tempdir()?;
        let secret = token::random_secret();
        let settings = Settings {
            port: 0,
            state_dir: state.path().to_owned(),
            variables: Settings::variables(&cluster.url(), &secret)?,
            runtime_config: None,
            log: Some(state.path().join("host.log")),
        };
        Ok(Self {
            app: App::start(&host, &settings)?,
            cluster,
            state,
            token: token::sign(&secret, Role::Admin, Duration::from_secs(3_600))?,
        })
    }

    async fn stop(mut self) -> Result<()> {
        drop(self.app);
        self.cluster.stop().await
    }
}

fn value_name(choice: impl ValueEnum) -> String {
    choice
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}
