//! The SQL of every list that performance.md has measured, with the plan that Postgres makes for it, as files to review.
//!
//! A plan follows from the data, so the files are of 1,000,000 demo conversations; `tests/performance/database/README.md`
//! says how to renew them. That their SQL is what the store makes of each list is a test, which needs no database.

mod cells;
mod file;

use crate::{
    bench::matrix::{self, Filter},
    statement::bound,
    steps::Step,
    workspace::{root, run},
};
use anyhow::{Context, Result, anyhow, ensure};
pub use cells::{Cell, cells};
pub use file::Block;
use parley_domain::{
    query::ListQuery,
    sort::{Direction, SortKey},
};
use parley_store::{
    conversations::{
        plan::{self, Inquiry, Plan},
        words::WordOrder,
    },
    statement::Statement,
};
use sqlx::{Connection, PgConnection, Row};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// How many demo conversations the plans are of.
const ROWS: i64 = 1_000_000;

const BOUNDED_SCAN: Plan = Plan::Scan {
    bound: Some(file::BOUND),
};
const BOUNDED_GRID: Plan = Plan::Grid {
    bound: Some(file::BOUND),
};

const COLLECT: Plan = Plan::Collect {
    words: WordOrder::AS_TYPED,
};

const WAYS: [(&str, Plan); 6] = [
    ("scan", Plan::Scan { bound: None }),
    ("scan, bounded", BOUNDED_SCAN),
    ("grid", Plan::Grid { bound: None }),
    ("grid, bounded", BOUNDED_GRID),
    ("days", Plan::Days),
    ("collect", COLLECT),
];

/// Where the files are.
pub fn folder() -> PathBuf {
    root().join("tests/performance/database/plans")
}

/// The name of a filter's file.
pub fn file_name(filter: &Filter) -> String {
    format!("{}.sql", filter.name.replace(' ', "_"))
}

/// Writes the files anew, or with `check` shows how they would change.
///
/// # Errors
/// When the database holds something else than what the plans are of, or when `check` finds a difference.
pub async fn plans(url: &str, check: bool) -> Result<()> {
    let mut connection = connect(url).await?;
    let filters = matrix::filters();
    let step = Step::counting("Plans", filters.len() as u64);
    let version: String =
        sqlx::query_scalar("SELECT (current_setting('server_version_num')::integer / 10000)::text")
            .fetch_one(&mut connection)
            .await?;
    let anew = tempfile::tempdir()?;
    for filter in &filters {
        let text = text(&mut connection, filter, &version).await?;
        fs::write(anew.path().join(file_name(filter)), text)?;
        step.bar().inc(1);
    }
    connection.close().await?;
    step.done(&format!("PostgreSQL {version}, {ROWS} conversations"));
    if check {
        return compare(anew.path());
    }
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for file in fs::read_dir(anew.path())? {
        let file = file?;
        fs::copy(file.path(), folder.join(file.file_name()))?;
    }
    Ok(())
}

/// A connection that only reads, and that shows instants alike wherever it is.
async fn connect(url: &str) -> Result<PgConnection> {
    let mut connection = PgConnection::connect(url)
        .await
        .context("cannot connect to the database: is the server up, and the URL right?")?;
    sqlx::raw_sql(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET TIME ZONE 'UTC'; SET DATESTYLE = 'ISO'",
    )
    .execute(&mut connection)
    .await?;
    let rows: i64 = sqlx::query_scalar(
        "SELECT coalesce(sum(row_count), 0)::int8 FROM conversation_quality_counts",
    )
    .fetch_one(&mut connection)
    .await
    .context("cannot read the counters; migrate the database first (`cargo xtask migrate up`)")?;
    ensure!(
        rows == ROWS,
        "the plans are of {ROWS} demo conversations, and the database holds {rows}: `cargo xtask seed --rows {ROWS}` into an empty one"
    );
    Ok(connection)
}

fn compare(anew: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.args(["--no-pager", "diff", "--no-index", "--"])
        .args([folder().as_path(), anew]);
    run(&mut git)
        .context("the plans have changed: review them, and renew the files by `cargo xtask plans`")
}

async fn text(connection: &mut PgConnection, filter: &Filter, version: &str) -> Result<String> {
    let separator = if filter.query.is_empty() { "" } else { "?" };
    let mut text = format!(
        "-- {}: GET /api/conversations{separator}{}\n-- As PostgreSQL {version} plans it over 1,000,000 demo conversations; ../README.md says how to read this.\n",
        filter.name, filter.query
    );
    for key in SortKey::ALL {
        for block in blocks(connection, filter, *key).await? {
            text.push('\n');
            text += &block.to_string();
        }
    }
    Ok(text)
}

async fn blocks(
    connection: &mut PgConnection,
    filter: &Filter,
    key: SortKey,
) -> Result<Vec<Block>> {
    let plan = plan_for(connection, filter, key).await?;
    let (way, with_placeholder) = way(plan)?;
    let shown = cells(filter, key, with_placeholder)?;
    let mut blocks: Vec<Block> = Vec::new();
    for ((cell, statement), (_, shown)) in cells(filter, key, plan)?.into_iter().zip(shown) {
        let lines = lines(connection, &statement, "EXPLAIN (COSTS OFF) ").await?;
        let block = Block::new(cell, way, shown.text(), &lines);
        let new = blocks
            .iter_mut()
            .try_fold(block, |block, other| other.take_in(block));
        blocks.extend(new);
    }
    Ok(blocks)
}

/// The plan of a filter's list; it is the same for both directions and every page.
async fn plan_for(connection: &mut PgConnection, filter: &Filter, key: SortKey) -> Result<Plan> {
    let query = matrix::parse(&matrix::list_query(filter, (key, Direction::Descending)))?;
    match plan::at_once(&query) {
        Some(plan) => Ok(plan),
        None => Ok(asked(connection, &query).await?.0),
    }
}

/// The plan of a list, asked as its component asks, and what was asked, in order.
///
/// # Errors
/// When the database cannot tell.
pub async fn asked(
    connection: &mut PgConnection,
    query: &ListQuery,
) -> Result<(Plan, Vec<Statement>)> {
    let mut inquiry = Inquiry::for_page(&query.filter);
    let mut statements = Vec::new();
    while let Some(statement) = inquiry.next() {
        let answer = lines(connection, &statement, "").await?;
        inquiry
            .answer(&answer)
            .map_err(|_| anyhow!("no estimate in {answer:?}"))?;
        statements.push(statement);
    }
    Ok((inquiry.plan(query), statements))
}

/// What a statement gives, a line of text for each row.
async fn lines(
    connection: &mut PgConnection,
    statement: &Statement,
    prefix: &'static str,
) -> Result<String> {
    let rows = bound(statement, prefix).fetch_all(connection).await?;
    let lines: Vec<String> = rows
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    Ok(lines.join("\n"))
}

/// What the files call a plan, and the plan with what stands in them for its bound.
fn way(plan: Plan) -> Result<(&'static str, Plan)> {
    let shown = match plan {
        Plan::Scan { bound: Some(_) } => BOUNDED_SCAN,
        Plan::Grid { bound: Some(_) } => BOUNDED_GRID,
        // Words are values, so their order does not show in SQL.
        Plan::Collect { .. } => COLLECT,
        _ => plan,
    };
    WAYS.into_iter()
        .find(|(_, plan)| *plan == shown)
        .context("every plan has a name")
}

/// The plan that the files call so, with what stands in them for its bound.
pub fn plan_of(way: &str) -> Option<Plan> {
    WAYS.into_iter()
        .find_map(|(name, plan)| (name == way).then_some(plan))
}
