//! What an admin asks of the database: thresholds, each with its default.

use super::Params;
use crate::problem::FieldError;
use serde::Serialize;
use std::ops::RangeInclusive;

/// The largest threshold of any kind: 2^53 - 1, the largest whole number that JSON carries for every reader.
const MOST: i64 = (1 << 53) - 1;

/// The input of `GET /api/admin/performance/database`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseQuery {
    /// A statement is slow from this mean on, in milliseconds …
    pub slow_mean_ms: i64,
    /// … over at least so many calls.
    pub slow_min_calls: i64,
    /// A statement is slow where one call took so long, in milliseconds.
    pub slow_max_ms: i64,
    /// A statement runs for long from here on, in seconds.
    pub running_min_s: i64,
}

impl Default for DatabaseQuery {
    /// As the contract, `docs/openapi.yaml`, has them.
    fn default() -> Self {
        Self {
            slow_mean_ms: 20,
            slow_min_calls: 100,
            slow_max_ms: 500,
            running_min_s: 60,
        }
    }
}

impl DatabaseQuery {
    /// Reads the part of a URL after `?`.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let default = Self::default();
        let input = Self {
            slow_mean_ms: params.integer("slow_mean_ms", 0..=MOST, default.slow_mean_ms),
            slow_min_calls: params.integer("slow_min_calls", 1..=MOST, default.slow_min_calls),
            slow_max_ms: params.integer("slow_max_ms", 0..=MOST, default.slow_max_ms),
            running_min_s: params.integer("running_min_s", 0..=MOST, default.running_min_s),
        };
        params.finish(input)
    }
}

/// The input of `GET /api/admin/performance/indexes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexesQuery {
    /// An index without a scan is worth a verdict from this size on, in bytes.
    pub unused_min_bytes: i64,
    /// A table that is read from end to end is, from this number of rows on.
    pub missing_min_rows: i64,
    /// An index that wastes at least so much is bloated, in bytes.
    pub bloat_min_bytes: i64,
}

impl Default for IndexesQuery {
    /// As the contract, `docs/openapi.yaml`, has them.
    fn default() -> Self {
        Self {
            unused_min_bytes: 10 * 1024 * 1024,
            missing_min_rows: 10_000,
            bloat_min_bytes: 100 * 1024 * 1024,
        }
    }
}

impl IndexesQuery {
    /// Reads the part of a URL after `?`.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let default = Self::default();
        let input = Self {
            unused_min_bytes: params.integer(
                "unused_min_bytes",
                0..=MOST,
                default.unused_min_bytes,
            ),
            missing_min_rows: params.integer(
                "missing_min_rows",
                0..=MOST,
                default.missing_min_rows,
            ),
            bloat_min_bytes: params.integer("bloat_min_bytes", 0..=MOST, default.bloat_min_bytes),
        };
        params.finish(input)
    }
}

impl Params {
    /// A whole number within bounds.
    fn integer(&mut self, name: &str, bounds: RangeInclusive<i64>, default: i64) -> i64 {
        let Some(value) = self.single(name) else {
            return default;
        };
        // `parse` alone would take a sign.
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let number = value
            .parse()
            .ok()
            .filter(|number| digits && bounds.contains(number));
        number.unwrap_or_else(|| {
            self.error(
                name,
                "out_of_range",
                format!("a whole number, {} to {}", bounds.start(), bounds.end()),
            );
            default
        })
    }
}
