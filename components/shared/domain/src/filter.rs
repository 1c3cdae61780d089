//! What selects conversations.
//!
//! A [`Filter`] is always in normal form: lists are sorted sets, a range has its ends the right way round, texts are
//! trimmed. Two requests that select the same conversations therefore have the same [`Filter::fingerprint`], which is
//! what ties a cursor or a cached count to its filter.

use crate::{
    quality::Quality,
    status::{Status, Tier},
    timestamp::Timestamp,
};
use siphasher::sip::SipHasher24;
use std::{collections::BTreeSet, hash::Hasher};
use uuid::Uuid;

/// Conditions on conversations; an empty list or `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Any of these statuses.
    pub statuses: BTreeSet<Status>,
    /// Any of these tiers.
    pub tiers: BTreeSet<Tier>,
    /// At least this score; conversations without a score are left out.
    pub quality_min: Option<Quality>,
    /// At most this score; conversations without a score are left out.
    pub quality_max: Option<Quality>,
    /// Words in title, persona or emotion, in the syntax of a web search box.
    pub search: Option<String>,
    /// Created at this instant or later.
    pub created_from: Option<Timestamp>,
    /// Created at this instant or earlier.
    pub created_to: Option<Timestamp>,
    /// In any of these categories.
    pub categories: BTreeSet<String>,
    /// Any of these personas, whole and exact.
    pub personas: BTreeSet<String>,
    /// Any of these emotions, whole and exact.
    pub emotions: BTreeSet<String>,
    /// Made from any of these templates.
    pub template_ids: BTreeSet<Uuid>,
}

impl Filter {
    /// A 64-bit fingerprint, the same on every node and in every release that keeps [`crate::cursor::VERSION`].
    ///
    /// SipHash-2-4 with a fixed key: it tells filters apart by accident, not against an attacker, who could as well
    /// send the other filter.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Fields(SipHasher24::new());
        hash.list(self.statuses.iter().map(|status| status.name()));
        hash.list(self.tiers.iter().map(|tier| tier.name()));
        hash.number(
            self.quality_min
                .map(|quality| i64::from(quality.hundredths())),
        );
        hash.number(
            self.quality_max
                .map(|quality| i64::from(quality.hundredths())),
        );
        hash.list(self.search.as_deref().into_iter());
        hash.number(self.created_from.map(Timestamp::micros));
        hash.number(self.created_to.map(Timestamp::micros));
        hash.list(self.categories.iter().map(String::as_str));
        hash.list(self.personas.iter().map(String::as_str));
        hash.list(self.emotions.iter().map(String::as_str));
        hash.list(self.template_ids.iter().map(Uuid::as_bytes));
        hash.0.finish()
    }
}

/// Writes each field with its length before it, so that no value can run over into its neighbour.
struct Fields(SipHasher24);

impl Fields {
    fn list<T: AsRef<[u8]>>(&mut self, values: impl ExactSizeIterator<Item = T>) {
        self.length(values.len());
        for value in values {
            self.length(value.as_ref().len());
            self.0.write(value.as_ref());
        }
    }

    fn number(&mut self, value: Option<i64>) {
        self.0.write(&[u8::from(value.is_some())]);
        self.0.write(&value.unwrap_or_default().to_le_bytes());
    }

    fn length(&mut self, length: usize) {
        self.0.write(&(length as u64).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[&str]) -> BTreeSet<String> {
        values.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_value_in_another_field_makes_another_fingerprint() {
        let persona = Filter {
            personas: texts(&["calm"]),
            ..Filter::default()
        };
        let emotion = Filter {
            emotions: texts(&["calm"]),
            ..Filter::default()
        };
        assert_ne!(persona.fingerprint(), emotion.fingerprint());
    }

    #[test]
    fn values_do_not_run_together() {
        let two = Filter {
            categories: texts(&["a", "b"]),
            ..Filter::default()
        };
        let one = Filter {
            categories: texts(&["ab"]),
            ..Filter::default()
        };
        assert_ne!(two.fingerprint(), one.fingerprint());
    }

    #[test]
    fn the_fingerprint_of_no_filter_never_changes() {
        // A cursor outlives a deployment: a change here must come with a new cursor version.
        assert_eq!(Filter::default().fingerprint(), 5_834_520_395_988_729_438);
    }
}
