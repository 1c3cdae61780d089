//! The performance report, in two forms of the same figures.
//!
//! Both say what they are of and nothing that was not measured: an empty table is told as such, and a figure that there is
//! none of is a dash.

mod chart;
mod html;
mod markdown;

use crate::{
    performance::{Cache, CacheFigures, Figures, Requests, Vital, WebVitals},
    status::{UnknownName, named},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

pub use html::style_hash;

named! {
    /// The form of a report.
    Format {
        /// Markdown, with tables.
        Markdown = "markdown",
        /// One HTML document with charts, and without scripts or anything to load.
        Html = "html",
    }
}

impl Format {
    /// Its `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
        }
    }
}

/// An alert as it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// Which.
    pub name: String,
    /// `above` or `below`: which side of the threshold is the bad one.
    pub comparison: String,
    /// In its unit.
    pub threshold: f64,
    /// `ms`, `percent` or `score`.
    pub unit: String,
    /// `unknown`, `ok` or `firing`.
    pub state: String,
    /// RFC 3339.
    pub state_since: String,
    /// What was measured; `None` where nothing was.
    pub value: Option<f64>,
}

/// What a report is made of.
#[derive(Debug, Clone)]
pub struct Report {
    /// Requests.
    pub requests: Requests,
    /// The cache.
    pub cache: Cache,
    /// Web vitals.
    pub web_vitals: WebVitals,
    /// Alerts.
    pub alerts: Vec<Alert>,
}

impl Report {
    /// The report in this form.
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Markdown => markdown::write(self),
            Format::Html => html::write(self),
        }
    }

    fn tables(&self) -> [Table; 4] {
        [
            routes(&self.requests),
            cache(&self.cache),
            vitals(&self.web_vitals),
            alerts(&self.alerts),
        ]
    }

    fn period(&self) -> String {
        let window = &self.requests.window;
        format!("{} to {}", window.from, window.to)
    }

    /// A sentence on all requests.
    fn summary(&self) -> String {
        let total = &self.requests.total;
        format!(
            "{} requests, {} % of them failed by no fault of the caller; p50 {} ms, p95 {} ms, p99 {} ms.",
            total.count,
            number(total.error_rate_percent),
            number(total.p50_ms),
            number(total.p95_ms),
            number(total.p99_ms),
        )
    }
}

const TITLE: &str = "Parley: performance";

/// A part of the report: the same cells in both forms.
struct Table {
    title: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
    /// What an empty one is told as.
    nothing: &'static str,
}

fn routes(requests: &Requests) -> Table {
    let row = |figures: &Figures| {
        let errors = figures.errors;
        vec![
            name_of(&figures.of),
            figures.count.to_string(),
            number(Some(figures.rate_per_second)),
            errors.client_error.to_string(),
            (errors.server_error + errors.timeout + errors.unavailable).to_string(),
            number(figures.mean_ms),
            number(figures.database_mean_ms),
            number(figures.p50_ms),
            number(figures.p95_ms),
            number(figures.p99_ms),
        ]
    };
    Table {
        title: "Requests by route",
        columns: &[
            "Route",
            "Requests",
            "Per second",
            "4xx",
            "5xx",
            "Mean ms",
            "DB mean ms",
            "p50 ms",
            "p95 ms",
            "p99 ms",
        ],
        rows: requests.routes.iter().map(row).collect(),
        nothing: "No requests were recorded.",
    }
}

fn cache(cache: &Cache) -> Table {
    let row = |figures: &CacheFigures| {
        vec![
            name_of(&figures.of),
            figures.memory.to_string(),
            figures.store.to_string(),
            figures.misses.to_string(),
            number(figures.hit_rate_percent),
            figures.not_modified.to_string(),
            figures.store_failures.to_string(),
        ]
    };
    Table {
        title: "Cache by resource",
        columns: &[
            "Resource",
            "From memory",
            "From the store",
            "Misses",
            "Hit rate %",
            "304",
            "Store failures",
        ],
        rows: cache.resources.iter().map(row).collect(),
        nothing: "The cache was not asked.",
    }
}

fn vitals(web_vitals: &WebVitals) -> Table {
    let row = |vital: &Vital| {
        vec![
            vital.metric.clone(),
            name_of(&vital.page),
            vital.count.to_string(),
            number(Some(vital.p75)),
            vital.rating.clone(),
            number(Some(vital.good_percent)),
            number(Some(vital.needs_improvement_percent)),
            number(Some(vital.poor_percent)),
        ]
    };
    Table {
        title: "Web vitals by page",
        columns: &[
            "Metric",
            "Page",
            "Measurements",
            "p75",
            "Rating",
            "Good %",
            "Needs improvement %",
            "Poor %",
        ],
        rows: web_vitals
            .metrics
            .iter()
            .chain(&web_vitals.pages)
            .map(row)
            .collect(),
        nothing: "No page has reported.",
    }
}

fn alerts(alerts: &[Alert]) -> Table {
    let row = |alert: &Alert| {
        vec![
            alert.name.clone(),
            alert.state.clone(),
            alert.state_since.clone(),
            number(alert.value),
            format!("{} {}", alert.comparison, number(Some(alert.threshold))),
            alert.unit.clone(),
        ]
    };
    Table {
        title: "Alerts",
        columns: &["Alert", "State", "Since", "Value", "Fires", "Unit"],
        rows: alerts.iter().map(row).collect(),
        nothing: "There are no alerts.",
    }
}

/// What a row is of.
fn name_of(of: &Option<String>) -> String {
    of.clone().unwrap_or_else(|| "all".to_owned())
}

/// A number with up to two decimals, or a dash. Put together from whole numbers, as a float's own formatting is larger than
/// all the rest.
fn number(value: Option<f64>) -> String {
    let Some(value) = value else {
        return "–".to_owned();
    };
    let hundredths = (value * 100.0 + 0.5) as u64;
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}.{part:02}"),
    }
}
