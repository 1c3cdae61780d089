//! Files of the built dashboard, each in the best encoding that stands beside it.
//!
//! What has been read once stays in the instance's memory: the whole bundle is some hundred kilobytes, it changes
//! only with a deployment, and a deployment starts new instances.

use parley_platform::encoding::Encoding;
use std::{cell::RefCell, collections::HashMap, fs};
use twox_hash::XxHash64;

/// A file, ready to be sent.
#[derive(Clone)]
pub struct File {
    /// Its bytes, in `encoding`.
    pub content: Vec<u8>,
    /// How they are encoded; `None` for as they are.
    pub encoding: Option<Encoding>,
    /// A strong validator of these bytes.
    pub etag: String,
    /// The media type of the file itself.
    pub content_type: &'static str,
}

thread_local! {
    /// By path and encoding. Paths that do not exist are not kept: anyone can make those up without end.
    static READ: RefCell<HashMap<String, File>> = RefCell::default();
}

/// The path below the root, decoded; `None` for one that would lead elsewhere.
pub fn normalise(path: &str) -> Option<String> {
    let path = percent_encoding::percent_decode_str(path.trim_start_matches('/'))
        .decode_utf8()
        .ok()?;
    let leads_away =
        path.contains(['\\', '\0']) || path.split('/').any(|part| part == ".." || part == ".");
    (!leads_away).then(|| path.into_owned())
}

/// The file at a normalised path, brotli before gzip before plain; `None` where there is no such file.
pub fn open(path: &str, accepts: impl Fn(Encoding) -> bool) -> Option<File> {
    // `x.js.br` is how `x.js` is stored, not a file of its own.
    if path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    [(Encoding::Brotli, ".br"), (Encoding::Gzip, ".gz")]
        .into_iter()
        .filter(|(encoding, _)| accepts(*encoding))
        .find_map(|(encoding, suffix)| read(path, suffix, Some(encoding)))
        .or_else(|| read(path, "", None))
}

fn read(path: &str, suffix: &str, encoding: Option<Encoding>) -> Option<File> {
    let stored = format!("/{path}{suffix}");
    if let Some(file) = READ.with_borrow(|files| files.get(&stored).cloned()) {
        return Some(file);
    }
    let content = fs::read(&stored).ok()?;
    let file = File {
        etag: etag(&content),
        content,
        encoding,
        content_type: content_type(path),
    };
    READ.with_borrow_mut(|files| files.insert(stored, file.clone()));
    Some(file)
}

/// `XXH64` of the bytes as sent: another encoding of the same file is another representation.
fn etag(content: &[u8]) -> String {
    format!("\"{:016x}\"", XxHash64::oneshot(0, content))
}

/// By extension, for what the dashboard's build puts out.
fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
