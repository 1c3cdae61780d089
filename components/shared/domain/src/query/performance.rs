//! The query strings of the performance routes: over which time, and in which form.

use super::Params;
use crate::{
    performance::{Span, Window},
    problem::FieldError,
    report,
    timestamp::{RangeEnd, Timestamp},
};

/// The input of `GET /api/admin/performance/api`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestsQuery {
    /// Over which time.
    pub window: Window,
    /// The one whose steps are told, by method and pattern; all together where there is none.
    pub route: Option<String>,
}

impl RequestsQuery {
    /// Reads the part of a URL after `?`, as of `now`.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub fn parse(query: &str, now: Timestamp) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let window = params.window(now);
        let route = params.single("route");
        params.finish(Self { window, route })
    }
}

/// The input of `GET /api/admin/performance/cache` and `/web-vitals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerformanceQuery {
    /// Over which time.
    pub window: Window,
}

impl PerformanceQuery {
    /// Reads the part of a URL after `?`, as of `now`.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub fn parse(query: &str, now: Timestamp) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let window = params.window(now);
        params.finish(Self { window })
    }
}

/// The input of `GET /api/admin/report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportQuery {
    /// Over which time.
    pub window: Window,
    /// As what.
    pub format: report::Format,
}

impl ReportQuery {
    /// Reads the part of a URL after `?`, as of `now`.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub fn parse(query: &str, now: Timestamp) -> Result<Self, Vec<FieldError>> {
        let mut params = Params::read(query);
        let window = params.window(now);
        let format = params.named("format").unwrap_or(report::Format::Markdown);
        params.finish(Self { window, format })
    }
}

impl Params {
    /// `window`, or `from` with or without `to`; the last hour where there is none of them.
    fn window(&mut self, now: Timestamp) -> Window {
        let has_span = self.values.contains_key("window");
        let span = self.named("window").unwrap_or(Span::Hour);
        let from = self.timestamp("from", RangeEnd::Start);
        let to = self.timestamp("to", RangeEnd::End);
        self.ordered("from", from, "to", to);
        if has_span && (from.is_some() || to.is_some()) {
            self.error("window", "one_of", "either window, or from and to");
        }
        match (from, to) {
            (Some(from), to) => Window::between(from, to.unwrap_or(now), now),
            (None, Some(_)) => {
                self.error("from", "required", "to has no meaning without from");
                Window::of(span, now)
            }
            (None, None) => Window::of(span, now),
        }
    }
}
