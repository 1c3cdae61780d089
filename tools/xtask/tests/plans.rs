//! Every plan of a list gives the page that plain SQL gives.
//!
//! What is compared with is written here by hand, and sorted by Postgres as it likes.

mod common;

use anyhow::{Result, anyhow};
use indicatif::ProgressBar;
use parley_domain::{
    cursor::{Cursor, Key, Side},
    query::ListQuery,
    sort::{Direction, SortKey},
    timestamp::{RangeEnd, Timestamp},
};
use parley_store::{
    conversations::{
        page::{self, Section},
        plan::{self, Plan, UNBOUNDED},
        reading::Reading,
        words::WordOrder,
    },
    statement::Value,
};
use parley_xtask::{plans::asked, seed, statement::fetch};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::task::JoinSet;
use uuid::Uuid;

const ROWS: u64 = 20_000;

/// Rows on a page.
const SHOWN: u8 = 10;

/// A filter as in a URL, and what it means.
type Meaning = (&'static str, &'static str);

const LISTS: [Meaning; 19] = [
    ("", "true"),
    ("status=approved", "status = 'approved'"),
    (
        "status=failed,needs_revision,rejected",
        "status IN ('failed', 'needs_revision', 'rejected')",
    ),
    ("tier=edge_case", "tier = 'edge_case'"),
    (
        "tier=scenario,edge_case&status=approved,pending_review",
        "tier IN ('scenario', 'edge_case') AND status IN ('approved', 'pending_review')",
    ),
    (
        "quality_min=8.25&quality_max=9.9",
        "quality_score >= 8.25 AND quality_score <= 9.9",
    ),
    (
        "tier=template&quality_min=9.9",
        "tier = 'template' AND quality_score >= 9.9",
    ),
    (
        "start_date=2025-06-01&end_date=2025-08-31",
        "created_at >= '2025-06-01 00:00Z' AND created_at < '2025-09-01 00:00Z'",
    ),
    (
        "status=approved,draft&start_date=2026-03-01T12:00:00Z",
        "status IN ('approved', 'draft') AND created_at >= '2026-03-01 12:00Z'",
    ),
    (
        "tier=template&status=generated&start_date=2025-03-01&end_date=2025-12-31&quality_max=8.25",
        "tier = 'template' AND status = 'generated' AND quality_score <= 8.25 \
         AND created_at >= '2025-03-01 00:00Z' AND created_at < '2026-01-01 00:00Z'",
    ),
    (
        "search=planning",
        "to_tsvector('english', title) @@ to_tsquery('english', 'plan')",
    ),
    (
        "search=the+widow+and+Grieving",
        "persona LIKE 'Widow %' AND emotion = 'grieving'",
    ),
    ("search=patient", "persona = 'Patient customer'"),
    ("search=zyzzyva", "false"),
    ("category=tax", "'tax' = ANY (category)"),
    (
        "category=probate_dispute,tax&status=needs_revision,failed",
        "('tax' = ANY (category) OR 'probate_dispute' = ANY (category)) AND status IN ('needs_revision', 'failed')",
    ),
    (
        "persona=Patient+customer&emotion=calm&emotion=proud",
        "persona = 'Patient customer' AND emotion IN ('calm', 'proud')",
    ),
    (
        "search=planning&tier=scenario&status=pending_review,rejected&quality_min=5",
        "to_tsvector('english', title) @@ to_tsquery('english', 'plan') AND tier = 'scenario' \
         AND status IN ('pending_review', 'rejected') AND quality_score >= 5",
    ),
    (
        "search=planning&category=tax&start_date=2025-01-15&end_date=2025-12-15T10:00:00Z",
        "to_tsvector('english', title) @@ to_tsquery('english', 'plan') AND 'tax' = ANY (category) \
         AND created_at >= '2025-01-15 00:00Z' AND created_at <= '2025-12-15 10:00Z'",
    ),
];

/// Bounds under which a walk is given up almost at once, and one under which it never is.
const SMALL_BOUNDS: [u32; 3] = [1, 7, 50];
const LARGE_BOUND: u32 = 1_000_000;

/// A conversation's place in a list.
type Place = (Key, Uuid);

