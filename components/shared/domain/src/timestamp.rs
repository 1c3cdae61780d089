//! Instants, in microseconds as Postgres keeps them, and the two ends of a date range.
//!
//! A range includes both ends. A date without a time stands for its whole day in UTC, so it means a different
//! instant as a start (its first microsecond) than as an end (its last). A time finer than a microsecond is
//! rounded into the range: a start up, an end down.

use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};
use std::fmt;

/// An instant in microseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Which end of a range a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeEnd {
    /// The earliest instant included.
    Start,
    /// The latest instant included.
    End,
}

/// Neither an RFC 3339 date-time nor a date `YYYY-MM-DD` in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATimestamp;

impl Timestamp {
    /// From microseconds since the epoch; `None` outside the years 1 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).and_then(Self::in_range)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 date-time or a plain date as one end of a range.
    pub fn parse(text: &str, end: RangeEnd) -> Result<Self, NotATimestamp> {
        // A date is read as the first second of its day: chrono's parser of free formats, which reads a plain date, is
        // larger than the rest of this crate.
        let is_date = text.len() == "2026-11-20".len();
        let start = format!("{text}T00:00:00Z");
        let exact = DateTime::parse_from_rfc3339(if is_date { &start } else { text })
            .map_err(|_| NotATimestamp)?
            .with_timezone(&Utc);
        let finer = exact.timestamp_subsec_nanos() % 1_000 != 0;
        let instant = match (is_date, end) {
            (true, RangeEnd::End) => exact + TimeDelta::days(1) - TimeDelta::microseconds(1),
            (false, RangeEnd::Start) if finer => exact + TimeDelta::microseconds(1),
            _ => exact,
        };
        Self::in_range(instant).ok_or(NotATimestamp)
    }

    fn in_range(instant: DateTime<Utc>) -> Option<Self> {
        (1..=9999)
            .contains(&instant.year())
            .then(|| Self(instant.timestamp_micros()))
    }
}

/// RFC 3339 in UTC with microseconds, as the API answers and as Postgres reads back without loss.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        f.write_str(&instant.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, end: RangeEnd) -> Result<String, NotATimestamp> {
        Timestamp::parse(text, end).map(|timestamp| timestamp.to_string())
    }

    #[test]
    fn a_date_means_its_whole_day() {
        assert_eq!(
            parse("2026-11-20", RangeEnd::Start).as_deref(),
            Ok("2026-11-20T00:00:00.000000Z")
        );
        assert_eq!(
            parse("2026-11-20", RangeEnd::End).as_deref(),
            Ok("2026-11-20T23:59:59.999999Z")
        );
    }

    #[test]
    fn an_offset_is_turned_into_utc() {
        assert_eq!(
            parse("2026-11-20T01:00:00+02:00", RangeEnd::Start).as_deref(),
            Ok("2026-11-19T23:00:00.000000Z")
        );
    }

    #[test]
    fn nanoseconds_are_rounded_into_the_range() {
        let text = "2026-11-20T00:00:00.000000500Z";
        assert_eq!(
            parse(text, RangeEnd::Start).as_deref(),
            Ok("2026-11-20T00:00:00.000001Z")
        );
        assert_eq!(
            parse(text, RangeEnd::End).as_deref(),
            Ok("2026-11-20T00:00:00.000000Z")
        );
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-1-2",
            "+2026-01-02",
            "0000-01-01",
            "2026-01-01T00:00:00",
            "20260101",
        ] {
            assert_eq!(parse(text, RangeEnd::Start), Err(NotATimestamp), "{text:?}");
        }
    }
}
