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
        offered
            .iter()
            .copied()
            .find(|encoding| takes(&accepted, encoding.name()))
    }
}

/// Whether an encoding is accepted: as it is named itself, else as `*` is. Which of several the caller likes best does
/// not matter to it as much as the size, so a weight is only looked at for being 0, which forbids.
fn takes(accepted: &[&str], name: &str) -> bool {
    let named = |wanted: &str| {
        accepted.iter().find_map(|item| {
            let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters.trim().strip_prefix("q=").unwrap_or("1");
            let forbidden =
                weight.starts_with('0') && weight.bytes().all(|byte| matches!(byte, b'0' | b'.'));
            coding
                .trim()
                .eq_ignore_ascii_case(wanted)
                .then_some(!forbidden)
        })
    };
    named(name).or_else(|| named("*")).unwrap_or(false)
}
