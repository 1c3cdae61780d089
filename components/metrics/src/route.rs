//! The routes with a token, apart from probes.

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// `/api/vitals`
    Vitals,
    /// `/api/admin/performance/api`
    Requests,
    /// `/api/admin/performance/cache`
    Cache,
    /// `/api/admin/performance/web-vitals`
    WebVitals,
    /// `/api/admin/alerts`
    Alerts,
    /// `/api/admin/report`
    Report,
    /// `/metrics`
    Metrics,
}

impl Route {
    /// The route of a path.
    pub fn parse(path: &str) -> Option<Self> {
        Some(match path {
            "/api/vitals" => Self::Vitals,
            "/api/admin/performance/api" => Self::Requests,
            "/api/admin/performance/cache" => Self::Cache,
            "/api/admin/performance/web-vitals" => Self::WebVitals,
            "/api/admin/alerts" => Self::Alerts,
            "/api/admin/report" => Self::Report,
            "/metrics" => Self::Metrics,
            _ => return None,
        })
    }

    /// The methods it has.
    pub const fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Vitals => &["POST"],
            Self::Alerts => &["GET", "HEAD", "PUT"],
            _ => &["GET", "HEAD"],
        }
    }
}
