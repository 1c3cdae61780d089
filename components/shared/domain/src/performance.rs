//! Over which time performance is looked at, in how many steps, and the figures that come of it.
//!
//! Requests are counted by the minute, and by the hour once they are two days old, so a step is a whole number of either.
//! The figures are built by Postgres (`parley_store::performance`) as the JSON that is answered; the types here are what a
//! report reads of it.

use crate::{
    status::{UnknownName, named},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most points of a series.
pub const MAX_POINTS: i64 = 240;

/// How long figures are kept, in seconds.
pub const KEPT_S: i64 = 14 * 86_400;

/// How long they are kept by the minute.
const KEPT_BY_MINUTE_S: i64 = 2 * 86_400;

/// How long a step may be, in seconds. The last one is enough for all that is kept.
const STEPS_S: [i64; 9] = [60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400];

named! {
    /// A length of time up to now.
    Span {
        /// The last hour.
        Hour = "1h",
        /// Six hours.
        SixHours = "6h",
        /// A day.
        Day = "24h",
        /// A week.
        Week = "7d",
        /// Everything that is kept.
        All = "14d",
    }
}

impl Span {
    const fn seconds(self) -> i64 {
        match self {
            Self::Hour => 3_600,
            Self::SixHours => 6 * 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
            Self::All => KEPT_S,
        }
    }
}

/// A time that is looked at, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its beginning, at the beginning of a step.
    pub from_s: i64,
    /// Its end, not included.
    pub to_s: i64,
    /// How far the points of a series are apart.
    pub step_s: i64,
}

impl Window {
    /// The time of this length that ends now.
    pub fn of(span: Span, now: Timestamp) -> Self {
        let now_s = seconds(now);
        Self::stepped(now_s - span.seconds(), now_s, now_s)
    }

    /// The time between two instants, as far as figures are kept and there are any yet.
    pub fn between(from: Timestamp, to: Timestamp, now: Timestamp) -> Self {
        let now_s = seconds(now);
        let to_s = seconds(to).clamp(now_s - KEPT_S, now_s);
        Self::stepped(seconds(from).clamp(now_s - KEPT_S, to_s), to_s, now_s)
    }

    /// Begins earlier, so that it begins with a whole step, and ends with the second after `last_s`.
    fn stepped(from_s: i64, last_s: i64, now_s: i64) -> Self {
        let least = if from_s < now_s - KEPT_BY_MINUTE_S {
            3_600
        } else {
            60
        };
        let step_s = STEPS_S
            .into_iter()
            .find(|step| *step >= least && (last_s - from_s) / step + 2 <= MAX_POINTS)
            .unwrap_or(14_400);
        Self {
            from_s: from_s - from_s.rem_euclid(step_s),
            to_s: last_s + 1,
            step_s,
        }
    }
}

fn seconds(instant: Timestamp) -> i64 {
    instant.micros().div_euclid(1_000_000)
}

/// How many requests failed, by what failed them.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Errors {
    /// 400 to 499.
    pub client_error: u64,
    /// 500 and above, but for the two below.
    pub server_error: u64,
    /// 504.
    pub timeout: u64,
    /// 503.
    pub unavailable: u64,
}

/// The requests of a route, of all routes, or of a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The route, as method and pattern, or the beginning of the step; `None` of all.
    #[serde(default, alias = "route", alias = "at")]
    pub of: Option<String>,
    /// How many there were.
    pub count: u64,
    /// And in a second, on average.
    pub rate_per_second: f64,
    /// How many failed.
    pub errors: Errors,
    /// The share that failed by no fault of the caller, in percent; `None` of no requests, as what follows.
    pub error_rate_percent: Option<f64>,
    /// The mean duration in milliseconds.
    pub mean_ms: Option<f64>,
    /// How much of that was spent on the database.
    pub database_mean_ms: Option<f64>,
    /// The median.
    pub p50_ms: Option<f64>,
    /// The 95th percentile.
    pub p95_ms: Option<f64>,
    /// The 99th percentile.
    pub p99_ms: Option<f64>,
}

