//! Which content encoding a caller takes (RFC 9110, 12.5.3).

use spin_sdk::http::HeaderMap;

/// A content encoding that Parley can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli: only for files compressed at build time, as compressing costs more than it saves on the way out.
    Brotli,
    /// Gzip.
    Gzip,
}

impl Encoding {
    /// The name in `Content-Encoding`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The first of `offered` that the caller takes; `None` means to send the body as it is.
    pub fn choose(headers: &HeaderMap, offered: &[Self]) -> Option<Self> {
        let accepted: Vec<&str> = headers
            .get_all("accept-encoding")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        offered.iter().copied().find(|encoding| weight(&accepted, encoding.name()) > 0.0)
    }
}

/// The weight given to an encoding: its own where it is named, else that of `*`, else 0.
fn weight(accepted: &[&str], name: &str) -> f32 {
    let named = |wanted: &str| {
        accepted.iter().find_map(|item| {
            let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
            let quality = parameters.trim().strip_prefix("q=").and_then(|quality| quality.parse().ok());
            coding.trim().eq_ignore_ascii_case(wanted).then_some(quality.unwrap_or(1.0))
        })
    };
    named(name).or_else(|| named("*")).unwrap_or(0.0)
}
