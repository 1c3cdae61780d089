//! Connections that this instance keeps for a moment after a read, for its next one.
//!
//! A host's pool resets a session before each use, a round trip of seven statements that is about a tenth of
//! the processor time of a page (docs/decisions/012). A read changes nothing of a session, so the next one may follow on it at once. What
//! nobody uses goes back to the host within two [`KEEP`]s, and at once where requests of this instance have waited for one for
//! [`PATIENCE`]: then the pool may be empty, and the longest wait on the host comes first.

use spin_sdk::{pg::Connection, time::sleep, wasip3::spawn};
use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long a connection is kept: under load the next request mostly comes sooner. Longer finds more of them and holds more
/// of the pool (docs/decisions/012).
const KEEP: Duration = Duration::from_millis(10);

/// How long requests may wait for connections, one or another of them, before nothing is kept: under load the reset alone takes some
/// milliseconds, and who waits for that is served without anyone's help (docs/decisions/012).
const PATIENCE: Duration = Duration::from_millis(5);

/// No borrow of it is held across an await.
static STATE: Mutex<State> = Mutex::new(State {
    fresh: Vec::new(),
    aged: Vec::new(),
    waiting: 0,
    since: None,
    is_watched: false,
});

struct State {
    /// Kept since the last look.
    fresh: Vec<Connection>,
    /// Kept since before it, and not used since.
    aged: Vec<Connection>,
    /// Requests that wait for a connection of the host's.
    waiting: usize,
    /// Since when there has been one, without a break.
    since: Option<Instant>,
    /// A task is going to look.
    is_watched: bool,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection that the last read left. The server may have closed it since.
pub(super) fn take() -> Option<Connection> {
    let mut state = state();
    state.fresh.pop().or_else(|| state.aged.pop())
}

/// Keeps a connection on which nothing but reads ran, each to its end.
pub(super) fn keep(connection: Connection) {
    let mut state = state();
    if state.since.is_some_and(|since| since.elapsed() > PATIENCE) {
        return;
    }
    state.fresh.push(connection);
    if !mem::replace(&mut state.is_watched, true) {
        spawn(give_back());
    }
}

/// Gives back what was not used for a while, until nothing is left.
async fn give_back() {
    loop {
        sleep(KEEP).await;
        let mut state = state();
        let unused = mem::take(&mut state.fresh);
        let given_back = mem::replace(&mut state.aged, unused);
        state.is_watched = !state.aged.is_empty();
        let is_done = !state.is_watched;
        drop(state);
        drop(given_back);
        if is_done {
            return;
        }
    }
}

/// Says, while it lives, that a request waits for a connection of the host's. One that is given up drops it.
pub(super) struct Waiting;

impl Waiting {
    pub(super) fn since(started: Instant) -> Self {
        let mut state = state();
        state.waiting += 1;
        state.since.get_or_insert(started);
        Self
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = state();
        state.waiting = state.waiting.saturating_sub(1);
        if state.waiting == 0 {
            state.since = None;
        }
    }
}
