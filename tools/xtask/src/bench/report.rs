//! Everything that was measured, for people and as JSON for the report that is written from several runs.

use super::{
    bare::{self, Ratio},
    busy::{self, Soak, Throughput},
    cached::{self, Cached},
    cold::{self, Cold},
    counts::{self, Count},
    database::Facts,
    native,
    overhead::{self, Overhead},
    pages::{self, Cell},
    part::{Circumstances, Measured},
    payload::{self, Payload},
    targets::Target,
};
use serde::Serialize;

/// A run of `cargo xtask bench list`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// When, from what and on what.
    #[serde(flatten)]
    pub circumstances: Circumstances,
    /// The database.
    pub database: Facts,
    /// The matrix.
    pub matrix: Vec<Cell>,
    /// Counts and facets.
    pub counts: Vec<Count>,
    /// What is cached, with caches and without.
    pub cached: Vec<Cached>,
    /// Throughput of the first page.
    pub throughput: Vec<Throughput>,
    /// Everything at once for a while.
    pub soak: Soak,
    /// The list against the bare component.
    pub bare: Vec<Ratio>,
    /// The list against a native server; empty on Spin.
    pub native: Vec<native::Ratio>,
    /// What metrics cost.
    pub overhead: Overhead,
    /// Cold instances and sizes.
    pub components: Vec<Cold>,
    /// Sizes of pages.
    pub payload: Vec<Payload>,
    /// What had to be reached.
    pub targets: Vec<Target>,
}

impl Report {
    /// Works out the targets.
    pub fn judge(&mut self) {
        let quick = self.circumstances.quick;
        self.targets = [
            pages::targets(&self.matrix, quick),
            counts::targets(&self.counts, quick),
            cached::targets(&self.cached, quick),
            busy::targets(&self.throughput, &self.soak, quick),
            bare::targets(&self.bare, quick),
            native::targets(&self.native, quick),
            overhead::targets(&self.overhead, quick),
            cold::targets(&self.components, quick),
            payload::targets(&self.payload),
        ]
        .concat();
    }
}

impl Measured for Report {
    fn file_name(&self) -> String {
        format!(
            "list-{}-{}.json",
            self.database.rows, self.circumstances.host
        )
    }

    fn print(&self) {
        println!(
            "{} on {}, {} processors, {} conversations",
            self.circumstances.began_at,
            self.circumstances.host_version,
            self.circumstances.processors,
            self.database.rows
        );
        for (name, value) in &self.database.settings {
            println!("  {name} = {value}");
        }
        pages::print(&self.matrix);
        counts::print(&self.counts);
        cached::print(&self.cached);
        busy::print(&self.throughput, &self.soak);
        bare::print(&self.bare);
        native::print(&self.native);
        overhead::print(&self.overhead);
        cold::print(&self.components);
        payload::print(&self.payload);
    }

    fn targets(&self) -> &[Target] {
        &self.targets
    }
}
