//! The answers.

use parley_domain::status::{Status, Tier};
use parley_store::conversations::facets::{QUALITY_BANDS, Spread};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// A number, and whether it was counted.
#[derive(Debug, Clone, Copy)]
pub enum Known {
    /// Counted to the last one.
    Exact(i64),
    /// What the planner expects.
    Estimated(i64),
}

#[derive(Serialize)]
struct Count {
    count: i64,
    kind: &'static str,
}

impl From<Known> for Count {
    fn from(known: Known) -> Self {
        match known {
            Known::Exact(count) => Self {
                count,
                kind: "exact",
            },
            Known::Estimated(count) => Self {
                count,
                kind: "estimated",
            },
        }
    }
}

/// The answer of `/api/conversations/count`.
pub fn count(known: Known) -> serde_json::Result<String> {
    serde_json::to_string(&Count::from(known))
}

#[derive(Serialize)]
struct Facets {
    #[serde(flatten)]
    total: Count,
    statuses: Named,
    tiers: Named,
    quality: Quality,
}

/// An object with every name, so that a reader need not know which are missing.
struct Named(Vec<(&'static str, i64)>);

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

#[derive(Serialize)]
struct Quality {
    bands: Vec<Band>,
    unscored: i64,
}

#[derive(Serialize)]
struct Band {
    from: usize,
    to: usize,
    count: i64,
}

/// The answer of `/api/conversations/facets`. Where `estimated` conversations are expected in all, the spread is that of a
/// sample and is scaled up to them.
pub fn facets(spread: &str, estimated: Option<i64>) -> serde_json::Result<String> {
    let spread: Spread = serde_json::from_slice(spread.as_bytes())?;
    let seen: i64 = spread.tier.values().sum();
    let scaled = |counts: &BTreeMap<String, i64>, name: &str| {
        let count = counts.get(name).copied().unwrap_or_default();
        match estimated {
            Some(total) if seen > 0 => count * total / seen,
            _ => count,
        }
    };
    let named = |counts: &BTreeMap<String, i64>, names: &[&'static str]| {
        Named(
            names
                .iter()
                .map(|name| (*name, scaled(counts, name)))
                .collect(),
        )
    };
    serde_json::to_string(&Facets {
        total: estimated
            .map_or(Known::Exact(seen), Known::Estimated)
            .into(),
        statuses: named(&spread.status, Status::NAMES),
        tiers: named(&spread.tier, Tier::NAMES),
        quality: Quality {
            bands: (0..QUALITY_BANDS)
                .map(|from| Band {
                    from,
                    to: from + 1,
                    count: scaled(&spread.quality, &from.to_string()),
                })
                .collect(),
            unscored: scaled(&spread.quality, "none"),
        },
    })
}
