//! The instance's own memory: what it served last, and what it is doing.

use super::{Stored, now_ms};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How long a value is served from memory before the store is asked again whether it still holds.
pub(super) const MEMORY: Duration = Duration::from_secs(1);

/// Values that an instance keeps: it lives for 128 requests, and a value for a second.
const MOST_VALUES: usize = 32;

/// No borrow of it is held across an await.
static STATE: Mutex<State> = Mutex::new(State {
    values: Vec::new(),
    marks: Vec::new(),
});

struct State {
    values: Vec<Value>,
    marks: Vec<String>,
}

struct Value {
    key: String,
    payload: Arc<str>,
    generation: Option<String>,
    until_ms: u64,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value under `key`, while it is served without asking: to a caller that has `seen` a generation, only of that one.
pub(super) fn get(key: &str, seen: Option<&str>) -> Option<Arc<str>> {
    let now_ms = now_ms();
    let state = state();
    let value = state.values.iter().find(|value| value.key == key)?;
    let is_known = seen.is_none() || seen == value.generation.as_deref();
    (is_known && now_ms < value.until_ms).then(|| Arc::clone(&value.payload))
}

/// Keeps a value that was true at `asked_ms`, in the place of the one that ends first where there are too many.
pub(super) fn put(key: &str, stored: &Stored, asked_ms: u64) {
    let until_ms = (asked_ms + MEMORY.as_millis() as u64).min(stored.expires_at_ms());
    let values = &mut state().values;
    values.retain(|value| value.key != key);
    if values.len() >= MOST_VALUES {
        let first = values
            .iter()
            .enumerate()
            .min_by_key(|(_, value)| value.until_ms)
            .map(|(index, _)| index);
        first.map(|index| values.swap_remove(index));
    }
    values.push(Value {
        key: key.to_owned(),
        payload: Arc::clone(&stored.payload),
        generation: stored.generation().map(str::to_owned),
        until_ms,
    });
}

/// Forgets every value.
pub(super) fn clear() {
    state().values.clear();
}

/// Says, while it lives, that something is being done: loading a value, or reading it anew. A request that is given up
/// drops it.
pub(super) struct Mark(String);

impl Mark {
    /// `None` while another does the same.
    pub(super) fn set(name: &str) -> Option<Self> {
        let marks = &mut state().marks;
        if marks.iter().any(|other| other == name) {
            return None;
        }
        marks.push(name.to_owned());
        Some(Self(name.to_owned()))
    }

    /// Whether it is being done.
    pub(super) fn is_set(name: &str) -> bool {
        state().marks.iter().any(|other| other == name)
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        state().marks.retain(|name| *name != self.0);
    }
}
