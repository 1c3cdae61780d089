//! Every way to a count and to facets gives the numbers that `count(*)` and `GROUP BY` give.

mod common;

use anyhow::{Result, ensure};
use indicatif::ProgressBar;
use parley_domain::{
    filter::Filter,
    query::{FacetsQuery, ListQuery},
};
use parley_store::conversations::{
    count,
    facets::{self, Spread},
    page::{self, Section},
    plan::{self, Plan},
    words::WordOrder,
};
use parley_xtask::{
    postgres::Cluster,
    seed,
    statement::{bound, fetch},
};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeMap;

const ROWS: u64 = 20_000;

/// A filter as in a URL, and what it means.
type Meaning = (&'static str, &'static str);

/// What the counters answer, alone or together with the rows at the ends of a range.
const COUNTED: [Meaning; 27] = [
    ("", "true"),
    ("status=approved", "status = 'approved'"),
    (
        "tier=scenario,edge_case&status=failed,draft",
        "tier IN ('scenario', 'edge_case') AND status IN ('failed', 'draft')",
    ),
    (
        "quality_min=8&quality_max=9",
        "quality_score >= 8 AND quality_score <= 9",
    ),
    ("quality_min=9.9", "quality_score >= 9.9"),
    ("quality_min=10", "quality_score >= 10"),
    ("quality_max=0", "quality_score <= 0"),
    ("quality_max=3.2", "quality_score <= 3.2"),
    ("quality_min=8.5&quality_max=8.5", "quality_score = 8.5"),
    (
        "quality_min=8.55&quality_max=8.57",
        "quality_score IN (8.55, 8.56, 8.57)",
    ),
    (
        "quality_min=8.5&quality_max=8.57",
        "quality_score >= 8.5 AND quality_score <= 8.57",
    ),
    (
        "quality_min=8.55&quality_max=8.6",
        "quality_score >= 8.55 AND quality_score <= 8.6",
    ),
    (
        "quality_min=8.55&quality_max=8.63",
        "quality_score >= 8.55 AND quality_score <= 8.63",
    ),
    ("quality_min=8.41", "quality_score >= 8.41"),
    ("quality_max=8.59", "quality_score <= 8.59"),
    (
        "tier=template&status=approved&quality_min=7.01&quality_max=8.99",
        "tier = 'template' AND status = 'approved' AND quality_score >= 7.01 AND quality_score <= 8.99",
    ),
    (
        "start_date=2026-05-01&end_date=2026-05-31",
        "created_at >= '2026-05-01 00:00Z' AND created_at < '2026-06-01 00:00Z'",
    ),
    ("start_date=2026-08-20", "created_at >= '2026-08-20 00:00Z'"),
    ("end_date=2025-01-31", "created_at < '2025-02-01 00:00Z'"),
    (
        "start_date=2026-08-20T09:30:00Z",
        "created_at >= '2026-08-20 09:30Z'",
    ),
    (
        "end_date=2026-08-20T09:30:00Z",
        "created_at <= '2026-08-20 09:30Z'",
    ),
    (
        "start_date=2026-08-20T09:30:00Z&end_date=2026-08-20T18:00:00Z",
        "created_at >= '2026-08-20 09:30Z' AND created_at <= '2026-08-20 18:00Z'",
    ),
    (
        "start_date=2026-08-20&end_date=2026-08-20T18:00:00Z",
        "created_at >= '2026-08-20 00:00Z' AND created_at <= '2026-08-20 18:00Z'",
    ),
    (
        "start_date=2026-08-20T09:30:00Z&end_date=2026-08-20",
        "created_at >= '2026-08-20 09:30Z' AND created_at < '2026-08-21 00:00Z'",
    ),
    (
        "start_date=2026-08-20T09:30:00Z&end_date=2026-08-21T00:00:00Z",
        "created_at >= '2026-08-20 09:30Z' AND created_at <= '2026-08-21 00:00Z'",
    ),
    (
        "start_date=2026-08-18T09:30:00Z&end_date=2026-08-21T18:00:00Z",
        "created_at >= '2026-08-18 09:30Z' AND created_at <= '2026-08-21 18:00Z'",
    ),
    (
        "tier=template&status=approved,rejected&start_date=2026-07-18T09:30:00Z&end_date=2026-08-21T18:00:00Z",
        "tier = 'template' AND status IN ('approved', 'rejected') \
         AND created_at >= '2026-07-18 09:30Z' AND created_at <= '2026-08-21 18:00Z'",
    ),
];

