//! The instance's own memory: what it served last, and what it is loading.

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
    loading: Vec::new(),
});

struct State {
    values: Vec<Value>,
    loading: Vec<String>,
}

struct Value {
    key: String,
    payload: Arc<str>,
    until_ms: u64,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value under `key`, while it is served without asking.
pub(super) fn get(key: &str) -> Option<Arc<str>> {
    let now_ms = now_ms();
    let state = state();
    let value = state.values.iter().find(|value| value.key == key)?;
    (now_ms < value.until_ms).then(|| Arc::clone(&value.payload))
}

/// Keeps a value, in the place of the one that ends first where there are too many.
pub(super) fn put(key: &str, stored: &Stored) {
    let until_ms = (now_ms() + MEMORY.as_millis() as u64).min(stored.fresh_until_ms());
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
        until_ms,
    });
}

/// While this lives, others that want the same wait for it. A request that is given up drops it, and the next takes over.
pub(super) struct Loading(String);

impl Loading {
    /// `None` while another loads the same.
    pub(super) fn begin(key: &str) -> Option<Self> {
        let loading = &mut state().loading;
        if loading.iter().any(|other| other == key) {
            return None;
        }
        loading.push(key.to_owned());
        Some(Self(key.to_owned()))
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        state().loading.retain(|key| *key != self.0);
    }
}
