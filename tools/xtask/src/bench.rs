//! Measurements over real HTTP against a real Postgres, and whether they reach what they have to.
//!
//! | module | what it holds |
//! |---|---|
//! | [`list`] | `cargo xtask bench list`: its flags, and the order of everything below |
//! | [`dashboard`] | `cargo xtask bench dashboard`: the dashboard in a browser; what it measures is in `tests/performance/frontend` |
//! | [`scenarios`] | `cargo xtask bench load`: people at the desk, as k6 plays them |
//! | [`builds`] | `cargo xtask bench builds`: builds of the list beside each other, to choose between them |
//! | [`all`], [`overview`] | `cargo xtask bench all`: these one after the other, and the report of all |
//! | [`part`] | what each of them is asked, and what is done around its measuring |
//! | [`matrix`], [`places`], [`pages`] | what a list can be asked; where its pages begin; every one of them measured |
//! | [`counts`] | counts and facets |
//! | [`cached`] | what is cached, with caches and without |
//! | [`busy`] | throughput, and a host under load for a while |
//! | [`bare`], [`native`], [`overhead`] | the list against the bare component, a native server, and itself without metrics |
//! | [`cold`], [`payload`] | cold instances and sizes of components; sizes of answers |
//! | [`stage`], [`database`] | what is measured: host, apps, database |
//! | [`sql`], [`http`], [`load`], [`process`], [`samples`] | how it is measured |
//! | [`targets`], [`table`], [`report`] | what it has to reach, and how that is told |
//!
//! The database, the host and the load generator share one machine, and others may use it too: what is compared is
//! measured in turns, and a limit is meant to be kept with room to spare.

pub mod all;
pub mod bare;
pub mod builds;
pub mod busy;
pub mod cached;
pub mod cold;
pub mod counts;
pub mod dashboard;
pub mod database;
pub mod http;
pub mod list;
pub mod load;
pub mod matrix;
pub mod native;
pub mod overhead;
pub mod overview;
pub mod pages;
pub mod part;
pub mod payload;
pub mod places;
pub mod process;
pub mod report;
pub mod samples;
pub mod scenarios;
pub mod sql;
pub mod stage;
pub mod table;
pub mod targets;

use anyhow::Result;
use clap::Subcommand;

/// What to measure.
#[derive(Debug, Clone, Subcommand)]
pub enum Bench {
    /// The list and the count: every filter, sort and page, throughput, cold starts, sizes
    List(list::Options),
    /// The dashboard in Chromium: sizes, Lighthouse, what a person waits for, scrolling, renders, requests
    Dashboard(dashboard::Options),
    /// People at the desk, as k6 plays them: an ordinary hour, a spike, up to 500 users, ten minutes; faults under load
    Load(scenarios::Options),
    /// Builds of the list beside each other and the bare component, in turns, to choose between them
    Builds(builds::Options),
    /// The list, the dashboard and people at the desk, and the report in docs/performance
    All(all::Options),
}

/// Measures, reports, and fails where a target is missed.
///
/// # Errors
/// Also when something cannot be measured.
pub async fn bench(bench: &Bench) -> Result<()> {
    match bench {
        Bench::List(options) => list::list(options).await,
        Bench::Dashboard(options) => dashboard::dashboard(options).await,
        Bench::Load(options) => scenarios::load(options).await,
        Bench::Builds(options) => builds::builds(options).await,
        Bench::All(options) => all::all(options).await,
    }
}
