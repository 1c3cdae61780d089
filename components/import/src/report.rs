//! What became of the file.

use parley_domain::import::Refusal;
use serde::Serialize;
use std::borrow::Cow;

/// The most lines that are named; a file that has more of them is wrong throughout.
const MAX_ERRORS: usize = 1_000;

/// A line that holds no conversation.
#[derive(Serialize)]
pub struct LineError {
    /// From 1, blank lines included.
    line: u64,
    code: &'static str,
    message: Cow<'static, str>,
}

impl LineError {
    pub fn new(line: u64, refusal: Refusal) -> Self {
        Self {
            line,
            code: refusal.code,
            message: refusal.message,
        }
    }
}

/// Every line that holds no conversation.
#[derive(Default)]
pub struct Failures {
    count: u64,
    /// The first of them.
    errors: Vec<LineError>,
}

impl Failures {
    pub fn add(&mut self, error: LineError) {
        self.count += 1;
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    lines: u64,
    created: u64,
    duplicates: u64,
    failed: u64,
    errors: &'a [LineError],
    errors_truncated: bool,
    dry_run: bool,
}

/// The answer. `created` counts what would be created, where nothing was.
pub fn report(
    created: u64,
    duplicates: u64,
    failures: &Failures,
    dry_run: bool,
) -> serde_json::Result<Vec<u8>> {
    let report = Report {
        lines: created + duplicates + failures.count,
        created,
        duplicates,
        failed: failures.count,
        errors: &failures.errors,
        errors_truncated: failures.count > MAX_ERRORS as u64,
        dry_run,
    };
    serde_json::to_string(&report).map(String::into_bytes)
}
