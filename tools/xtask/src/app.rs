//! Starting and stopping the host that serves the components: the local one, or Spin.
//!
//! Both take the same `spin.toml` and the same flags, and both print `Serving http://…` with the real port, so that
//! nothing else here needs to know which one it is.

use crate::{
    build,
    workspace::{find_on_path, output_of, root},
};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    net::Ipv4Addr,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// The oldest Spin that knows WASI 0.3 as the components use it.
const OLDEST_SPIN: (u32, u32) = (4, 1);

/// How long a host may take to listen. Compiling the components for the first time is most of it.
const START_TIMEOUT: Duration = Duration::from_secs(120);

/// How long a host may take to end after it was asked to.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// Which host runs the components.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HostChoice {
    /// Spin where a recent one is on PATH, else the local host.
    Auto,
    /// Spin.
    Spin,
    /// The local host.
    Local,
}

/// A host that can be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A Spin on PATH, with what it says of its version.
    Spin {
        /// The program.
        program: PathBuf,
        /// The first line of `spin --version`.
        version: String,
    },
    /// The local host of this checkout.
    Local {
        /// The program.
        program: PathBuf,
    },
}

impl Host {
    /// Finds the host that was chosen, building the local one where it is needed.
    ///
    /// # Errors
    /// When Spin was asked for and there is none that is recent enough, or the local host cannot be built.
    pub fn find(choice: HostChoice) -> Result<Self> {
        Self::find_or_build(choice, build::host)
    }

    /// As [`Host::find`], for measuring: a local host is optimised.
    ///
    /// # Errors
    /// As [`Host::find`].
    pub fn find_optimised(choice: HostChoice) -> Result<Self> {
        Self::find_or_build(choice, build::optimised_host)
    }

    fn find_or_build(choice: HostChoice, local: fn() -> Result<PathBuf>) -> Result<Self> {
        match (choice, Self::spin()) {
            (HostChoice::Auto | HostChoice::Spin, Ok(spin)) => Ok(spin),
            (HostChoice::Spin, Err(error)) => Err(error),
            (HostChoice::Auto | HostChoice::Local, _) => Ok(Self::Local { program: local()? }),
        }
    }

    /// The Spin on PATH, if it is recent enough.
    ///
    /// # Errors
    /// When it is not there or too old; the message says which.
    pub fn spin() -> Result<Self> {
        let (major, minor) = OLDEST_SPIN;
        let Some(program) = find_on_path("spin") else {
            bail!(
                "there is no `spin` on PATH; install Spin {major}.{minor} or later, or use --host local"
            );
        };
        let version = output_of(Command::new(&program).arg("--version")).unwrap_or_default();
        if parse_version(&version).is_none_or(|found| found < OLDEST_SPIN) {
            bail!(
                "`spin --version` says `{version}`; Parley needs {major}.{minor} or later, or --host local"
            );
        }
        Ok(Self::Spin { program, version })
    }

    /// Its name, for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Spin { version, .. } => version.clone(),
            Self::Local { .. } => "local host (for development; production is Spin)".to_owned(),
        }
    }

    fn command(&self) -> Command {
        let mut command = match self {
            Self::Spin { program, .. } => {
                let mut command = Command::new(program);
                command.args(["up", "--quiet"]);
                command
            }
            Self::Local { program } => Command::new(program),
        };
        // Wasmtime makes an error, with its backtrace, of every call that it ends early: 15 to 25 µs of an answer.
        command.env("RUST_BACKTRACE", "0");
        command
    }
}

/// `spin 4.1.0 (…)` as (4, 1).
fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split_whitespace().nth(1)?.split(['.', '-']);
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// What an app is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// Where the host keeps its own files.
    pub state_dir: PathBuf,
    /// Values for variables of `spin.toml`, by their names there.
    pub variables: Vec<(String, String)>,
    /// A Spin runtime configuration, for another key-value store.
    pub runtime_config: Option<PathBuf>,
    /// Where the host's own output goes; the terminal where there is none.
    pub log: Option<PathBuf>,
}

