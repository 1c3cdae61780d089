//! Quality scores: 0 to 10 with up to two decimals, as `numeric(4,2)` in Postgres.
//!
//! Held in hundredths, so that a cursor or a counter never sees a rounded score.

use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A quality score in hundredths, 0 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quality(u16);

/// Why a text is no quality score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityError {
    /// Not a plain decimal number (`NaN`, `inf` and `1e1` are not).
    NotANumber,
    /// More than two decimals.
    TooPrecise,
    /// Outside 0 to 10.
    OutOfRange,
}

impl QualityError {
    /// A stable name for a program to act on.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "not_a_number",
            Self::TooPrecise => "too_precise",
            Self::OutOfRange => "out_of_range",
        }
    }

    /// A sentence for a person.
    pub const fn message(self) -> &'static str {
        match self {
            Self::NotANumber => "a number from 0 to 10",
            Self::TooPrecise => "at most two decimals",
            Self::OutOfRange => "0 to 10",
        }
    }
}

impl Quality {
    /// The best score, 10.
    pub const MAX: Self = Self(1000);

    /// A score from hundredths; `None` above 1000.
    pub const fn from_hundredths(hundredths: u16) -> Option<Self> {
        if hundredths <= Self::MAX.0 {
            Some(Self(hundredths))
        } else {
            None
        }
    }

    /// The score in hundredths.
    pub const fn hundredths(self) -> u16 {
        self.0
    }
}

impl FromStr for Quality {
    type Err = QualityError;

    fn from_str(text: &str) -> Result<Self, QualityError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole.strip_prefix('-').unwrap_or(whole)) || !digits(decimals) {
            return Err(QualityError::NotANumber);
        }
        if whole.starts_with('-') {
            return Err(QualityError::OutOfRange);
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 2 {
            return Err(QualityError::TooPrecise);
        }
        let whole: u16 = whole.parse().map_err(|_| QualityError::OutOfRange)?;
        let fraction: u16 = format!("{decimals:0<2}")
            .parse()
            .map_err(|_| QualityError::NotANumber)?;
        whole
            .checked_mul(100)
            .and_then(|hundredths| hundredths.checked_add(fraction))
            .and_then(Self::from_hundredths)
            .ok_or(QualityError::OutOfRange)
    }
}

impl TryFrom<f64> for Quality {
    type Error = QualityError;

    /// The score that a JSON number stands for. A float holds most hundredths only nearly (0.29 × 100 is 28.999…), by
    /// less than a billionth of a hundredth in this range.
    fn try_from(score: f64) -> Result<Self, QualityError> {
        if !(0.0..=10.0).contains(&score) {
            return Err(QualityError::OutOfRange);
        }
        let hundredths = (score * 100.0).round();
        if (score * 100.0 - hundredths).abs() > 1e-9 {
            return Err(QualityError::TooPrecise);
        }
        Ok(Self(hundredths as u16))
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Quality {
    /// As text, `"8.50"`, which Postgres reads without a float in between.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_prints_and_parses_back() {
        for hundredths in 0..=1000 {
            let quality = Quality::from_hundredths(hundredths);
            assert_eq!(quality.map(|q| q.to_string().parse()), quality.map(Ok));
        }
    }

    #[test]
    fn trailing_zeros_and_missing_decimals_mean_the_same_score() {
        for text in ["8.5", "8.50", "8.500"] {
            assert_eq!(text.parse(), Ok(Quality(850)));
        }
        assert_eq!("8".parse(), Ok(Quality(800)));
    }

    #[test]
    fn what_is_not_a_score_says_why() {
        for (text, why) in [
            ("", QualityError::NotANumber),
            ("NaN", QualityError::NotANumber),
            ("inf", QualityError::NotANumber),
            ("1e1", QualityError::NotANumber),
            ("+1", QualityError::NotANumber),
            ("1.", QualityError::NotANumber),
            ("٣", QualityError::NotANumber),
            ("8.555", QualityError::TooPrecise),
            ("10.01", QualityError::OutOfRange),
            ("-1", QualityError::OutOfRange),
            ("99999999999", QualityError::OutOfRange),
        ] {
            assert_eq!(text.parse::<Quality>(), Err(why), "{text:?}");
        }
    }
}
