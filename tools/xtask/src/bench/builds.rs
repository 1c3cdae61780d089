//! `cargo xtask bench builds`: builds of the list's component beside each other and the bare component, each on a host of its own,
//! in turns. It tells what a change to the code, or to how it is compiled, does to the list's throughput, and judges nothing.

use super::{
    bare,
    database::Facts,
    load::{self, Load},
    pages::LIST,
    part::{self, Asked, Circumstances, Measured},
    samples::median,
    stage::{NO_CACHE, Running, Stage},
    table::Table,
    targets::Target,
};
use crate::{steps::Step, workspace::root};
use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use std::{
    fs,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};
use tempfile::TempDir;
use toml::{Table as Toml, Value};

/// Conversations, where nothing else is asked for.
const ROWS: u64 = 1_000_000;

/// What `bench builds` is asked for.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// Builds of the list's component
    #[arg(required = true, value_name = "NAME=PATH")]
    pub builds: Vec<Build>,
    /// Conversations there should be
    #[arg(long, default_value_t = ROWS, conflicts_with = "database_url")]
    pub rows: u64,
    /// Measure on this database as it is, and start no Postgres: postgres://user:password@host:port/database
    #[arg(long)]
    pub database_url: Option<String>,
    /// What every part is asked for
    #[command(flatten)]
    pub asked: Asked,
}

/// A build of the list's component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// What it is called in the table.
    name: String,
    /// The component.
    path: PathBuf,
}

impl FromStr for Build {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok(Self {
                name: name.to_owned(),
                path: path.into(),
            }),
            _ => Err("name=path is what tells one build from another".to_owned()),
        }
    }
}

/// One list of one build, or of the bare component.
#[derive(Debug, Serialize)]
pub struct Compared {
    /// Which list.
    pub list: &'static str,
    /// The build's name; `bare` for the bare component.
    pub build: String,
    /// Answers a second, cache off: the median of the rounds.
    pub rate: f64,
    /// The median of each round's ratio to the bare component.
    pub ratio: f64,
    /// The lowest and the highest of these: how far one round can be trusted.
    pub ratio_range: [f64; 2],
    /// The host's processor time for an answer, in milliseconds; none where the system does not say.
    pub host_ms: Option<f64>,
    /// Answers that were not 200.
    pub errors: usize,
}

/// A run of `cargo xtask bench builds`.
#[derive(Debug, Serialize)]
pub struct Report {
    /// When, from what and on what.
    #[serde(flatten)]
    pub circumstances: Circumstances,
    /// The database.
    pub database: Facts,
    /// What was measured.
    pub builds: Vec<Compared>,
    /// That all of it were answers.
    pub targets: Vec<Target>,
}

/// Measures the builds and prints them.
///
/// # Errors
/// When something cannot be measured, or was not answered with 200.
pub async fn builds(options: &Options) -> Result<()> {
    part::run(&options.asked, measure(options)).await
}

async fn measure(options: &Options) -> Result<Report> {
    let asked = &options.asked;
    bare::build()?;
    let host = asked.find_host()?;
    let circumstances = Circumstances::now("builds", &host, asked.quick);
    let database = asked
        .database(options.database_url.as_deref(), options.rows)
        .await?;
    let stage = Stage::new(host, database, asked.effort())?;
    let manifests = tempfile::tempdir()?;
    let apps: Vec<Running> = options
        .builds
        .iter()
        .map(|build| start(&stage, build, &manifests))
        .collect::<Result<_>>()?;
    let mut compared = Vec::new();
    for (list, query) in bare::LISTS {
        let step = Step::begin(&format!("Builds, {list}"));
        let bare = bare::start(&stage, query).await?;
        let list_path: Arc<[String]> = [format!("{LIST}?{query}")].into();
        let bare_path: Arc<[String]> = [bare::PAGE.to_owned()].into();
        let mut sides = vec![(&bare, &bare_path)];
        sides.extend(apps.iter().map(|app| (app, &list_path)));
        let effort = stage.effort;
        let rounds = load::rounds(&sides, bare::CONNECTIONS, effort.load, effort.rounds).await?;
        let names = options.builds.iter().map(|build| build.name.as_str());
        for (side, name) in ["bare"].into_iter().chain(names).enumerate() {
            compared.push(compare(list, name, side, &rounds));
        }
        step.done("measured");
    }
    let errors = compared.iter().map(|one| one.errors).sum();
    Ok(Report {
        circumstances,
        database: stage.database.facts.clone(),
        builds: compared,
        targets: vec![Target::none("errors of builds and bare component", errors)],
    })
}

/// Starts a host that serves the list from this build, and nothing else.
fn start(stage: &Stage, build: &Build, manifests: &TempDir) -> Result<Running> {
    let path = fs::canonicalize(&build.path)
        .with_context(|| format!("cannot find {}", build.path.display()))?;
    let manifest = fs::read_to_string(root().join("spin.toml"))?;
    let folder = tempfile::tempdir_in(manifests)?.keep();
    let file = folder.join("spin.toml");
    fs::write(&file, with_list_alone(&manifest, &path)?)?;
    stage.start(&file, &NO_CACHE)
}

