//! Alerts: what is watched, and what an administrator changes of it.
//!
//! There is one alert for each metric. What is changed is its threshold, the time it is measured over and whether it is
//! watched at all; which side of the threshold is the bad one and the unit follow from the metric.

use crate::{
    document::Fields,
    problem::FieldError,
    status::{UnknownName, named},
};
use serde::{Deserialize, Serialize};
use std::{fmt, ops::RangeInclusive, str::FromStr};

/// The time that a value is measured over, in seconds: at least the minute that requests are counted by.
pub const WINDOW_S: RangeInclusive<i64> = 60..=86_400;

named! {
    /// An alert, by its name in `alert_thresholds`.
    Name {
        /// The highest p95 of a route with 20 requests or more, bulk work apart, in milliseconds.
        ApiDurationP95 = "api_duration_p95",
        /// Requests that failed by a fault of Parley's, in percent.
        ApiErrorRate = "api_error_rate",
        /// Answers of the cache that came from its memory or its store, in percent.
        CacheHitRate = "cache_hit_rate",
        /// Connections of all that Postgres takes, in percent.
        DatabaseConnections = "database_connections",
        /// The highest mean of a statement that was called 100 times or more, in milliseconds.
        DatabaseDurationMean = "database_duration_mean",
        /// TTFB, p75, in milliseconds.
        FirstByteP75 = "first_byte_p75",
        /// FCP, p75, in milliseconds.
        FirstPaintP75 = "first_paint_p75",
        /// INP, p75, in milliseconds.
        InteractionP75 = "interaction_p75",
        /// CLS, p75, a score.
        LayoutShiftP75 = "layout_shift_p75",
        /// LCP, p75, in milliseconds.
        PageLoadP75 = "page_load_p75",
    }
}

impl Name {
    /// What its threshold may be, in its unit: no share is over all, no wait over an hour, no layout shifts more than ten
    /// screens.
    const fn bounds(self) -> RangeInclusive<i64> {
        match self {
            Self::ApiErrorRate | Self::CacheHitRate | Self::DatabaseConnections => 0..=100,
            Self::LayoutShiftP75 => 0..=10,
            _ => 0..=3_600_000,
        }
    }
}

/// What is to change of one alert; `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Which.
    pub name: Name,
    /// In its unit.
    pub threshold: Option<f64>,
    /// Over how many seconds it is measured.
    pub window_seconds: Option<i64>,
    /// Whether it is watched.
    pub enabled: Option<bool>,
}

/// Reads the body of `PUT /api/admin/alerts`: `{"alerts": [{"name": "api_duration_p95", "threshold": 250}]}`.
///
/// # Errors
/// Every field that is wrong.
pub fn read(mut fields: Fields) -> Result<Vec<Change>, Vec<FieldError>> {
    let alerts = fields.list("alerts", Name::ALL.len());
    let alerts = fields.required("alerts", alerts);
    if alerts.as_ref().is_some_and(Vec::is_empty) {
        fields.error("alerts", "empty", "must not be empty");
    }
    let mut changes: Vec<Change> = Vec::new();
    for (index, value) in alerts.into_iter().flatten().enumerate() {
        let place = format!("alerts[{index}]");
        let Some(change) = fields.element(&place, value, read_change) else {
            continue;
        };
        if changes.iter().any(|known| known.name == change.name) {
            fields.error(
                &format!("{place}.name"),
                "given_twice",
                "each alert stands here once",
            );
        }
        changes.push(change);
    }
    fields.finish(Some(changes))
}

fn read_change(fields: &mut Fields) -> Option<Change> {
    let name: Option<Name> = fields.named("name");
    let name = fields.required("name", name);
    let bounds = name.map_or(0..=3_600_000, Name::bounds);
    let threshold = fields.number("threshold", bounds);
    let window_seconds = fields.integer("windowSeconds", WINDOW_S);
    let enabled = fields.boolean("enabled");
    name.map(|name| Change {
        name,
        threshold,
        window_seconds,
        enabled,
    })
}
