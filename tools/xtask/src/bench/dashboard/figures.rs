//! What `tests/performance/frontend` hands over, by the names it has there.

use crate::bench::{
    database::Facts,
    samples::{Samples, Summary, median},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Everything of one run in the browser. Sections that were not asked for are empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Measured {
    interactions: Vec<Runs>,
    scrolling: Vec<Scrolling>,
    #[serde(flatten)]
    figures: Figures,
}

impl Measured {
    /// What depends on the database, and what does not.
    pub fn split(self) -> (OnDatabase, Figures) {
        let on_database = OnDatabase {
            database: Facts::default(),
            interactions: self.interactions.into_iter().map(Runs::summary).collect(),
            scrolling: self.scrolling,
        };
        (on_database, self.figures)
    }
}

/// What is measured on every database.
#[derive(Debug, Serialize)]
pub struct OnDatabase {
    /// The database.
    pub database: Facts,
    /// What a person waits for.
    pub interactions: Vec<Interaction>,
    /// Moving through the whole list.
    pub scrolling: Vec<Scrolling>,
}

/// What is measured once.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Figures {
    /// What is sent.
    pub budgets: Budgets,
    /// Lighthouse's verdicts.
    pub lighthouse: Vec<Audited>,
    /// What renders again when something else changes.
    pub renders: Vec<Renders>,
    /// What the client's cache saves.
    pub session: Session,
}

#[derive(Debug, Deserialize)]
struct Runs {
    name: String,
    samples_ms: Vec<f64>,
    skipped: Option<String>,
}

impl Runs {
    fn summary(self) -> Interaction {
        let mut samples = Samples::default();
        for sample in self.samples_ms {
            samples.push(Duration::from_secs_f64(sample.max(0.0) / 1e3));
        }
        Interaction {
            name: self.name,
            time: samples.summary(),
            skipped: self.skipped,
        }
    }
}

/// One thing a person does, from the event to the painted answer.
#[derive(Debug, Serialize)]
pub struct Interaction {
    /// What.
    pub name: String,
    /// How long.
    #[serde(flatten)]
    pub time: Summary,
    /// Why it was not measured.
    pub skipped: Option<String>,
}

/// Moving through the list without a rest.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Scrolling {
    /// How.
    pub name: String,
    /// Frames that were drawn.
    pub frames: u32,
    /// Those that came later than the next refresh of a 60 Hz screen, 16.7 ms after the one before.
    pub late_frames: u32,
    /// Those that came more than 50 ms after the one before.
    pub long_frames: u32,
    /// The longest time between two.
    pub longest_ms: f64,
    /// The JavaScript heap before, after a garbage collection.
    pub heap_before_bytes: f64,
    /// And afterwards.
    pub heap_after_bytes: f64,
    /// The most rows that were elements at once.
    pub most_rows: u32,
    /// Why it was not measured.
    pub skipped: Option<String>,
}

impl Scrolling {
    /// What the heap has grown by, in megabytes.
    pub fn growth_mb(&self) -> f64 {
        (self.heap_after_bytes - self.heap_before_bytes) / 1e6
    }
}

/// What the browser is sent, as it is sent.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Budgets {
    /// By the first visit to the list.
    pub first: FirstVisit,
    /// By screens that are gone to from there.
    pub later: Vec<LaterVisit>,
}

/// The first visit to the list, until its rows are painted.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct FirstVisit {
    /// JavaScript.
    pub script_bytes: u32,
    /// Style sheets.
    pub style_bytes: u32,
    /// Requests, but for those to the API.
    pub requests: u32,
    /// Fonts.
    pub fonts: u32,
}

/// Another screen.
#[derive(Debug, Deserialize, Serialize)]
pub struct LaterVisit {
    /// Its path.
    pub route: String,
    /// JavaScript and style sheets that come on top.
    pub bytes: u32,
}

/// Lighthouse on one screen.
#[derive(Debug, Deserialize, Serialize)]
pub struct Audited {
    /// Its path.
    pub path: String,
    /// Each run.
    pub runs: Vec<Audit>,
}

/// One run of Lighthouse. Scores are of 100.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Audit {
    /// Performance.
    pub performance: f64,
    /// Accessibility.
    pub accessibility: f64,
    /// Best practices.
    pub best_practices: f64,
    /// Largest contentful paint.
    pub lcp_ms: f64,
    /// Total blocking time.
    pub tbt_ms: f64,
    /// Cumulative layout shift.
    pub cls: f64,
    /// Audits that did not pass, performance's apart.
    pub failed: Vec<String>,
}

impl Audited {
    /// The median of the runs of something.
    pub fn median(&self, of: fn(&Audit) -> f64) -> f64 {
        median(self.runs.iter().map(of).collect())
    }
}

/// What rendered again when something changed.
#[derive(Debug, Deserialize, Serialize)]
pub struct Renders {
    /// What changed.
    pub what: String,
    /// Rows that rendered again though it does not concern them.
    pub rows_again: u32,
    /// Trees that React committed.
    pub commits: u32,
    /// Time it spent in rendering.
    pub render_ms: f64,
    /// Every component that rendered again, and how often.
    pub components: BTreeMap<String, u32>,
}

/// A scripted day.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Session {
    /// What the person does.
    pub steps: u32,
    /// With the client's cache.
    pub cached: Calls,
    /// Without.
    pub uncached: Calls,
}

impl Session {
    /// The share of requests that the client's cache saves.
    pub fn saved(&self) -> f64 {
        1.0 - f64::from(self.cached.total) / f64::from(self.uncached.total)
    }

    /// The share of what was asked of the library that a cache answered, the client's or the server's.
    pub fn library_hit_rate(&self) -> f64 {
        let asked = f64::from(self.uncached.library());
        (asked - f64::from(self.cached.library()) + f64::from(self.cached.library_hits)) / asked
    }
}

/// Requests to the API.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Calls {
    /// By what they are for.
    pub calls: BTreeMap<String, u32>,
    /// All of them.
    pub total: u32,
    /// Those for templates, scenarios and edge cases that the server answered from its cache.
    pub library_hits: u32,
}

impl Calls {
    /// Those for templates, scenarios and edge cases.
    pub fn library(&self) -> u32 {
        self.calls.get("library").copied().unwrap_or_default()
    }
}