/// A list from its beginning to its end.
async fn whole_list(
    connection: &mut PgConnection,
    condition: &str,
    key: SortKey,
    direction: Direction,
) -> Result<Vec<Place>> {
    let (order, shown) = match key {
        SortKey::CreatedAt => ("created_at", INSTANT.replace('?', "created_at")),
        SortKey::UpdatedAt => ("updated_at", INSTANT.replace('?', "updated_at")),
        SortKey::QualityScore => ("quality_score", "quality_score::text".to_owned()),
        SortKey::Title => (
            r#"left(title, 80) COLLATE "C""#,
            "left(title, 80)".to_owned(),
        ),
        SortKey::TotalTurns => ("total_turns", "total_turns::text".to_owned()),
    };
    let direction = direction.name();
    let rows: Vec<(String, Option<String>)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT id::text, {shown} AS shown FROM conversations WHERE {condition} \
         ORDER BY {order} {direction} NULLS LAST, id {direction}"
    )))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(id, shown)| Ok((sort_key(key, shown)?, id.parse()?)))
        .collect()
}

const INSTANT: &str = r#"to_char(? AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"#;

fn sort_key(key: SortKey, shown: Option<String>) -> Result<Key> {
    let Some(shown) = shown else {
        return Ok(Key::QualityScore(None));
    };
    let instant =
        || Timestamp::parse(&shown, RangeEnd::Start).map_err(|_| anyhow!("{shown} is no instant"));
    Ok(match key {
        SortKey::CreatedAt => Key::CreatedAt(instant()?),
        SortKey::UpdatedAt => Key::UpdatedAt(instant()?),
        SortKey::QualityScore => Key::QualityScore(Some(
            shown
                .parse()
                .map_err(|_| anyhow!("{shown} is no quality"))?,
        )),
        SortKey::Title => Key::Title(shown),
        SortKey::TotalTurns => Key::TotalTurns(shown.parse()?),
    })
}

/// Whether a place is in the part of a list that is read by itself: that without a score, or of titles beyond ASCII.
fn is_apart((key, _): &Place) -> bool {
    match key {
        Key::QualityScore(score) => score.is_none(),
        Key::Title(title) => !title.starts_with(|first: char| first.is_ascii()),
        _ => false,
    }
}

/// The pages of a list that are looked at: the first, those on either side of the middle, the last two, and the two
/// that lie in both of its parts.
fn cursors(list: &[Place]) -> Vec<Option<Cursor>> {
    let cursor = |index: usize, side| {
        let (key, id) = list.get(index)?.clone();
        Some(Cursor {
            side,
            key,
            id,
            plan: None,
        })
    };
    let mut cursors = vec![
        cursor(list.len() / 2, Side::After),
        cursor(list.len() / 2, Side::Before),
        cursor(list.len().saturating_sub(4), Side::After),
        cursor(list.len().saturating_sub(1), Side::Before),
    ];
    let border = list
        .windows(2)
        .position(|pair| is_apart(&pair[0]) != is_apart(&pair[1]));
    if let Some(border) = border {
        cursors.push(cursor(border.saturating_sub(4), Side::After));
        cursors.push(cursor(border + 4, Side::Before));
    }
    cursors.retain(Option::is_some);
    cursors.insert(0, None);
    cursors
}

/// What a page and the row that tells of more hold, in reading order.
fn expected<'a>(list: &'a [Place], query: &ListQuery) -> Vec<&'a Place> {
    let fetch = query.limit.rows() + 1;
    let Some(cursor) = &query.cursor else {
        return list.iter().take(fetch).collect();
    };
    let at = list
        .iter()
        .position(|(_, id)| *id == cursor.id)
        .unwrap_or(list.len());
    match cursor.side {
        Side::After => list.iter().skip(at + 1).take(fetch).collect(),
        Side::Before => list.iter().take(at).rev().take(fetch).collect(),
    }
}

