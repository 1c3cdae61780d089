//! What the dashboard has to reach. Every limit is Parley's own target in the design's ui.md, where no other source is
//! named; sizes stand in `static/scripts/budgets.json`, which the check of the bundle reads too.

use super::figures::{Budgets, Figures, Interaction, OnDatabase, Scrolling};
use crate::bench::targets::Target;
use anyhow::{Context, Result};
use serde::Deserialize;

/// From the navigation to the first rows: the limit of the largest contentful paint, which they are.
const LOAD_MS: f64 = 1_200.0;

/// From the click on a filter to the first row.
const FILTER_MS: f64 = 300.0;

/// From the click on a header to the rows in that order.
const SORT_MS: f64 = 200.0;

/// From the last letter to the rows: the 150 ms that the field waits for another one, and a filter's time.
const SEARCH_MS: f64 = 450.0;

/// From letting go of the scrollbar to the rows of that place.
const JUMP_MS: f64 = 500.0;

/// From the click, or the key, to the decision being shown. What takes no longer feels immediate (Nielsen, Usability
/// Engineering, 1993, chapter 5).
const APPROVE_MS: f64 = 100.0;

/// Frames that may come later than the next refresh of the screen: 60 frames a second, but for one in a hundred.
const LATE_FRAMES: f64 = 0.01;

/// What the heap may grow by.
const GROWTH_MB: f64 = 10.0;

/// Rows that may be elements.
const MOST_ROWS: f64 = 60.0;

/// Lighthouse's scores.
const SCORE: f64 = 95.0;
const LCP_MS: f64 = 1_200.0;
const TBT_MS: f64 = 100.0;
const CLS: f64 = 0.05;

/// Requests that the client's cache saves (the spec, prompt 4).
const SAVED: f64 = 0.7;

/// What of the library's reads a cache answers (the spec, prompt 4).
const LIBRARY_HIT_RATE: f64 = 0.8;

/// `static/scripts/budgets.json`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sizes {
    initial_script_bytes: u32,
    initial_style_bytes: u32,
    initial_requests: u32,
    later_route_bytes: u32,
    fonts: u32,
}

/// Everything that a database's figures have to reach.
pub fn on_database(measured: &OnDatabase, quick: bool) -> Vec<Target> {
    let rows = measured.database.rows;
    let interactions = measured
        .interactions
        .iter()
        .map(|interaction| interaction_target(interaction, rows).unless(quick));
    let scrolling = measured
        .scrolling
        .iter()
        .filter(|scrolling| scrolling.skipped.is_none())
        .flat_map(|scrolling| scrolling_targets(scrolling, rows, quick));
    interactions.chain(scrolling).collect()
}

fn interaction_target(interaction: &Interaction, rows: u64) -> Target {
    let limit = match interaction.name.as_str() {
        "load to first row" => LOAD_MS,
        "filter by a click" => FILTER_MS,
        "sort by a click" => SORT_MS,
        "search, from the last letter" => SEARCH_MS,
        "jump by the scrollbar" => JUMP_MS,
        _ => APPROVE_MS,
    };
    let name = format!("{}, {rows} rows, p95", interaction.name);
    let target = Target::below(name, interaction.time.p95_ms, limit, "ms");
    match &interaction.skipped {
        Some(reason) => target.with_note(reason).unless(true),
        None => target,
    }
}

fn scrolling_targets(scrolling: &Scrolling, rows: u64, quick: bool) -> [Target; 3] {
    let name = format!("{}, {rows} rows", scrolling.name);
    let late = f64::from(scrolling.late_frames) / f64::from(scrolling.frames);
    [
        // Between jumps nothing moves, and no frame is due.
        Target::below(format!("late frames, {name}"), late, LATE_FRAMES, "")
            .unless(quick || !scrolling.name.starts_with("scrolling")),
        Target::below(
            format!("heap growth, {name}"),
            scrolling.growth_mb(),
            GROWTH_MB,
            "MB",
        ),
        Target::at_most(
            format!("row elements, {name}"),
            f64::from(scrolling.most_rows),
            MOST_ROWS,
        ),
    ]
}

/// Everything that is measured once.
///
/// # Errors
/// When `static/scripts/budgets.json` is not what is expected.
pub fn once(figures: &Figures, quick: bool) -> Result<Vec<Target>> {
    let mut targets = sizes(&figures.budgets)?;
    for audited in &figures.lighthouse {
        let name = |what: &str| format!("Lighthouse {}, {what}", audited.path);
        targets.extend([
            Target::at_least(
                name("performance"),
                audited.median(|run| run.performance),
                SCORE,
            )
            .unless(quick),
            Target::at_least(
                name("accessibility"),
                audited.median(|run| run.accessibility),
                SCORE,
            ),
            Target::at_least(
                name("best practices"),
                audited.median(|run| run.best_practices),
                SCORE,
            ),
            Target::below(name("LCP"), audited.median(|run| run.lcp_ms), LCP_MS, "ms")
                .unless(quick),
            Target::below(name("TBT"), audited.median(|run| run.tbt_ms), TBT_MS, "ms")
                .unless(quick),
            Target::below(name("CLS"), audited.median(|run| run.cls), CLS, ""),
        ]);
    }
    targets.extend(figures.renders.iter().map(|renders| {
        let name = format!("rows rendered again when {}", renders.what);
        Target::none(name, renders.rows_again as usize)
    }));
    let session = &figures.session;
    targets.extend([
        Target::at_least(
            "requests saved by the client's cache",
            session.saved(),
            SAVED,
        )
        .unless(quick),
        Target::at_least(
            "library reads answered by a cache",
            session.library_hit_rate(),
            LIBRARY_HIT_RATE,
        )
        .unless(quick),
    ]);
    Ok(targets)
}

fn sizes(budgets: &Budgets) -> Result<Vec<Target>> {
    let sizes: Sizes =
        serde_json::from_str(include_str!("../../../../../static/scripts/budgets.json"))
            .context("static/scripts/budgets.json")?;
    let at_most = |name: String, measured: u32, limit: u32| {
        Target::at_most(name, f64::from(measured), f64::from(limit))
    };
    let first = &budgets.first;
    let mut targets = vec![
        at_most(
            "initial JavaScript, bytes".to_owned(),
            first.script_bytes,
            sizes.initial_script_bytes,
        ),
        at_most(
            "initial CSS, bytes".to_owned(),
            first.style_bytes,
            sizes.initial_style_bytes,
        ),
        at_most(
            "initial requests".to_owned(),
            first.requests,
            sizes.initial_requests,
        ),
        at_most("fonts".to_owned(), first.fonts, sizes.fonts),
    ];
    targets.extend(budgets.later.iter().map(|later| {
        at_most(
            format!("{}, bytes on top", later.route),
            later.bytes,
            sizes.later_route_bytes,
        )
    }));
    Ok(targets)
}
