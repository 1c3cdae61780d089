//! Web vitals, as browsers report them: <https://web.dev/articles/vitals>.
//!
//! A report is what one page of the dashboard measured, one value for each metric, sent once as the page hides:
//! `{"page": "/conversations", "metrics": [{"name": "LCP", "value": 1840.5}]}`. `name` and `value` are those of the
//! `web-vitals` library's `Metric`.

use crate::{
    document::Fields,
    problem::FieldError,
    status::{UnknownName, named},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most metrics in one report.
pub const MAX_METRICS: usize = 50;

/// The longest name of a page, in characters.
pub const MAX_PAGE_CHARS: usize = 200;

/// The largest value: an hour, in milliseconds. No page is waited for that long, so what is above is no measurement.
pub const MAX_VALUE: i64 = 3_600_000;

named! {
    /// A metric, by the name that the `web-vitals` library has for it.
    Metric {
        /// Largest Contentful Paint, in milliseconds.
        Lcp = "LCP",
        /// Interaction to Next Paint, in milliseconds.
        Inp = "INP",
        /// Cumulative Layout Shift, a score without a unit.
        Cls = "CLS",
        /// First Contentful Paint, in milliseconds.
        Fcp = "FCP",
        /// Time to First Byte, in milliseconds.
        Ttfb = "TTFB",
    }
}

impl Metric {
    /// Up to which value a page is good, and beyond which it is poor; between them it needs improvement. In the metric's
    /// unit, as a decimal number: <https://web.dev/articles/defining-core-web-vitals-thresholds>, for FCP and TTFB
    /// <https://web.dev/articles/fcp> and <https://web.dev/articles/ttfb>.
    pub const fn thresholds(self) -> (&'static str, &'static str) {
        match self {
            Self::Lcp => ("2500", "4000"),
            Self::Inp => ("200", "500"),
            Self::Cls => ("0.1", "0.25"),
            Self::Fcp => ("1800", "3000"),
            Self::Ttfb => ("800", "1800"),
        }
    }
}

/// One value that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Measurement {
    /// Of what.
    pub metric: Metric,
    /// In the metric's unit; 0 to [`MAX_VALUE`].
    pub value: f64,
}

/// What one page measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The pattern of the page, such as `/conversations/:id`.
    pub page: String,
    /// At least one.
    pub measurements: Vec<Measurement>,
}

impl Report {
    /// Reads a body.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn read(mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        let page = fields.text("page", 1..=MAX_PAGE_CHARS);
        if page.as_deref().is_some_and(|page| !is_pattern(page)) {
            fields.error(
                "page",
                "not_a_page",
                "a path that begins with / and has no query and no fragment",
            );
        }
        let page = fields.required("page", page);
        let metrics = fields.list("metrics", MAX_METRICS);
        let metrics = fields.required("metrics", metrics);
        if metrics.as_ref().is_some_and(Vec::is_empty) {
            fields.error("metrics", "empty", "must not be empty");
        }
        let mut measurements = Vec::new();
        for (index, value) in metrics.into_iter().flatten().enumerate() {
            let name = format!("metrics[{index}]");
            measurements.extend(fields.element(&name, value, read_measurement));
        }
        fields.finish(page.map(|page| Self { page, measurements }))
    }
}

fn read_measurement(fields: &mut Fields) -> Option<Measurement> {
    let metric = fields.named("name");
    let metric = fields.required("name", metric);
    let value = fields.number("value", 0..=MAX_VALUE);
    let value = fields.required("value", value);
    metric
        .zip(value)
        .map(|(metric, value)| Measurement { metric, value })
}

/// An address with a query would bring what people typed, or an id, into a table that is grouped by page.
fn is_pattern(page: &str) -> bool {
    page.starts_with('/') && !page.contains(['?', '#'])
}
