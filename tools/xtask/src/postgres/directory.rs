//! Where a cluster lives, and what is kept there.
//!
//! ```text
//! <data-dir>/postgres/
//!   lock                     held while a program uses this directory
//!   15/                      the cluster (PGDATA), with connection.json: port and password
//!   15.log                   the server's log since its last start
//!   embedded-<version>/      the embedded server's programs
//! ```
//!
//! When root runs this, the server's account must be able to reach the cluster. Where it cannot (a checkout under
//! `/root`), the cluster moves to a directory of the system's temporary one whose name is derived from the data
//! directory's path, so that the next start finds it again.

use super::{
    process::{Account, Process, run_as},
    server::Server,
};
use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, Uid, chown},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use uuid::Uuid;

/// The cluster's only role.
pub(super) const SUPERUSER: &str = "parley";

/// The longest path of a Unix socket, without the final NUL (`sun_path` on Linux; macOS has 103).
const SOCKET_PATH_BYTES: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// How long an orphaned server may take to stop.
const ORPHAN_TIMEOUT: Duration = Duration::from_secs(60);

/// Largest `shared_buffers`: more brings little on a development machine, which needs its memory for compilers.
const MOST_SHARED_BUFFERS_MIB: u64 = 2048;

/// How to reach the server; kept in the cluster, so that both come and go together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Connection {
    pub(super) port: u16,
    pub(super) password: String,
}

/// One cluster's directory, locked.
#[derive(Debug)]
pub(super) struct Directory {
    /// PGDATA.
    cluster: PathBuf,
    /// The server's log since its last start.
    pub(super) log: PathBuf,
    account: Option<Account>,
    _lock: File,
}

impl Directory {
    pub(super) fn new(base: &Path, major: u32, lock: File) -> Result<Self> {
        let cluster = base.join(major.to_string());
        let account = Account::for_server(&cluster)?;
        Ok(Self {
            cluster,
            log: base.join(format!("{major}.log")),
            account,
            _lock: lock,
        })
    }

    /// The directory that the cluster is in.
    pub(super) fn base(&self) -> &Path {
        self.log.parent().unwrap_or(&self.log)
    }

    /// Whether a cluster is there.
    pub(super) fn is_initialised(&self) -> bool {
        self.cluster.join("PG_VERSION").exists()
    }