/// Every plan that may serve a list; of the small bounds one, another on each `turn`.
fn plans(query: &ListQuery, turn: usize) -> Vec<Plan> {
    let filter = &query.filter;
    let bounds = [SMALL_BOUNDS[turn % SMALL_BOUNDS.len()], LARGE_BOUND].map(Some);
    let mut plans: Vec<Plan> = plan::at_once(query).into_iter().collect();
    for bound in [None, Some(UNBOUNDED)] {
        plans.push(Plan::Scan { bound });
    }
    plans.extend(bounds.map(|bound| Plan::Scan { bound }));
    if !filter.tiers.is_empty() || !filter.statuses.is_empty() {
        plans.push(Plan::Grid { bound: None });
        plans.extend(bounds.map(|bound| Plan::Grid { bound }));
    }
    if query.sort.key == SortKey::UpdatedAt && filter.created_from.and(filter.created_to).is_some()
    {
        plans.push(Plan::Days);
    }
    plans.push(Plan::Collect {
        words: WordOrder::AS_TYPED,
    });
    plans
}

/// A page as the list's component reads it.
async fn read_page(
    connection: &mut PgConnection,
    query: &ListQuery,
    plan: Plan,
) -> Result<Vec<Place>> {
    let mut reading = Reading::new(query, plan);
    while let Some(statement) = reading.ask() {
        reading.answer(fetch(connection, &statement).await?);
    }
    let parts = reading.into_parts();
    let rows = parts.iter().flat_map(|part| page::lines(part));
    rows.map(|row| Ok(page::place(row, query.sort.key)?))
        .collect()
}

fn list_query(filter: &str, key: SortKey, direction: Direction) -> ListQuery {
    let separator = if filter.is_empty() { "" } else { "&" };
    let query = format!(
        "{filter}{separator}sort_by={}&sort_dir={}&limit={SHOWN}",
        key.name(),
        direction.name()
    );
    ListQuery::parse(&query).expect("a list")
}