/// What only the conversations themselves tell.
const LOOKED_AT: [Meaning; 5] = [
    (
        "search=planning&tier=template",
        "to_tsvector('english', title) @@ to_tsquery('english', 'plan') AND tier = 'template'",
    ),
    (
        "category=tax,debt",
        "('tax' = ANY (category) OR 'debt' = ANY (category))",
    ),
    (
        "persona=Patient+customer&quality_max=8.25",
        "persona = 'Patient customer' AND quality_score <= 8.25",
    ),
    (
        "quality_min=8&start_date=2026-05-01",
        "quality_score >= 8 AND created_at >= '2026-05-01 00:00Z'",
    ),
    (
        "emotion=calm&emotion=proud&end_date=2026-01-01T12:00:00Z",
        "emotion IN ('calm', 'proud') AND created_at <= '2026-01-01 12:00Z'",
    ),
];

/// Demo conversations, and one with each of the scores at the ends of the scale, which they lack.
async fn seeded() -> Result<(Cluster, PgConnection)> {
    let (cluster, mut connection) = common::migrated().await?;
    let demo = seed::Options {
        detailed: 0,
        ..seed::Options::demo(ROWS)
    };
    seed::seed(&cluster.url(), demo, &ProgressBar::hidden()).await?;
    sqlx::query("INSERT INTO conversations (title, tier, quality_score) VALUES ('worst', 'template', 0), ('best', 'template', 10)")
        .execute(&mut connection)
        .await?;
    Ok((cluster, connection))
}

fn filter(query: &str) -> Filter {
    FacetsQuery::parse(query).expect("a filter").filter
}

/// `count(*)`; a filter that selects nothing would prove nothing.
async fn actual(connection: &mut PgConnection, condition: &str) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM conversations WHERE {condition}");
    let count = sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(connection)
        .await?;
    ensure!(count > 0, "nothing where {condition}");
    Ok(count)
}

#[tokio::test]
async fn the_counters_and_a_count_agree_with_the_table() -> Result<()> {
    let (_cluster, mut connection) = seeded().await?;
    for (query, condition) in COUNTED {
        let counted = count::counted(&filter(query)).expect("the counters know it");
        let counted: i64 = fetch(&mut connection, &counted).await?;
        assert_eq!(
            counted,
            actual(&mut connection, condition).await?,
            "{query}"
        );
    }
    for (query, condition) in COUNTED.into_iter().chain(LOOKED_AT) {
        let exact: i64 = fetch(&mut connection, &count::exact(&filter(query))).await?;
        assert_eq!(exact, actual(&mut connection, condition).await?, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn the_total_on_a_first_page_is_the_count_where_it_is_known() -> Result<()> {
    let (_cluster, mut connection) = seeded().await?;
    let mut known = 0;
    for (query, condition) in COUNTED.into_iter().chain(LOOKED_AT) {
        let query = ListQuery::parse(query).expect("a list");
        let plan = plan::at_once(&query).unwrap_or(Plan::Collect {
            words: WordOrder::AS_TYPED,
        });
        let statement = page::rows(&query, plan, Section::Whole, 26);
        let row = bound(&statement, "").fetch_one(&mut connection).await?;
        if let Some(total) = row.try_get::<Option<i64>, _>(1)? {
            assert_eq!(
                total,
                actual(&mut connection, condition).await?,
                "{condition}"
            );
            known += 1;
        }
    }
    assert!(known > 0, "no total is known");
    Ok(())
}

/// How what matches is spread, each way by a statement of its own.
async fn actual_spread(connection: &mut PgConnection, condition: &str) -> Result<Spread> {
    let mut grouped = async |by: &str| -> Result<BTreeMap<String, i64>> {
        let sql = format!("SELECT {by}, count(*) FROM conversations WHERE {condition} GROUP BY 1");
        let rows: Vec<(String, i64)> = sqlx::query_as(AssertSqlSafe(sql))
            .fetch_all(&mut *connection)
            .await?;
        Ok(rows.into_iter().collect())
    };
    Ok(Spread {
        status: grouped("status").await?,
        tier: grouped("tier").await?,
        quality: grouped(
            "CASE WHEN quality_score IS NULL THEN 'none' WHEN quality_score = 10 THEN '9' \
             ELSE trunc(quality_score)::text END",
        )
        .await?,
    })
}

#[tokio::test]
async fn facets_agree_with_the_table() -> Result<()> {
    let (_cluster, mut connection) = seeded().await?;
    let mut counted = 0;
    for (query, condition) in COUNTED.into_iter().chain(LOOKED_AT) {
        let actual = actual_spread(&mut connection, condition).await?;
        let filter = filter(query);
        let from_counters = facets::counted(&filter);
        counted += usize::from(from_counters.is_some());
        for statement in [Some(facets::exact(&filter)), from_counters]
            .into_iter()
            .flatten()
        {
            let json: String = fetch(&mut connection, &statement).await?;
            let spread: Spread = serde_json::from_str(&json)?;
            assert_eq!(spread, actual, "{query}: {}", statement.text());
        }
    }
    assert!(counted > 0, "the counters know no facets");
    Ok(())
}