    /// Creates the cluster, whole or not at all: a run that is killed in between leaves nothing that looks like one.
    pub(super) async fn initialise(&self, server: &Server) -> Result<()> {
        let unfinished = self.cluster.with_extension("new");
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("cannot remove {}", unfinished.display()));
            }
            _ => {}
        }
        fs::create_dir(&unfinished)?;
        self.give(&unfinished)?;
        let password = Uuid::new_v4().simple().to_string();
        let password_file = self.cluster.with_extension("password");
        write_private(&password_file, password.as_bytes())?;
        self.give(&password_file)?;

        // Byte order is the same on every system, so that pages by title agree; the character type makes full-text
        // search fold case beyond ASCII. macOS has no C.UTF-8 and names that character type UTF-8.
        let character_type = if cfg!(target_os = "macos") {
            "UTF-8"
        } else {
            "C.UTF-8"
        };
        let mut command = Command::new(server.bin.join("initdb"));
        command
            .arg("--pgdata")
            .arg(&unfinished)
            .arg("--pwfile")
            .arg(&password_file)
            .args([
                "--username",
                SUPERUSER,
                "--auth",
                "scram-sha-256",
                "--encoding",
                "UTF8",
                "--locale",
                "C",
            ])
            .args(["--lc-ctype", character_type])
            .stdin(Stdio::null());
        run_as(&mut command, self.account);
        let output = tokio::process::Command::from(command)
            .kill_on_drop(true)
            .output()
            .await;
        fs::remove_file(&password_file)?;
        let output = output.context("cannot run initdb")?;
        if !output.status.success() {
            bail!(
                "initdb could not create a cluster:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
        let connection = serde_json::to_vec(&Connection { port: 0, password })?;
        write_private(&unfinished.join("connection.json"), &connection)?;
        fs::rename(&unfinished, &self.cluster)?;
        Ok(())
    }

    /// How to reach the server.
    pub(super) fn connection(&self) -> Result<Connection> {
        let path = self.cluster.join("connection.json");
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| {
            format!(
                "{} is damaged; delete {} to start over without data",
                path.display(),
                self.cluster.display()
            )
        })
    }

    /// Keeps how to reach the server for the next start.
    pub(super) fn remember(&self, connection: &Connection) -> Result<()> {
        let path = self.cluster.join("connection.json");
        let unfinished = path.with_extension("new");
        write_private(&unfinished, &serde_json::to_vec(connection)?)?;
        fs::rename(unfinished, path)?;
        Ok(())
    }

    /// Stops a server that outlived the program that started it, and removes a process id file that would keep a new
    /// one from starting. The lock proves that no living program owns either.
    pub(super) async fn clear_after_kill(&self) -> Result<()> {
        let path = self.cluster.join("postmaster.pid");
        let Ok(text) = fs::read_to_string(&path) else {
            return Ok(());
        };
        let pid = text
            .lines()
            .next()
            .and_then(|line| line.trim().parse().ok())
            .filter(|pid| *pid > 1)
            .map(Pid::from_raw);
        if let Some(pid) = pid.filter(|pid| self.is_server(*pid)) {
            kill(pid, Signal::SIGINT).with_context(|| {
                format!("a Postgres of an earlier run (process {pid}) uses {}, and it cannot be stopped", self.cluster.display())
            })?;
            let asked = Instant::now();
            while self.is_server(pid) {
                if asked.elapsed() > ORPHAN_TIMEOUT {
                    bail!(
                        "a Postgres of an earlier run (process {pid}) does not stop; end it with `kill -QUIT {pid}`"
                    );
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", path.display()))
            }
            _ => Ok(()),
        }
    }

    /// Whether `pid` is a server of this cluster, not a stranger that was given the same number later.
    fn is_server(&self, pid: Pid) -> bool {
        if cfg!(target_os = "linux") {
            // A server's working directory is its cluster.
            let directory = fs::read_link(format!("/proc/{pid}/cwd"));
            return directory.is_ok_and(|directory| {
                self.cluster
                    .canonicalize()
                    .is_ok_and(|own| own == directory)
            });
        }
        let output = Command::new("ps")
            .args(["-o", "command=", "-p", &pid.to_string()])
            .output();
        output.is_ok_and(|output| {
            String::from_utf8_lossy(&output.stdout).contains(&self.cluster.display().to_string())
        })
    }

    /// Starts the server on `port`.
    pub(super) fn launch(&self, server: &Server, port: u16) -> Result<Process> {
        let log = File::create(&self.log)
            .with_context(|| format!("cannot write {}", self.log.display()))?;
        let mut command = Command::new(server.bin.join("postgres"));
        command
            .arg("-D")
            .arg(&self.cluster)
            .args(["-p", &port.to_string()]);
        for (name, value) in self.settings(server) {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        run_as(&mut command, self.account);
        Process::spawn(command)
    }

    /// Settings for a development machine: a few cores and an SSD, shared with compilers and a browser.
    fn settings(&self, server: &Server) -> Vec<(&'static str, String)> {
        let memory_mib = total_memory_mib().unwrap_or(2048);
        let socket = self.cluster.join(".s.PGSQL.65535");
        let socket_directory = match socket.as_os_str().len() {
            0..=SOCKET_PATH_BYTES => self.cluster.display().to_string(),
            _ => String::new(),
        };
        let mut settings = vec![
            ("listen_addresses", "127.0.0.1".to_owned()),
            ("unix_socket_directories", socket_directory),
            ("max_connections", "200".to_owned()),
            // A quarter of memory is the manual's own advice ("Resource Consumption").
            (
                "shared_buffers",
                format!("{}MB", (memory_mib / 4).clamp(128, MOST_SHARED_BUFFERS_MIB)),
            ),
            ("effective_cache_size", format!("{}MB", memory_mib / 2)),
            (
                "maintenance_work_mem",
                format!("{}MB", (memory_mib / 32).clamp(64, 512)),
            ),
            ("random_page_cost", "1.1".to_owned()),
            // Bulk loads would otherwise force a checkpoint every gigabyte.
            ("max_wal_size", "4GB".to_owned()),
            // Seen on a count over a million rows: compiling took 40 ms of 300 and saved less than that.
            ("jit", "off".to_owned()),
            ("log_timezone", "UTC".to_owned()),
            ("timezone", "UTC".to_owned()),
        ];
        if server.has_statement_statistics() {
            settings.push(("shared_preload_libraries", "pg_stat_statements".to_owned()));
        }
        settings
    }

    /// The end of the server's log.
    pub(super) fn log_tail(&self) -> String {
        const TAIL_BYTES: u64 = 4096;
        let read = || -> io::Result<String> {
            let mut file = File::open(&self.log)?;
            let length = file.metadata()?.len();
            file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        read().unwrap_or_else(|error| format!("(its log cannot be read: {error})"))
    }

    /// Makes the server's account the owner of `path`.
    fn give(&self, path: &Path) -> Result<()> {
        if let Some(account) = self.account {
            chown(path, Some(account.uid), Some(account.gid))
                .with_context(|| format!("cannot give {} to the server's user", path.display()))?;
        }
        Ok(())
    }
}

/// The directory of the clusters under `data_dir`, created, where the server's account can reach it.
pub(super) fn base(data_dir: &Path) -> Result<PathBuf> {
    fs::create_dir_all(data_dir)
        .with_context(|| format!("cannot create {}", data_dir.display()))?;
    let data_dir = data_dir.canonicalize()?;
    let base = data_dir.join("postgres");
    let account = Account::for_server(&base)?;
    if account.is_none_or(|account| account.can_reach(&data_dir)) {
        create_open(&base)?;
        return Ok(base);
    }
    let name = Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        data_dir.as_os_str().as_encoded_bytes(),
    );
    own_temporary(&format!("parley-{}", name.simple()))
}

/// A temporary directory that the server's account can reach.
pub(super) fn temporary() -> Result<TempDir> {
    let directory = tempfile::Builder::new().prefix("parley-test-").tempdir()?;
    fs::set_permissions(directory.path(), Permissions::from_mode(0o755))?;
    Ok(directory)
}

/// Where temporary clusters share the embedded server's programs, which take seconds to install.
pub(super) fn shared_programs() -> Result<PathBuf> {
    own_temporary(&format!("parley-programs-{}", Uid::effective()))
}

/// A directory with a name that does not change in the system's temporary one. Anyone may create names there, so one
/// that belongs to somebody else is refused.
fn own_temporary(name: &str) -> Result<PathBuf> {
    let path = std::env::temp_dir().join(name);
    create_open(&path)?;
    let metadata = fs::symlink_metadata(&path)?;
    if !metadata.is_dir() || metadata.uid() != Uid::effective().as_raw() {
        bail!(
            "{} belongs to somebody else; remove it, or set TMPDIR to a directory of your own",
            path.display()
        );
    }
    Ok(path)
}

/// Creates a directory that others may enter: the server's account has to pass through it.
fn create_open(path: &Path) -> Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        other => other.with_context(|| format!("cannot create {}", path.display()))?,
    }
    fs::set_permissions(path, Permissions::from_mode(0o755))?;
    Ok(())
}

/// Lets everybody read what is below `path`, whatever the umask it was installed under.
pub(super) fn open_to_everyone(path: &Path) -> Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_symlink() {
        return Ok(());
    }
    let readable = if metadata.is_dir() || metadata.mode() & 0o100 != 0 {
        0o755
    } else {
        0o644
    };
    fs::set_permissions(path, Permissions::from_mode(readable))?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            open_to_everyone(&entry?.path())?;
        }
    }
    Ok(())
}

/// Takes the lock on `base` for as long as the file is open.
pub(super) fn lock(base: &Path) -> Result<File> {
    let path = base.join("lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            file.read_to_string(&mut holder)?;
            bail!(
                "{} is in use by process {}: stop that one, or give another --data-dir",
                base.display(),
                holder.trim()
            );
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", path.display()));
        }
    }
    file.set_len(0)?;
    write!(file, "{}", std::process::id())?;
    Ok(file)
}

/// Writes a file that only its owner may read.
fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// The machine's memory; None where the system does not say in Linux's way.
fn total_memory_mib() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}
