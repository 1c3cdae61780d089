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
    payload::{self, Payload},
    targets::{self, Target},
};
use anyhow::{Context, Result};
use serde::Serialize;
use std::{fs, path::Path};

/// A run of `cargo xtask bench list`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What was run.
    pub benchmark: &'static str,
    /// When it began, RFC 3339.
    pub began_at: String,
    /// The commit it was built from; none outside a repository.
    pub commit: Option<String>,
    /// What ran the components: `spin` or `local`.
    pub host: &'static str,
    /// What that says of itself.
    pub host_version: String,
    /// What the machine says of itself; none where the system does not say.
    pub machine: Option<String>,
    /// Processors of the machine.
    pub processors: usize,
    /// Whether it only looked whether everything runs.
    pub quick: bool,
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
        let quick = self.quick;
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

    /// How many targets were missed.
    pub fn missed(&self) -> usize {
        targets::missed(&self.targets)
    }

    /// Prints it on standard output.
    pub fn print(&self) {
        println!(
            "{} on {}, {} processors, {} conversations",
            self.began_at, self.host_version, self.processors, self.database.rows
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
        targets::print(&self.targets);
    }

    /// Writes it as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, serde_json::to_vec_pretty(self)?)
            .with_context(|| format!("cannot write {}", path.display()))
    }
}
