//! The matrix, measured: each cell's SQL on a connection of its own, and the same page over HTTP with nothing else going
//! on and every cache off.
//!
//! A cell over its target only by its tail is measured again, up to twice, and its best figures count: whatever else a
//! machine does can make a page slower and never faster.

use super::{
    http::{self, Connection},
    matrix::{self, Filter, Place},
    places::Places,
    samples::Summary,
    sql::{self, PageRun},
    stage::{NO_CACHE, Stage},
    table::Table,
    targets::{NEEDLE_HTTP_P95_MS, PAGE_HTTP_P95_MS, PAGE_SQL_P95_MS, Target},
};
use crate::steps::Step;
use anyhow::{Context, Result};
use parley_domain::{query::ListQuery, sort::Sort};
use serde::Serialize;
use sqlx::PgConnection;

/// How often a cell is measured again at most.
const MEASURED_AGAIN: usize = 2;

/// Where the list is.
pub const LIST: &str = "/api/conversations";

/// One list and one page of it.
struct Question {
    filter: Filter,
    query: ListQuery,
    place: Place,
    path: String,
}

/// One cell of the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The kind of filter.
    pub filter: &'static str,
    /// The key that is sorted by.
    pub sort_by: &'static str,
    /// And its direction.
    pub sort_dir: &'static str,
    /// Where in the list the page stands.
    pub place: Place,
    /// Conversations on the page.
    pub rows: usize,
    /// The plan, as `Server-Timing` names it, else as the statements were chosen.
    pub plan: String,
    /// How many statements it took.
    pub statements: usize,
    /// Rows and index entries that Postgres looked at; none where a statement ran out of time.
    pub rows_examined: Option<u64>,
    /// The statements, prepared anew each time.
    pub sql: Summary,
    /// The whole answer over HTTP.
    pub http: Summary,
    /// How often it was measured: the best figures are kept.
    pub runs: usize,
    /// What was wrong with the answer; none where it was right.
    pub problem: Option<String>,
    #[serde(skip)]
    is_needle: bool,
}

/// Every cell, and the paths it was asked for by.
pub struct Pages {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The request of each, for the load that mixes them.
    pub paths: Vec<String>,
}

/// Measures every cell.
///
/// # Errors
/// When a statement fails, or the host goes away.
pub async fn measure(stage: &Stage) -> Result<Pages> {
    let mut database = stage.database.connect().await?;
    let questions = questions(&mut database).await?;
    let app = stage.app(&NO_CACHE)?;
    let mut host = Connection::open(&app.origin).await?;

    let step = Step::counting("Matrix", questions.len() as u64);
    let mut cells = Vec::with_capacity(questions.len());
    for question in &questions {
        cells.push(cell(stage, &mut database, &mut host, question).await?);
        step.bar().inc(1);
    }
    if !stage.effort.is_quick {
        for _ in 0..MEASURED_AGAIN {
            for (question, cell) in questions.iter().zip(&mut cells) {
                if cell.is_over_by_its_tail() {
                    let again = self::cell(stage, &mut database, &mut host, question).await?;
                    cell.keep_better(again);
                }
            }
        }
    }
    step.done(&format!("{} cells", cells.len()));
    Ok(Pages {
        cells,
        paths: questions
            .into_iter()
            .map(|question| question.path)
            .collect(),
    })
}

/// Every cell's query, with the cursors of its places.
async fn questions(database: &mut PgConnection) -> Result<Vec<Question>> {
    let step = Step::begin("Deep and last pages");
    let filters = matrix::filters();
    let mut questions = Vec::new();
    for sort in matrix::sorts() {
        let mut whole = None;
        // The whole list comes first: its places stand in for those of lists without rows.
        for filter in &filters {
            let list = matrix::list_query(filter, sort);
            let query = matrix::parse(&list)?;
            let places = Places::find(database, &query, whole.as_ref()).await?;
            for place in Place::ALL {
                let cursor = places.cursor(place).cloned();
                let parameter = cursor.as_ref().map_or_else(String::new, |cursor| {
                    let text = cursor.encode(query.sort.direction, query.filter.fingerprint());
                    format!("&cursor={text}")
                });
                questions.push(Question {
                    filter: filter.clone(),
                    query: ListQuery {
                        cursor,
                        ..query.clone()
                    },
                    place,
                    path: format!("{LIST}?{list}{parameter}"),
                });
            }
            whole.get_or_insert(places);
        }
    }
    step.done(&format!("{} lists", questions.len() / Place::ALL.len()));
    Ok(questions)
}

async fn cell(
    stage: &Stage,
    database: &mut PgConnection,
    host: &mut Connection,
    question: &Question,
) -> Result<Cell> {
    let effort = stage.effort;
    let Question { query, path, .. } = question;
    let measured = sql::measure(database, query, effort.samples, effort.budget).await?;
    let http = http::alone(host, path, effort.samples, effort.budget).await?;
    let (rows, problem) = compare(&http.last, measured.last.as_ref(), query)?;
    let statements = measured
        .last
        .as_ref()
        .map_or(&[][..], |page| &page.statements);
    let rows_examined = match statements {
        [] => None,
        statements => sql::rows_examined(database, statements).await?,
    };
    let Sort { key, direction } = query.sort;
    Ok(Cell {
        filter: question.filter.name,
        sort_by: key.name(),
        sort_dir: direction.name(),
        place: question.place,
        rows,
        plan: http
            .last
            .timing("plan")
            .or(measured.last.as_ref().map(|page| page.plan.name()))
            .unwrap_or("timed out")
            .to_owned(),
        statements: statements.len(),
        rows_examined,
        sql: measured.samples.summary(),
        http: http.samples.summary(),
        runs: 1,
        problem,
        is_needle: question.filter.is_needle,
    })
}

