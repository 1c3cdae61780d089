//! Everything that was measured of the dashboard, for people and as JSON.

use super::{
    figures::{Figures, OnDatabase},
    limits,
};
use crate::bench::{
    part::{Circumstances, Measured},
    table::Table,
    targets::Target,
};
use anyhow::Result;
use serde::Serialize;

/// A run of `cargo xtask bench dashboard`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// When, from what and on what.
    #[serde(flatten)]
    pub circumstances: Circumstances,
    /// What depends on the database.
    pub databases: Vec<OnDatabase>,
    /// What does not, on the last of them.
    #[serde(flatten)]
    pub figures: Figures,
    /// What had to be reached.
    pub targets: Vec<Target>,
}

impl Report {
    /// Works out the targets.
    ///
    /// # Errors
    /// When the budgets cannot be read.
    pub fn judge(&mut self) -> Result<()> {
        let mut all = limits::once(&self.figures, self.circumstances.quick)?;
        for measured in &self.databases {
            all.extend(limits::on_database(measured, self.circumstances.quick));
        }
        self.targets = all;
        Ok(())
    }

    fn print_lighthouse(&self) {
        let mut table = Table::new(&[
            "Lighthouse, median",
            "performance",
            "accessibility",
            "best practices",
            "LCP ms",
            "TBT ms",
            "CLS",
            "not passed",
        ]);
        for audited in &self.figures.lighthouse {
            table.row([
                audited.path.clone(),
                format!("{:.0}", audited.median(|run| run.performance)),
                format!("{:.0}", audited.median(|run| run.accessibility)),
                format!("{:.0}", audited.median(|run| run.best_practices)),
                format!("{:.0}", audited.median(|run| run.lcp_ms)),
                format!("{:.0}", audited.median(|run| run.tbt_ms)),
                format!("{:.3}", audited.median(|run| run.cls)),
                audited
                    .runs
                    .first()
                    .map(|run| run.failed.join(", "))
                    .unwrap_or_default(),
            ]);
        }
        print_table(&table);
    }

    fn print_renders(&self) {
        let mut table = Table::new(&["when", "rows again", "commits", "rendering ms"]);
        for renders in &self.figures.renders {
            table.row([
                renders.what.clone(),
                renders.rows_again.to_string(),
                renders.commits.to_string(),
                format!("{:.1}", renders.render_ms),
            ]);
        }
        print_table(&table);
    }

    fn print_session(&self) {
        let session = &self.figures.session;
        let mut table = Table::new(&["requests of a day", "with the cache", "without"]);
        for (name, without) in &session.uncached.calls {
            let with = session.cached.calls.get(name).copied().unwrap_or_default();
            table.row([name.clone(), with.to_string(), without.to_string()]);
        }
        table.row([
            format!("all, {} steps", session.steps),
            session.cached.total.to_string(),
            session.uncached.total.to_string(),
        ]);
        print_table(&table);
    }
}

impl Measured for Report {
    fn file_name(&self) -> String {
        format!("dashboard-{}.json", self.circumstances.host)
    }

    fn print(&self) {
        println!(
            "{} on {}, {} processors, Chromium without a graphics card",
            self.circumstances.began_at,
            self.circumstances.host_version,
            self.circumstances.processors
        );
        for measured in &self.databases {
            println!("\n{} conversations\n", measured.database.rows);
            print_interactions(measured);
            print_scrolling(measured);
        }
        self.print_lighthouse();
        self.print_renders();
        self.print_session();
    }

    fn targets(&self) -> &[Target] {
        &self.targets
    }
}

fn print_interactions(measured: &OnDatabase) {
    let mut table = Table::new(&[
        "from the event to the paint",
        "p50 ms",
        "p95 ms",
        "runs",
        "",
    ]);
    for interaction in &measured.interactions {
        table.row([
            interaction.name.clone(),
            format!("{:.0}", interaction.time.p50_ms),
            format!("{:.0}", interaction.time.p95_ms),
            interaction.time.samples.to_string(),
            interaction.skipped.clone().unwrap_or_default(),
        ]);
    }
    print_table(&table);
}

fn print_scrolling(measured: &OnDatabase) {
    let mut table = Table::new(&[
        "moving",
        "frames",
        "over 16.7 ms",
        "over 50 ms",
        "longest ms",
        "heap MB before",
        "after",
        "row elements",
        "",
    ]);
    for scrolling in &measured.scrolling {
        table.row([
            scrolling.name.clone(),
            scrolling.frames.to_string(),
            scrolling.late_frames.to_string(),
            scrolling.long_frames.to_string(),
            format!("{:.1}", scrolling.longest_ms),
            format!("{:.1}", scrolling.heap_before_bytes / 1e6),
            format!("{:.1}", scrolling.heap_after_bytes / 1e6),
            scrolling.most_rows.to_string(),
            scrolling.skipped.clone().unwrap_or_default(),
        ]);
    }
    print_table(&table);
}

fn print_table(table: &Table) {
    println!();
    table.lines().iter().for_each(|line| println!("{line}"));
}