/// Compares every page of every list by this key.
async fn compare(url: String, key: SortKey) -> Result<()> {
    let mut connection = PgConnection::connect(&url).await?;
    let mut compared: usize = 0;
    for (filter, condition) in LISTS {
        for direction in Direction::ALL {
            let list = whole_list(&mut connection, condition, key, *direction).await?;
            let mut query = list_query(filter, key, *direction);
            let (asked, _) = asked(&mut connection, &query).await?;
            for cursor in cursors(&list) {
                query.cursor = cursor;
                for plan in plans(&query, compared).into_iter().chain([asked]) {
                    let places = read_page(&mut connection, &query, plan).await?;
                    assert_eq!(
                        places.iter().collect::<Vec<_>>(),
                        expected(&list, &query),
                        "{plan:?} of {filter:?} by {} {}, {:?}",
                        key.name(),
                        direction.name(),
                        query.cursor
                    );
                    compared += 1;
                }
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_plan_gives_the_same_page() -> Result<()> {
    let (cluster, mut connection) = common::migrated().await?;
    let ties = seed::Options::ties(ROWS);
    seed::seed(&cluster.url(), ties, &ProgressBar::hidden()).await?;
    // An index has the words of short texts only: some are made long, in the same places of a list by title.
    sqlx::query(
        "UPDATE conversations SET title = rpad(rpad(title, 80), 330, ' on and on') WHERE total_turns % 3 = 0",
    )
    .execute(&mut connection)
    .await?;
    let mut sorts = JoinSet::new();
    for key in SortKey::ALL {
        sorts.spawn(compare(cluster.url(), *key));
    }
    while let Some(compared) = sorts.join_next().await {
        compared??;
    }
    Ok(())
}

#[tokio::test]
async fn several_words_are_looked_for_from_the_rarest_on() -> Result<()> {
    let (_cluster, mut connection) = common::migrated().await?;
    sqlx::raw_sql(
        "INSERT INTO conversations (title, tier) \
         SELECT concat_ws(' ', 'Tax', CASE WHEN n % 3 = 0 THEN 'pension' END, CASE WHEN n % 20 = 0 THEN 'widow' END, \
           CASE WHEN n % 7 = 0 THEN 'estate' END), 'template' FROM generate_series(1, 2000) AS n; \
         ANALYZE conversations",
    )
    .execute(&mut connection)
    .await?;
    let search = "search=tax+the+pension+widow+estate";
    let query = list_query(search, SortKey::CreatedAt, Direction::Descending);
    let (plan, _) = asked(&mut connection, &query).await?;
    let (_, values) = page::rows(&query, plan, Section::Whole, 11).into_parts();
    let mut texts: Vec<_> = values.into_iter().collect();
    texts.dedup();
    let expected = [
        "tax the pension widow estate",
        "widow",
        "estate",
        "pension",
        "tax",
        "the",
    ];
    assert_eq!(texts, expected.map(|text| Value::Text(text.to_owned())));
    Ok(())
}

#[tokio::test]
async fn texts_that_make_the_largest_entries_of_an_index_are_taken() -> Result<()> {
    let (_cluster, mut connection) = common::migrated().await?;
    // Hyphenated words are kept whole and in parts, so these make more of their text than any other.
    sqlx::raw_sql(
        "INSERT INTO conversations (title, persona, emotion, tier) \
         SELECT left(words, title), substr(words, title + 1, 20), substr(words, title + 21, 300 - title), 'edge_case' \
         FROM (SELECT string_agg(chr(97 + n % 26) || '-' || n % 10 || chr(97 + n * 7 % 26) || chr(97 + n * 3 % 26), ' ') AS words \
               FROM generate_series(1, 60) AS n) AS made CROSS JOIN generate_series(150, 300, 10) AS title; \
         INSERT INTO conversations (title, tier) \
         SELECT left(string_agg(chr(first + n) || '-' || chr(second + n), ' '), 500), 'template' \
         FROM generate_series(1, 500) AS n, (VALUES (97, 1000), (400, 900), (20000, 30000), (66560, 120000)) AS of (first, second) \
         GROUP BY first, second",
    )
    .execute(&mut connection)
    .await?;
    let shorts: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM conversations WHERE octet_length(title) + octet_length(persona) + octet_length(emotion) BETWEEN 318 AND 320",
    )
    .fetch_one(&mut connection)
    .await?;
    assert!(shorts > 10, "{shorts} are as long as the index takes");
    Ok(())
}

#[tokio::test]
async fn days_are_read_in_utc_where_the_sessions_day_has_no_midnight() -> Result<()> {
    let (_cluster, mut connection) = common::migrated().await?;
    // In Havana, 2026-03-08 begins at one o'clock.
    sqlx::raw_sql(
        "SET TIME ZONE 'America/Havana'; \
         INSERT INTO conversations (title, tier, created_at) \
         SELECT 't', 'template', '2026-03-01 12:00Z'::timestamptz + n * interval '24 hours' FROM generate_series(0, 20) AS n",
    )
    .execute(&mut connection)
    .await?;
    for (days, count) in [
        ("start_date=2026-03-06&end_date=2026-03-10", 5),
        ("start_date=2026-03-08&end_date=2026-03-10", 3),
        ("start_date=2026-03-05&end_date=2026-03-08", 4),
    ] {
        let query = list_query(days, SortKey::UpdatedAt, Direction::Descending);
        let page = read_page(&mut connection, &query, Plan::Days).await?;
        assert_eq!(page.len(), count, "{days}");
    }
    Ok(())
}

#[tokio::test]
async fn rows_that_a_scan_passed_take_no_others_along_when_they_are_removed() -> Result<()> {
    let (_cluster, mut connection) = common::migrated().await?;
    sqlx::raw_sql(
        "INSERT INTO conversations (title, tier, total_turns) \
         SELECT CASE WHEN n <= 10 THEN 'Passed' ELSE 'Tax' END, 'template', n FROM generate_series(1, 12) AS n",
    )
    .execute(&mut connection)
    .await?;
    let query = list_query("search=tax", SortKey::TotalTurns, Direction::Ascending);
    let mut reading = Reading::new(&query, Plan::Scan { bound: Some(10) });
    let first = reading.ask().expect("a scan");
    reading.answer(fetch(&mut connection, &first).await?);

    sqlx::raw_sql("DELETE FROM conversations WHERE total_turns <= 2")
        .execute(&mut connection)
        .await?;

    while let Some(statement) = reading.ask() {
        reading.answer(fetch(&mut connection, &statement).await?);
    }
    let parts = reading.into_parts();
    let rows = parts.iter().map(|part| page::lines(part).len());
    assert_eq!(rows.sum::<usize>(), 2);
    Ok(())
}
