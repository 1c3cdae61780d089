//! What goes over the wire for a page: of the whole rows, of the columns a table shows, and of those compressed.

use super::{
    http::Connection,
    pages::LIST,
    stage::{NO_CACHE, Stage},
    table::Table,
    targets::{COMPRESSED_SHARE, SELECTED_SHARE, Target},
};
use crate::steps::Step;
use anyhow::{Context, Result, ensure};
use serde::Serialize;

/// Page lengths: the usual one and the longest.
const LIMITS: [usize; 2] = [25, 100];

/// A page in bytes.
#[derive(Debug, Clone, Serialize)]
pub struct Payload {
    /// Rows on it.
    pub rows: usize,
    /// `SELECT *` of the same conversations, as JSON.
    pub whole_rows: usize,
    /// The same without `search_vector`, which no client has a use for.
    pub whole_rows_but_search: usize,
    /// The rows as the list has them.
    pub selected: usize,
    /// The whole answer.
    pub answer: usize,
    /// The whole answer, gzipped.
    pub compressed: usize,
}

impl Payload {
    fn selected_share(&self) -> f64 {
        self.selected as f64 / self.whole_rows as f64
    }

    fn compressed_share(&self) -> f64 {
        self.compressed as f64 / self.answer as f64
    }
}

/// Measures the newest page.
///
/// # Errors
/// When the host goes away or answers something else than a page.
pub async fn measure(stage: &Stage) -> Result<Vec<Payload>> {
    let step = Step::begin("Payload");
    let mut database = stage.database.connect().await?;
    let app = stage.app(&NO_CACHE)?;
    let mut host = Connection::open(&app.origin).await?;
    let mut payloads = Vec::new();
    for limit in LIMITS {
        let path = format!("{LIST}?limit={limit}");
        let plain = host.get_ok(&path).await?;
        let gzipped = host.get_with(&path, Some("gzip")).await?;
        ensure!(
            gzipped.headers.get("content-encoding").is_some(),
            "a page was not compressed"
        );
        let page = plain.json()?;
        let rows = page["data"].as_array().context("a page has rows")?;
        let ids: Vec<String> = rows
            .iter()
            .filter_map(|row| row["id"].as_str().map(str::to_owned))
            .collect();
        let (whole_rows, whole_rows_but_search): (i32, i32) = sqlx::query_as(
            "SELECT octet_length(json_agg(row)::text), \
                    octet_length(jsonb_agg(to_jsonb(row) - 'search_vector')::text) \
             FROM conversations AS row WHERE id = ANY ($1::uuid[])",
        )
        .bind(&ids)
        .fetch_one(&mut database)
        .await?;
        payloads.push(Payload {
            rows: rows.len(),
            whole_rows: usize::try_from(whole_rows)?,
            whole_rows_but_search: usize::try_from(whole_rows_but_search)?,
            selected: page["data"].to_string().len(),
            answer: plain.body.len(),
            compressed: gzipped.body.len(),
        });
    }
    step.done("measured");
    Ok(payloads)
}

/// Prints every page.
pub fn print(payloads: &[Payload]) {
    let mut table = Table::new(&[
        "rows",
        "whole rows",
        "without search_vector",
        "selected",
        "share",
        "answer",
        "gzip",
        "share",
    ]);
    for payload in payloads {
        table.row([
            payload.rows.to_string(),
            payload.whole_rows.to_string(),
            payload.whole_rows_but_search.to_string(),
            payload.selected.to_string(),
            format!("{:.2}", payload.selected_share()),
            payload.answer.to_string(),
            payload.compressed.to_string(),
            format!("{:.2}", payload.compressed_share()),
        ]);
    }
    println!("\nA page in bytes\n");
    table.lines().iter().for_each(|line| println!("{line}"));
}

/// What a page may weigh.
pub fn targets(payloads: &[Payload]) -> Vec<Target> {
    payloads
        .iter()
        .flat_map(|payload| {
            let target = |name: &str, share, limit| {
                Target::below(format!("{name}, {} rows", payload.rows), share, limit, "")
            };
            [
                target(
                    "selected columns of whole rows",
                    payload.selected_share(),
                    SELECTED_SHARE,
                ),
                target(
                    "gzip of an answer",
                    payload.compressed_share(),
                    COMPRESSED_SHARE,
                ),
            ]
        })
        .collect()
}
