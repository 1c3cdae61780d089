//! The list on the local host against a native server with the same SQL (`tests/performance/native`), in turns: what it
//! costs to be a component. Only on the local host, which is made of the same libraries as that server.

use super::{
    bare::{CONNECTIONS, LISTS, parameters},
    load, matrix,
    pages::LIST,
    sql,
    stage::{NO_CACHE, Stage},
    table::Table,
    targets::{NATIVE_RATIO, Target},
};
use crate::{app::Host, build, steps::Step};
use anyhow::{Context, Result};
use serde::Serialize;
use std::{process::Command, sync::Arc};

/// One list on both.
#[derive(Debug, Clone, Serialize)]
pub struct Ratio {
    /// Which list.
    pub list: &'static str,
    /// Answers a second of the list, cache off: the median of the rounds.
    pub list_rate: f64,
    /// Answers a second of the native server.
    pub native_rate: f64,
    /// The median of each round's ratio.
    pub ratio: f64,
    /// Answers of either that were not 200.
    pub errors: usize,
}

/// Measures both; nothing on Spin.
///
/// # Errors
/// When the native server cannot be built, or a host goes away.
pub async fn measure(stage: &Stage) -> Result<Vec<Ratio>> {
    if !matches!(stage.host, Host::Local { .. }) {
        return Ok(Vec::new());
    }
    let server = build::native_server()?;
    let step = Step::begin("List against native server");
    let mut database = stage.database.connect().await?;
    let list = stage.app(&NO_CACHE)?;
    let mut ratios = Vec::new();
    for (name, query) in LISTS {
        let page = sql::run_page(&mut database, &matrix::parse(query)?).await?;
        let statement = page.statements.last().context("a page has a statement")?;
        let mut command = Command::new(&server);
        command
            .env("DATABASE_URL", &stage.database.url)
            .env("PAGE_SQL", statement.text())
            .env("PAGE_PARAMETERS", parameters(statement));
        let native = stage.program(command)?;
        let list_path: Arc<[String]> = [format!("{LIST}?{query}")].into();
        let native_path: Arc<[String]> = ["/page".to_owned()].into();
        let loads = load::in_turns(
            [(&list, &list_path), (&native, &native_path)],
            CONNECTIONS,
            stage.effort.load,
            stage.effort.rounds,
        )
        .await?;
        ratios.push(Ratio {
            list: name,
            list_rate: load::median_of(&loads, |[list, _]| list.rate),
            native_rate: load::median_of(&loads, |[_, native]| native.rate),
            ratio: load::median_of(&loads, |[list, native]| list.rate / native.rate),
            errors: load::failed(&loads),
        });
    }
    step.done("measured");
    Ok(ratios)
}

/// Prints the ratios.
pub fn print(ratios: &[Ratio]) {
    if ratios.is_empty() {
        return;
    }
    let mut table = Table::new(&["list", "list/s", "native/s", "ratio", "errors"]);
    for ratio in ratios {
        table.row([
            ratio.list.to_owned(),
            format!("{:.0}", ratio.list_rate),
            format!("{:.0}", ratio.native_rate),
            format!("{:.3}", ratio.ratio),
            ratio.errors.to_string(),
        ]);
    }
    println!(
        "\nThe list and the native server at {CONNECTIONS} connections, cache off, in turns\n"
    );
    table.lines().iter().for_each(|line| println!("{line}"));
}

/// What the list has to reach.
pub fn targets(ratios: &[Ratio], is_quick: bool) -> Vec<Target> {
    let Some(lowest) = ratios.iter().min_by(|a, b| a.ratio.total_cmp(&b.ratio)) else {
        return Vec::new();
    };
    vec![
        Target::at_least(
            "throughput of the list over a native server's",
            lowest.ratio,
            NATIVE_RATIO,
        )
        .with_note(lowest.list)
        .unless(is_quick),
        Target::none(
            "errors of list and native server",
            ratios.iter().map(|ratio| ratio.errors).sum(),
        ),
    ]
}
