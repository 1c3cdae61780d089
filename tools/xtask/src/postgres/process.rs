//! Running the server as a child that cannot outlive this program.
//!
//! On Linux the kernel signals the server when its parent dies (`PR_SET_PDEATHSIG`). "Parent" there is the *thread*
//! that forked, so a thread of its own starts the server and then waits for it: forking on a runtime's worker would end
//! the server whenever that worker retires. Elsewhere, the next start clears away what a killed run left behind.
//!
//! Postgres refuses to run as root. Root runs it as the owner of the cluster that exists, else as `postgres`, else as
//! `nobody`.

use anyhow::{Context, Result, bail};
use nix::{
    errno::Errno,
    sys::{
        signal::{Signal, kill},
        wait::{Id, WaitPidFlag, waitid},
    },
    unistd::{Gid, Pid, Uid, User},
};
use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::Path,
    process::Command,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

/// The account of another user, which the server's programs run under.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    pub(super) uid: Uid,
    pub(super) gid: Gid,
}

impl Account {
    /// The account to run the server of `cluster` under; None is this program's own.
    pub(super) fn for_server(cluster: &Path) -> Result<Option<Self>> {
        let owner = fs::metadata(cluster)
            .map(|metadata| Uid::from_raw(metadata.uid()))
            .ok();
        if !Uid::effective().is_root() {
            if let Some(owner) = owner.filter(|owner| *owner != Uid::effective()) {
                bail!(
                    "{} belongs to another user (uid {owner}): run this as that user or as root, or give another --data-dir",
                    cluster.display()
                );
            }
            return Ok(None);
        }
        let of_owner = match owner.filter(|owner| !owner.is_root()) {
            Some(owner) => User::from_uid(owner)?,
            None => None,
        };
        let user = match of_owner.or(User::from_name("postgres")?) {
            Some(user) => Some(user),
            None => User::from_name("nobody")?,
        };
        if let Some(user) = user {
            return Ok(Some(Self {
                uid: user.uid,
                gid: user.gid,
            }));
        }
        bail!(
            "Postgres refuses to run as root, and there is neither a user `postgres` nor `nobody`: create one, or run this as a normal user"
        )
    }

    /// Whether this account may pass through every directory on the way to `path`.
    pub(super) fn can_reach(&self, path: &Path) -> bool {
        path.ancestors()
            .filter(|ancestor| ancestor.exists())
            .all(|ancestor| {
                fs::metadata(ancestor).is_ok_and(|metadata| {
                    let execute = if metadata.uid() == self.uid.as_raw() {
                        0o100
                    } else if metadata.gid() == self.gid.as_raw() {
                        0o010
                    } else {
                        0o001
                    };
                    metadata.mode() & execute != 0
                })
            })
    }
}

/// Lets `command` run under `account`, and where any account may stand.
pub(super) fn run_as(command: &mut Command, account: Option<Account>) {
    command.current_dir("/");
    if let Some(account) = account {
        command.uid(account.uid.as_raw()).gid(account.gid.as_raw());
        command.env_remove("HOME").env_remove("XDG_RUNTIME_DIR");
    }
}

/// A server that runs as our child.
#[derive(Debug)]
pub(super) struct Process {
    pid: Pid,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    ended: Mutex<bool>,
    changed: Condvar,
}

impl State {
    fn ended(&self) -> MutexGuard<'_, bool> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Process {
    /// Starts `command` as a child that ends with this program.
    pub(super) fn spawn(mut command: Command) -> Result<Self> {
        // Its own group: a terminal's Ctrl-C goes to the whole foreground group, and would take the database away from
        // under requests that are being finished.
        command.process_group(0);
        #[cfg(target_os = "linux")]
        end_with_parent(&mut command);

        let state = Arc::new(State::default());
        let (started, result) = mpsc::channel();
        let supervised = Arc::clone(&state);
        thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || {
                let mut child = match command.spawn() {
                    Ok(child) => child,
                    Err(error) => return drop(started.send(Err(error))),
                };
                let pid = Pid::from_raw(child.id().cast_signed());
                if started.send(Ok(pid)).is_err() {
                    return;
                }
                // Waits without reaping, and reaps under the lock: nobody can signal a process id that is no longer ours.
                while waitid(Id::Pid(pid), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT)
                    == Err(Errno::EINTR)
                {}
                let mut ended = supervised.ended();
                // Its exit status says nothing that its log does not say better.
                drop(child.wait());
                *ended = true;
                supervised.changed.notify_all();
            })?;
        let pid = result
            .recv()
            .context("the thread that starts Postgres ended")?
            .context("cannot start Postgres")?;
        Ok(Self { pid, state })
    }

    /// Whether the server runs.
    pub(super) fn is_running(&self) -> bool {
        !*self.state.ended()
    }

    /// Stops the server ("fast" in Postgres's terms), or after `timeout` without a checkpoint. Blocks until it has ended.
    pub(super) fn stop(&self, timeout: Duration) {
        self.signal(Signal::SIGINT);
        if !self.wait(Some(timeout)) {
            self.crash();
        }
    }

    /// Ends the server as a crash does ("immediate" in Postgres's terms): its sessions end at once, without letting go of
    /// their locks. Blocks until it has ended.
    pub(super) fn crash(&self) {
        self.signal(Signal::SIGQUIT);
        self.wait(None);
    }

    fn signal(&self, signal: Signal) {
        let ended = self.state.ended();
        if !*ended {
            // The only possible failure is a process that has ended, which is what a stop asks for.
            let _ = kill(self.pid, signal);
        }
    }

    /// Waits until the server has ended; false when `timeout` came first.
    fn wait(&self, timeout: Option<Duration>) -> bool {
        let ended = self.state.ended();
        let ended = match timeout {
            Some(timeout) => {
                let wait = self
                    .state
                    .changed
                    .wait_timeout_while(ended, timeout, |ended| !*ended);
                wait.unwrap_or_else(PoisonError::into_inner).0
            }
            None => self
                .state
                .changed
                .wait_while(ended, |ended| !*ended)
                .unwrap_or_else(PoisonError::into_inner),
        };
        *ended
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop(super::STOP_TIMEOUT);
    }
}

/// Asks the kernel for a fast shutdown of the child when the thread that starts it ends.
#[cfg(target_os = "linux")]
fn end_with_parent(command: &mut Command) {
    let parent = Pid::this();
    // SAFETY: the closure runs between fork and exec and calls only prctl, getppid and raise, all async-signal-safe.
    unsafe {
        command.pre_exec(move || {
            nix::sys::prctl::set_pdeathsig(Signal::SIGINT)?;
            // The parent may have died before the request was made.
            if Pid::parent() != parent {
                nix::sys::signal::raise(Signal::SIGKILL)?;
            }
            Ok(())
        });
    }
}