/// The manifest with the list's component alone, taken from `path`.
fn with_list_alone(manifest: &str, path: &Path) -> Result<String> {
    let mut manifest: Toml = manifest.parse().context("spin.toml is no TOML")?;
    let triggers = manifest
        .get_mut("trigger")
        .and_then(|trigger| trigger.get_mut("http"))
        .and_then(Value::as_array_mut)
        .context("spin.toml has no routes")?;
    triggers.retain(|trigger| trigger.get("component").and_then(Value::as_str) == Some("list"));
    let components = manifest
        .get_mut("component")
        .and_then(Value::as_table_mut)
        .context("spin.toml has no components")?;
    components.retain(|name, _| name == "list");
    let list = components
        .get_mut("list")
        .and_then(Value::as_table_mut)
        .context("spin.toml has no component `list`")?;
    let source = path.to_str().context("the path of a build is no text")?;
    list.insert("source".to_owned(), source.into());
    Ok(manifest.to_string())
}

/// What one side came to; the first side is the bare component.
fn compare(list: &'static str, build: &str, side: usize, rounds: &[Vec<Load>]) -> Compared {
    let of = |of: fn(&Load) -> f64| rounds.iter().map(move |round| of(&round[side]));
    let ratios: Vec<f64> = rounds
        .iter()
        .map(|round| round[side].rate / round[0].rate)
        .collect();
    let host_ms: Option<Vec<f64>> = rounds.iter().map(|round| round[side].host_ms).collect();
    Compared {
        list,
        build: build.to_owned(),
        rate: median(of(|load| load.rate).collect()),
        ratio_range: [
            ratios.iter().copied().fold(f64::INFINITY, f64::min),
            ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ],
        ratio: median(ratios),
        host_ms: host_ms.map(median),
        errors: rounds.iter().map(|round| round[side].failed()).sum(),
    }
}

impl Measured for Report {
    fn file_name(&self) -> String {
        format!(
            "builds-{}-{}.json",
            self.database.rows, self.circumstances.host
        )
    }

    fn print(&self) {
        println!(
            "\nBuilds of the list and the bare component at {} connections, cache off, in turns\n",
            bare::CONNECTIONS
        );
        let heading = ["list", "build", "/s", "of bare", "from", "to", "CPU ms"];
        let mut table = Table::new(&heading);
        for one in &self.builds {
            let [lowest, highest] = one.ratio_range;
            table.row([
                one.list.to_owned(),
                one.build.clone(),
                format!("{:.0}", one.rate),
                format!("{:.3}", one.ratio),
                format!("{lowest:.3}"),
                format!("{highest:.3}"),
                one.host_ms
                    .map_or_else(|| "-".to_owned(), |ms| format!("{ms:.3}")),
            ]);
        }
        table.lines().iter().for_each(|line| println!("{line}"));
    }

    fn targets(&self) -> &[Target] {
        &self.targets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_a_name_and_a_path() {
        let build = Build {
            name: "after".to_owned(),
            path: "a=b.wasm".into(),
        };
        assert_eq!("after=a=b.wasm".parse(), Ok(build));
        for wrong in ["list.wasm", "=list.wasm", "after="] {
            assert!(wrong.parse::<Build>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_manifest_serves_the_list_from_the_build_and_nothing_else() {
        let manifest = fs::read_to_string(root().join("spin.toml")).unwrap();
        let manifest = with_list_alone(&manifest, Path::new("/elsewhere/list.wasm")).unwrap();
        let manifest: Toml = manifest.parse().unwrap();
        let components = manifest["component"].as_table().unwrap();
        assert_eq!(components.keys().collect::<Vec<_>>(), ["list"]);
        let list = &components["list"];
        assert_eq!(list["source"].as_str(), Some("/elsewhere/list.wasm"));
        assert!(list["variables"].get("database_url").is_some());
        let routes = manifest["trigger"]["http"].as_array().unwrap();
        assert_eq!(routes.len(), 1);
        assert_eq!(routes[0]["route"].as_str(), Some("/api/conversations"));
    }

    #[test]
    fn a_side_is_compared_with_the_first_round_by_round() {
        let load = |rate| Load {
            rate,
            ..Load::default()
        };
        let rounds = [
            vec![load(100.0), load(90.0)],
            vec![load(50.0), load(40.0)],
            vec![load(80.0), load(76.0)],
        ];
        let list = compare("newest first", "after", 1, &rounds);
        assert_eq!((list.rate, list.ratio), (76.0, 0.9));
        assert_eq!(list.ratio_range, [0.8, 0.95]);
        assert_eq!(compare("newest first", "bare", 0, &rounds).ratio, 1.0);
    }
}
