//! Everything that was measured under load, for people and as JSON.

use super::{
    export::{self, Export},
    faults::{self, Fault},
    k6::Outcome,
    recorded::Comparison,
    watch::{self, Sample},
};
use crate::bench::{
    database::Facts,
    part::{Circumstances, Measured},
    samples::Summary,
    table::Table,
    targets::{CONNECTIONS_SHARE, GROWTH, RECORDED_OFF, Target},
};
use serde::{Deserialize, Serialize};

/// A script that was run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scenario {
    /// The script without its ending, and what was special about the run.
    pub name: String,
    /// How long it was meant to take, in seconds.
    pub seconds: f64,
    /// What k6 says of it.
    pub outcome: Outcome,
    /// What was recorded of it.
    pub recorded: Comparison,
    /// What host and database looked like meanwhile.
    pub samples: Vec<Sample>,
    /// The most connections to the database, over those that the server takes.
    pub connections_share: Option<f64>,
    /// How many times the memory after the warm-up the host had at the end.
    pub growth: Option<f64>,
}

/// A run of `cargo xtask bench load`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// When, from what and on what.
    #[serde(flatten)]
    pub circumstances: Circumstances,
    /// What k6 says of itself.
    pub generator_version: String,
    /// The database.
    pub database: Facts,
    /// Every script.
    pub scenarios: Vec<Scenario>,
    /// What went away under load.
    pub faults: Vec<Fault>,
    /// An export of everything.
    pub export: Export,
    /// What had to be reached.
    pub targets: Vec<Target>,
}

impl Report {
    /// Works out the targets.
    pub fn judge(&mut self) {
        let quick = self.circumstances.quick;
        self.targets = self
            .scenarios
            .iter()
            .flat_map(|scenario| scenario.targets(quick))
            .chain(faults::targets(&self.faults))
            .chain(export::targets(&self.export))
            .collect();
    }

    fn print_scenarios(&self) {
        let mut table = Table::new(&[
            "scenario",
            "s",
            "requests",
            "/s",
            "p50",
            "p95",
            "p99 ms",
            "refused",
            "failed",
            "most connections",
            "memory",
        ]);
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        for scenario in &self.scenarios {
            let outcome = &scenario.outcome;
            let most = watch::most_connections(&scenario.samples);
            let mut row = vec![
                scenario.name.clone(),
                format!("{:.0}", scenario.seconds),
                outcome.requests.to_string(),
                format!("{:.0}", outcome.rate),
            ];
            row.extend(percentiles(&outcome.latency));
            row.extend([
                outcome.refused.to_string(),
                outcome.failed.to_string(),
                or_dash(most.map(|most| most.to_string())),
                or_dash(scenario.growth.map(|growth| format!("{growth:.3}"))),
            ]);
            table.row(row);
            for (users, times) in outcome.by_users() {
                let mut row = vec![
                    format!("  {users} users"),
                    String::new(),
                    times.samples.to_string(),
                    String::new(),
                ];
                row.extend(percentiles(times));
                table.row(row);
            }
        }
        println!("\nUsers\n");
        table.lines().iter().for_each(|line| println!("{line}"));
    }

    fn print_recorded(&self) {
        let mut table = Table::new(&[
            "of",
            "account",
            "requests",
            "p50",
            "p95",
            "p99 ms",
            "furthest off",
            "lost",
        ]);
        for scenario in &self.scenarios {
            let recorded = &scenario.recorded;
            for (account, times, off, lost) in [
                ("recorded", &recorded.recorded, None, Some(recorded.lost)),
                (
                    "in the answers",
                    &recorded.own_account,
                    Some(recorded.off_own_account()),
                    None,
                ),
                (
                    "k6's clock",
                    &recorded.generator,
                    Some(recorded.off_generator()),
                    None,
                ),
            ] {
                table.row([
                    scenario.name.to_owned(),
                    account.to_owned(),
                    times.samples.to_string(),
                    format!("{:.2}", times.p50_ms),
                    format!("{:.2}", times.p95_ms),
                    format!("{:.2}", times.p99_ms),
                    off.map_or_else(String::new, |off| format!("{:.1} %", off * 100.0)),
                    lost.map_or_else(String::new, |lost| lost.to_string()),
                ]);
            }
        }
        println!("\nWhat Parley recorded of it\n");
        table.lines().iter().for_each(|line| println!("{line}"));
    }
}

impl Measured for Report {
    fn file_name(&self) -> String {
        format!(
            "load-{}-{}.json",
            self.database.rows, self.circumstances.host
        )
    }

    fn print(&self) {
        println!(
            "{} on {}, {}, {} processors, {} conversations",
            self.circumstances.began_at,
            self.circumstances.host_version,
            self.generator_version,
            self.circumstances.processors,
            self.database.rows
        );
        self.print_scenarios();
        self.print_recorded();
        faults::print(&self.faults);
        export::print(&self.export);
    }

    fn targets(&self) -> &[Target] {
        &self.targets
    }
}

fn percentiles(times: &Summary) -> [String; 3] {
    [times.p50_ms, times.p95_ms, times.p99_ms].map(|ms| format!("{ms:.1}"))
}

impl Scenario {
    fn targets(&self, quick: bool) -> Vec<Target> {
        let name = self.name.as_str();
        let is_far = name == super::FAR;
        // The scripts' limits are for a database that is near.
        let mut targets = if is_far {
            Vec::new()
        } else {
            let targets = self.outcome.targets(name, quick).into_iter();
            // So many users within seconds say nothing about a host that is not optimised.
            let is_too_much = quick && name == super::STRESS;
            targets.map(|target| target.unless(is_too_much)).collect()
        };
        targets.push(Target::none(
            format!("{name}, answers that were not recorded, or twice"),
            self.recorded.lost.unsigned_abs() as usize,
        ));
        targets.push(
            Target::below(
                format!("{name}, recorded percentiles off what the answers said"),
                self.recorded.off_own_account(),
                RECORDED_OFF,
                "",
            )
            .unless(quick),
        );
        if is_far {
            targets.push(
                Target::below(
                    format!("{name}, recorded percentiles off k6's own"),
                    self.recorded.off_generator(),
                    RECORDED_OFF,
                    "",
                )
                .unless(quick),
            );
        }
        if name == super::BASELINE
            && let Some(share) = self.connections_share
        {
            let name = format!("{name}, share of the server's connections");
            targets.push(Target::below(name, share, CONNECTIONS_SHARE, "").unless(quick));
        }
        if name == super::ENDURANCE
            && let Some(growth) = self.growth
        {
            targets.push(
                Target::below(
                    format!("{name}, growth of the host's memory"),
                    growth,
                    GROWTH,
                    "times",
                )
                .unless(quick),
            );
        }
        targets
    }
}