/// The answer of `GET /api/admin/performance/api`.
#[derive(Debug, Clone, Deserialize)]
pub struct Requests {
    /// Over which time.
    pub window: Bounds,
    /// All of them.
    pub total: Figures,
    /// By route, those with most requests first.
    pub routes: Vec<Figures>,
    /// By step, those without requests left out.
    pub series: Vec<Figures>,
}

/// A window as it is answered.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bounds {
    /// RFC 3339.
    pub from: String,
    /// RFC 3339; not included.
    pub to: String,
    /// Seconds.
    pub step_seconds: i64,
}

/// How the cache answered for one resource, for all, or in a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CacheFigures {
    /// The resource, or the beginning of the step; `None` of all.
    #[serde(default, alias = "resource", alias = "at")]
    pub of: Option<String>,
    /// From the instance's memory or the shared store.
    pub hits: u64,
    /// From Postgres.
    pub misses: u64,
    /// The share of hits in percent; `None` of none of either.
    pub hit_rate_percent: Option<f64>,
    /// From the instance's memory.
    pub memory: u64,
    /// From the shared store.
    pub store: u64,
    /// 304, whatever level it came from.
    pub not_modified: u64,
    /// The store answered with an error, or not in time.
    pub store_failures: u64,
}

/// The answer of `GET /api/admin/performance/cache`.
#[derive(Debug, Clone, Deserialize)]
pub struct Cache {
    /// All resources.
    pub total: CacheFigures,
    /// By resource.
    pub resources: Vec<CacheFigures>,
    /// By step, those in which it was not asked left out.
    pub series: Vec<CacheFigures>,
}

/// The measurements of one web vital on all pages or on one.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vital {
    /// Which.
    pub metric: String,
    /// On which page; `None` of all.
    #[serde(default)]
    pub page: Option<String>,
    /// How many.
    pub count: u64,
    /// The 75th percentile in the metric's unit.
    pub p75: f64,
    /// What that is: good, needs improvement or poor.
    pub rating: String,
    /// Shares in percent.
    pub good_percent: f64,
    /// Between good and poor.
    pub needs_improvement_percent: f64,
    /// Beyond.
    pub poor_percent: f64,
}

/// The answer of `GET /api/admin/performance/web-vitals`.
#[derive(Debug, Clone, Deserialize)]
pub struct WebVitals {
    /// On all pages.
    pub metrics: Vec<Vital>,
    /// By page.
    pub pages: Vec<Vital>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twenty-one minutes and five seconds past an hour.
    const NOW_S: i64 = 1_800_000_000 + 21 * 60 + 5;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).expect("an instant")
    }

    #[test]
    fn every_span_has_a_bounded_number_of_whole_steps_and_includes_now() {
        for span in Span::ALL {
            for second in [0, 1, 59, 1_234, 3_599, 7_199] {
                let now_s = NOW_S + second;
                let window = Window::of(*span, at(now_s));
                assert_eq!(window.from_s % window.step_s, 0, "{span}");
                assert!(window.from_s <= now_s - span.seconds(), "{span}");
                assert!(window.to_s > now_s, "{span}");
                let points = (window.to_s - window.from_s + window.step_s - 1) / window.step_s;
                assert!(points <= MAX_POINTS, "{span}: {points}");
            }
        }
    }

    #[test]
    fn an_hour_is_looked_at_by_the_minute() {
        assert_eq!(Window::of(Span::Hour, at(NOW_S)).step_s, 60);
    }

    #[test]
    fn what_is_older_than_two_days_is_looked_at_by_the_hour() {
        let from = NOW_S - 5 * 86_400;
        let window = Window::between(at(from), at(from + 3_600), at(NOW_S));
        assert_eq!(window.step_s, 3_600);
        assert_eq!(window.from_s % 3_600, 0);
    }

    #[test]
    fn a_time_that_nothing_is_kept_of_is_left_out() {
        let window = Window::between(at(0), at(NOW_S + 86_400), at(NOW_S));
        assert!(NOW_S - window.from_s < KEPT_S + window.step_s);
        assert_eq!(window.to_s, NOW_S + 1);
    }
}