impl Settings {
    /// The variables that every app needs.
    ///
    /// # Errors
    /// When the database URL is no URL.
    pub fn variables(database_url: &str, jwt_secret: &str) -> Result<Vec<(String, String)>> {
        let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Ok(vec![
            variable("database_url", database_url),
            variable("database_address", &address(database_url)?),
            variable("jwt_secret", jwt_secret),
        ])
    }
}

/// `host:port` of a database URL.
fn address(database_url: &str) -> Result<String> {
    let url = url::Url::parse(database_url)
        .context("the database URL must look like postgres://user:password@host:port/database")?;
    let host = url.host_str().context("the database URL names no host")?;
    Ok(format!("{host}:{}", url.port().unwrap_or(5432)))
}

/// A host that serves. It ends when this is dropped, or with the thread that started it.
#[derive(Debug)]
pub struct App {
    child: Child,
    /// `http://127.0.0.1:<port>`.
    pub url: String,
    /// The same for the local host's control interface, where that was asked for.
    pub control_url: Option<String>,
}

impl App {
    /// Starts the host and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be started, ends at once or does not listen in time.
    pub fn start(host: &Host, settings: &Settings) -> Result<Self> {
        Self::launch(host, settings, &root().join("spin.toml"), false)
    }

    /// As [`App::start`], for measuring: from any manifest, and with the local host's control interface open.
    ///
    /// # Errors
    /// As [`App::start`].
    pub fn start_measured(host: &Host, settings: &Settings, manifest: &Path) -> Result<Self> {
        let is_local = matches!(host, Host::Local { .. });
        Self::launch(host, settings, manifest, is_local)
    }

    fn launch(host: &Host, settings: &Settings, manifest: &Path, control: bool) -> Result<Self> {
        let mut command = host.command();
        command
            .current_dir(root())
            .arg("--from")
            .arg(manifest)
            .args([
                "--listen",
                &format!("{}:{}", Ipv4Addr::LOCALHOST, settings.port),
            ])
            .arg("--state-dir")
            .arg(&settings.state_dir)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        if matches!(host, Host::Local { .. }) {
            // Every test that has an app of its own would compile all components again.
            command
                .arg("--compiled-dir")
                .arg(root().join("target/compiled"));
        }
        if control {
            command.args(["--control", "127.0.0.1:0"]);
        }
        if let Some(runtime_config) = &settings.runtime_config {
            command.arg("--runtime-config-file").arg(runtime_config);
        }
        for (name, value) in &settings.variables {
            command.env(
                format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase()),
                value,
            );
        }
        Self::spawn(command, settings.log.as_deref())
            .with_context(|| format!("cannot start the {}", host.describe()))
    }

    /// Starts another server, which prints `Serving http://…` as the hosts do, and waits until it listens.
    ///
    /// # Errors
    /// As [`App::start`].
    pub fn start_program(mut command: Command, log: &Path) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        Self::spawn(command, Some(log))
    }

    fn spawn(mut command: Command, log: Option<&Path>) -> Result<Self> {
        if let Some(log) = log {
            command.stderr(File::options().create(true).append(true).open(log)?);
        }
        end_with_this_thread(&mut command);
        let mut child = command.spawn()?;
        match serving_urls(&mut child) {
            Ok((url, control_url)) => Ok(Self {
                child,
                url,
                control_url,
            }),
            Err(error) => {
                stop(&mut child);
                Err(match log {
                    Some(log) => error.context(std::fs::read_to_string(log).unwrap_or_default()),
                    None => error,
                })
            }
        }
    }

    /// The process group of the host and of whatever it started: Spin serves from a child of its own.
    pub fn process_group(&self) -> u32 {
        self.child.id()
    }

    /// Ends the host at once, as a crash does: it finishes nothing.
    pub fn kill(&self) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = killpg(Pid::from_raw(pid), Signal::SIGKILL);
        }
    }

    /// Whether the host has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for App {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// A group of its own, so that a terminal's Ctrl-C leaves ending it to this program; and on Linux, an end when the
