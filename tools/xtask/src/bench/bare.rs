//! The list against a component that does nothing but run the same SQL (`tests/performance/bare`), on the same host, in
//! turns: what the list's own work costs, with everything that a machine does to both taken out.

use super::{
    load, matrix,
    pages::LIST,
    sql,
    stage::{NO_CACHE, Running, Stage},
    table::Table,
    targets::{BARE_RATIO, Target},
};
use crate::{steps::Step, toolchain::Toolchain, workspace::root};
use anyhow::{Context, Result};
use parley_store::statement::{Statement, Value};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// Connections on either side, in turns.
pub(super) const CONNECTIONS: usize = 16;

/// Where the bare component answers.
pub(super) const PAGE: &str = "/page";

/// Lists whose page is one statement, of different plans.
pub(super) const LISTS: [(&str, &str); 2] = [
    ("newest first", "sort_by=created_at&sort_dir=desc"),
    (
        "tier, by quality",
        "tier=template&sort_by=quality_score&sort_dir=desc",
    ),
];

/// One list on both.
#[derive(Debug, Clone, Serialize)]
pub struct Ratio {
    /// Which list.
    pub list: &'static str,
    /// Answers a second of the list, cache off: the median of the rounds.
    pub list_rate: f64,
    /// Answers a second of the bare component.
    pub bare_rate: f64,
    /// The median of each round's ratio.
    pub ratio: f64,
    /// The host's processor time for an answer of the list, in milliseconds; none where the system does not say.
    pub list_host_ms: Option<f64>,
    /// And for one of the bare component.
    pub bare_host_ms: Option<f64>,
    /// Answers of either that were not 200.
    pub errors: usize,
}

/// Builds the bare component.
///
/// # Errors
/// When the build fails.
pub fn build() -> Result<()> {
    Toolchain::find()?.run("build", &["parley-bare"], &[])
}

/// Measures both.
///
/// # Errors
/// When a host goes away.
pub async fn measure(stage: &Stage) -> Result<Vec<Ratio>> {
    let step = Step::begin("List against bare component");
    let list = stage.app(&NO_CACHE)?;
    let mut ratios = Vec::new();
    for (name, query) in LISTS {
        let bare = start(stage, query).await?;
        let list_path: Arc<[String]> = [format!("{LIST}?{query}")].into();
        let bare_path: Arc<[String]> = [PAGE.to_owned()].into();
        let loads = load::in_turns(
            [(&list, &list_path), (&bare, &bare_path)],
            CONNECTIONS,
            stage.effort.load,
            stage.effort.rounds,
        )
        .await?;
        ratios.push(Ratio {
            list: name,
            list_rate: load::median_of(&loads, |[list, _]| list.rate),
            bare_rate: load::median_of(&loads, |[_, bare]| bare.rate),
            ratio: load::median_of(&loads, |[list, bare]| list.rate / bare.rate),
            list_host_ms: load::median_host_ms(&loads, 0),
            bare_host_ms: load::median_host_ms(&loads, 1),
            errors: load::failed(&loads),
        });
    }
    step.done("measured");
    Ok(ratios)
}

/// Starts the bare component with the SQL of a list's page.
///
/// # Errors
/// When the page cannot be read, or the host does not start.
pub(super) async fn start(stage: &Stage, query: &str) -> Result<Running> {
    let mut database = stage.database.connect().await?;
    let page = sql::run_page(&mut database, &matrix::parse(query)?).await?;
    let statement = page.statements.last().context("a page has a statement")?;
    stage.start(
        &root().join("tests/performance/bare/spin.toml"),
        &[
            ("page_sql", statement.text()),
            ("page_parameters", &parameters(statement)),
        ],
    )
}

/// A statement's parameters as the bare component reads them, and the native server too.
pub(super) fn parameters(statement: &Statement) -> String {
    let (_, values) = statement.clone().into_parts();
    let values = values.into_iter().map(|value| match value {
        Value::Text(text) => json!(text),
        Value::Texts(texts) => json!(texts),
        Value::Integer(integer) => json!(integer),
    });
    serde_json::Value::from_iter(values).to_string()
}

/// Prints the ratios.
pub fn print(ratios: &[Ratio]) {
    let mut table = Table::new(&[
        "list",
        "list/s",
        "bare/s",
        "ratio",
        "list CPU ms",
        "bare",
        "errors",
    ]);
    let cpu = |ms: Option<f64>| ms.map_or_else(|| "-".to_owned(), |ms| format!("{ms:.3}"));
    for ratio in ratios {
        table.row([
            ratio.list.to_owned(),
            format!("{:.0}", ratio.list_rate),
            format!("{:.0}", ratio.bare_rate),
            format!("{:.3}", ratio.ratio),
            cpu(ratio.list_host_ms),
            cpu(ratio.bare_host_ms),
            ratio.errors.to_string(),
        ]);
    }
    println!(
        "\nThe list and the bare component at {CONNECTIONS} connections, cache off, in turns\n"
    );
    table.lines().iter().for_each(|line| println!("{line}"));
}

/// What the list has to reach.
pub fn targets(ratios: &[Ratio], is_quick: bool) -> Vec<Target> {
    let lowest = ratios.iter().min_by(|a, b| a.ratio.total_cmp(&b.ratio));
    vec![
        Target::at_least(
            "throughput of the list over the bare component's",
            lowest.map_or(f64::NAN, |ratio| ratio.ratio),
            BARE_RATIO,
        )
        .with_note(lowest.map_or("", |ratio| ratio.list))
        .unless(is_quick),
        Target::none(
            "errors of list and bare component",
            ratios.iter().map(|ratio| ratio.errors).sum(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_travel_as_json_of_their_own_types() {
        let mut statement = Statement::new("SELECT ");
        statement
            .bind_text("a")
            .bind_texts(["b", "c"])
            .bind(Value::Integer(26));
        assert_eq!(parameters(&statement), r#"["a",["b","c"],26]"#);
    }
}
