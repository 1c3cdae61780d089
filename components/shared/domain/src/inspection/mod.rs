//! What Postgres says of itself becomes verdicts: each says why, and what to do about it.
//!
//! | module | what it judges |
//! |---|---|
//! | [`connections`] | how many there are of those there may be |
//! | [`activity`] | slow statements, long-running ones, hit ratios |
//! | [`indexes`] | unused, duplicate, missing and bloated indexes |
//! | [`plan`] | the nodes of a plan, and which of them took the time |
//! | [`suggestion`] | indexes that a plan would have used |
//! | [`request`] | nothing: what is to be explained |
//! | [`sql_text`] | statements without the values in them |
//!
//! The facts come as JSON that the statements of `parley_store::inspection` make; nothing here asks Postgres anything.

pub mod activity;
pub mod connections;
pub mod indexes;
pub mod plan;
pub mod request;
pub mod sql_text;
pub mod suggestion;

/// A share in percent, to one decimal; 0 of nothing is 0.
pub(crate) fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part * 1000.0 / whole).round() / 10.0
    } else {
        0.0
    }
}

/// A size as people read it: `20 MB`, by the powers of 1024 that Postgres's `pg_size_pretty` counts in.
pub(crate) fn size(bytes: i64) -> String {
    let mut size = bytes;
    for unit in ["bytes", "kB", "MB", "GB"] {
        if size < 10 * 1024 {
            return format!("{size} {unit}");
        }
        size = (size + 512) / 1024;
    }
    format!("{size} TB")
}

/// An identifier in quotes, as SQL takes any (PostgreSQL manual, 4.1.1).
pub(crate) fn quoted(identifier: &str) -> String {
    format!("\"{}\"", identifier.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_to_a_unit() {
        assert_eq!(size(10), "10 bytes");
        assert_eq!(size(20 * 1024 * 1024 + 5), "20 MB");
    }

    #[test]
    fn a_share_of_nothing_is_none() {
        assert_eq!((percent(1.0, 0.0), percent(1.0, 3.0)), (0.0, 33.3));
    }
}