/// Holds an answer against what SQL gave: how many rows it shows, and what is wrong with it.
fn compare(
    answer: &http::Answer,
    expected: Option<&PageRun>,
    query: &ListQuery,
) -> Result<(usize, Option<String>)> {
    if !answer.status.is_success() {
        return Ok((0, Some(format!("answered {}", answer.status))));
    }
    if answer
        .headers
        .get("x-cache-hit")
        .is_some_and(|hit| hit == "true")
    {
        return Ok((0, Some("came from a cache that is off".to_owned())));
    }
    let answer = answer.json()?;
    let shown = answer["data"].as_array().context("a page has rows")?;
    let problem = match expected {
        None => Some("SQL timed out, HTTP did not".to_owned()),
        Some(page) => {
            // The row that says there is more is not shown. No page here is read backwards.
            let mut rows: Vec<serde_json::Value> = page
                .rows()
                .into_iter()
                .map(serde_json::from_str)
                .collect::<Result<_, _>>()?;
            rows.truncate(query.limit.rows());
            (rows != *shown).then(|| "shows other rows than SQL gives".to_owned())
        }
    };
    Ok((shown.len(), problem))
}

impl Cell {
    fn is_over_by_its_tail(&self) -> bool {
        let is_tail = |summary: &Summary, limit| summary.p95_ms >= limit && summary.p50_ms < limit;
        is_tail(&self.sql, PAGE_SQL_P95_MS) || is_tail(&self.http, PAGE_HTTP_P95_MS)
    }

    fn keep_better(&mut self, again: Self) {
        self.runs += again.runs;
        self.problem = self.problem.take().or(again.problem);
        if again.sql.p95_ms < self.sql.p95_ms {
            self.sql = again.sql;
        }
        if again.http.p95_ms < self.http.p95_ms {
            self.http = again.http;
        }
    }

    fn name(&self) -> String {
        format!(
            "{}, {} {}, {} page",
            self.filter,
            self.sort_by,
            self.sort_dir,
            self.place.name()
        )
    }

    fn cells(&self) -> Vec<String> {
        let Summary { p50_ms, p95_ms, .. } = self.sql;
        vec![
            self.filter.to_owned(),
            self.sort_by.to_owned(),
            self.sort_dir.to_owned(),
            self.place.name().to_owned(),
            self.rows.to_string(),
            self.plan.clone(),
            self.statements.to_string(),
            self.rows_examined
                .map_or_else(|| "-".to_owned(), |rows| rows.to_string()),
            format!("{p50_ms:.2}"),
            format!("{p95_ms:.2}"),
            format!("{:.2}", self.http.p50_ms),
            format!("{:.2}", self.http.p95_ms),
            self.problem.clone().unwrap_or_default(),
        ]
    }
}

/// Prints every cell, and then the slowest of each kind of filter.
pub fn print(cells: &[Cell]) {
    let heading = [
        "filter", "sort", "dir", "page", "rows", "plan", "stmts", "examined", "SQL p50", "p95 ms",
        "HTTP p50", "p95 ms", "",
    ];
    let mut all = Table::new(&heading);
    let mut slowest = Table::new(&heading);
    for filter in matrix::filters() {
        let of_filter = || cells.iter().filter(|cell| cell.filter == filter.name);
        of_filter().for_each(|cell| all.row(cell.cells()));
        if let Some(cell) = of_filter().max_by(|a, b| a.sql.p95_ms.total_cmp(&b.sql.p95_ms)) {
            slowest.row(cell.cells());
        }
    }
    println!("\nThe matrix, cache off\n");
    all.lines().iter().for_each(|line| println!("{line}"));
    println!("\nThe slowest SQL of each filter\n");
    slowest.lines().iter().for_each(|line| println!("{line}"));
}

/// What the matrix has to reach.
pub fn targets(cells: &[Cell], is_quick: bool) -> Vec<Target> {
    let worst = |name: &str, limit: f64, value: fn(&Cell) -> f64, which: fn(&Cell) -> bool| {
        let slowest = cells
            .iter()
            .filter(|cell| which(cell))
            .max_by(|a, b| value(a).total_cmp(&value(b)));
        let over = cells
            .iter()
            .filter(|cell| which(cell) && value(cell) >= limit)
            .count();
        let note = slowest.map_or_else(String::new, Cell::name);
        let note = if over > 1 {
            format!("{note}, and {} more over the limit", over - 1)
        } else {
            note
        };
        Target::below(name, slowest.map_or(f64::NAN, value), limit, "ms")
            .with_note(note)
            .unless(is_quick)
    };
    let wrong = || cells.iter().filter(|cell| cell.problem.is_some());
    let first = wrong().next().map_or_else(String::new, |cell| {
        format!(
            "{}: {}",
            cell.name(),
            cell.problem.as_deref().unwrap_or_default()
        )
    });
    vec![
        Target::none("cells answered otherwise than SQL", wrong().count()).with_note(first),
        worst(
            "SQL of the slowest cell, p95",
            PAGE_SQL_P95_MS,
            |cell| cell.sql.p95_ms,
            |_| true,
        ),
        worst(
            "HTTP alone of the slowest cell, p95",
            PAGE_HTTP_P95_MS,
            |cell| cell.http.p95_ms,
            |_| true,
        ),
        worst(
            "needle and no-match search over HTTP, p95",
            NEEDLE_HTTP_P95_MS,
            |cell| cell.http.p95_ms,
            |cell| cell.is_needle,
        ),
    ]
}