/// thread that started it ends, however that comes about.
pub fn end_with_this_thread(command: &mut Command) {
    command.process_group(0);
    #[cfg(target_os = "linux")]
    // SAFETY: prctl is async-signal-safe and touches nothing of this process.
    unsafe {
        command.pre_exec(|| {
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM);
            Ok(())
        });
    }
}

/// Waits for the line that names the address, and then keeps reading so that the host never blocks on its output. The
/// control interface's address, where there is one, comes on the line before.
fn serving_urls(child: &mut Child) -> Result<(String, Option<String>)> {
    let output = child
        .stdout
        .take()
        .context("the host's output is not read")?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut control = None;
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix("Control ") {
                control = Some(url.trim().to_owned());
            } else if let Some(url) = line.strip_prefix("Serving ") {
                let _ = sender.send((url.trim().to_owned(), control.take()));
            }
        }
    });
    match receiver.recv_timeout(START_TIMEOUT) {
        Ok(urls) => Ok(urls),
        Err(mpsc::RecvTimeoutError::Disconnected) => bail!(
            "the host ended before it listened; where it says that the address is in use, give another --port"
        ),
        Err(mpsc::RecvTimeoutError::Timeout) => bail!(
            "the host did not listen within {} s",
            START_TIMEOUT.as_secs()
        ),
    }
}

/// Asks the host's process group to end, and ends it where it does not.
fn stop(child: &mut Child) {
    let Ok(pid) = i32::try_from(child.id()) else {
        return;
    };
    let group = Pid::from_raw(pid);
    let _ = killpg(group, Signal::SIGTERM);
    let deadline = Instant::now() + STOP_TIMEOUT;
    while matches!(child.try_wait(), Ok(None)) && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(10));
    }
    // Spin serves from a child of its own, which may outlive it.
    let _ = killpg(group, Signal::SIGKILL);
    let _ = child.wait();
}

/// Connections to Postgres that Spin's components may have in use at once, as deployment.md advises for two processors:
/// each has a pool of 64 of its own, and all of them together are more than Postgres takes (docs/decisions/014).
const CONNECTIONS_IN_USE: i64 = 32;

/// Writes the runtime configuration that an operator would give this host, and answers where it lies: a limit on Spin's
/// connections, and a key-value store in Redis where a URL is given. None where there is nothing to say.
///
/// # Errors
/// When the file cannot be written.
pub fn runtime_config(
    host: &Host,
    folder: &Path,
    redis_url: Option<&str>,
) -> Result<Option<PathBuf>> {
    let mut config = toml::Table::new();
    if matches!(host, Host::Spin { .. }) {
        let mut postgres = toml::Table::new();
        postgres.insert("max_connections".into(), CONNECTIONS_IN_USE.into());
        config.insert("outbound_pg".into(), postgres.into());
    }
    if let Some(url) = redis_url {
        let mut store = toml::Table::new();
        store.insert("type".into(), "redis".into());
        store.insert("url".into(), url.into());
        let mut stores = toml::Table::new();
        stores.insert("default".into(), store.into());
        config.insert("key_value_store".into(), stores.into());
    }
    if config.is_empty() {
        return Ok(None);
    }
    let path = folder.join("runtime-config.toml");
    std::fs::write(&path, config.to_string())
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Some(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_with_or_without_a_pre_release() {
        assert_eq!(parse_version("spin 4.1.0 (abc 2026-08-21)"), Some((4, 1)));
        assert_eq!(
            parse_version("spin 4.1.0-pre0 (abc 2026-08-21)"),
            Some((4, 1))
        );
        assert_eq!(parse_version("something else"), None);
    }

    #[test]
    fn a_database_address_has_a_port_even_where_the_url_has_none() {
        assert_eq!(
            address("postgres://u:p@db.example/parley").ok().as_deref(),
            Some("db.example:5432")
        );
        assert_eq!(
            address("postgres://u:p@127.0.0.1:55432/parley")
                .ok()
                .as_deref(),
            Some("127.0.0.1:55432")
        );
        assert!(address("host=localhost").is_err());
    }
}
