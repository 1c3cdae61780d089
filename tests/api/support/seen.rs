//! Every answer that any test has seen, so that at the end of a run all of them can be held against the contract.

use serde_json::Value;
use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What kind of answer was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The method that was asked with.
    pub method: String,
    /// The path, without its query.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// The codes of the fields that a 400 names.
    pub codes: BTreeSet<String>,
}

static SEEN: Mutex<BTreeSet<Seen>> = Mutex::new(BTreeSet::new());

fn all_seen() -> MutexGuard<'static, BTreeSet<Seen>> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes an answer.
pub fn record(method: &str, path: &str, status: u16, body: &[u8]) {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let codes = if status == 400 {
        codes(body)
    } else {
        BTreeSet::new()
    };
    all_seen().insert(Seen {
        method: method.to_owned(),
        path: path.to_owned(),
        status,
        codes,
    });
}

/// All that was noted so far.
pub fn all() -> BTreeSet<Seen> {
    all_seen().clone()
}

fn codes(body: &[u8]) -> BTreeSet<String> {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors
        .filter_map(|error| error["code"].as_str().map(str::to_owned))
        .collect()
}
