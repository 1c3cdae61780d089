//! Where the deep and the last page of a list begin.
//!
//! A reader gets to either by going forward, so both are asked for with a cursor that goes forward. It is found by walking
//! in long steps, and from the list's end backwards: counting rows off with OFFSET would measure nothing that the API does.

use super::{matrix::Place, sql};
use anyhow::{Context, Result, anyhow};
use parley_domain::{
    cursor::{Cursor, Key, Side},
    page::Limit,
    query::ListQuery,
    sort::{Direction, Sort, SortKey, TITLE_KEY_CHARS},
    timestamp::{RangeEnd, Timestamp},
};
use parley_store::conversations::page;
use sqlx::PgConnection;
use uuid::Uuid;

/// Rows before a deep page: forty pages of 25.
const DEEP_ROWS: usize = 1_000;

/// Cursors into one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    deep: Cursor,
    last: Cursor,
}

impl Places {
    /// Finds them. In a list without rows they are where `elsewhere` has them: any position can be asked for.
    ///
    /// # Errors
    /// When a statement fails.
    pub async fn find(
        connection: &mut PgConnection,
        list: &ListQuery,
        elsewhere: Option<&Self>,
    ) -> Result<Self> {
        let begun = walk(connection, list, DEEP_ROWS).await?;
        let ended = ending(connection, list).await?;
        let found = if begun.len() < DEEP_ROWS {
            begun.get(begun.len() / 2)
        } else {
            begun.last()
        };
        match (found, ended, elsewhere) {
            (Some(deep), Some(last), _) => Ok(Self {
                deep: deep.clone(),
                last,
            }),
            (_, _, Some(elsewhere)) => Ok(elsewhere.clone()),
            _ => Err(anyhow!("the database holds no conversations")),
        }
    }

    /// The cursor of a page; none for the first.
    pub fn cursor(&self, place: Place) -> Option<&Cursor> {
        match place {
            Place::First => None,
            Place::Deep => Some(&self.deep),
            Place::Last => Some(&self.last),
        }
    }
}

/// Up to `rows` rows from the beginning of a list, as cursors that go on after each. What does not come in time is left
/// out: a list too slow to walk has its cells to say so.
async fn walk(connection: &mut PgConnection, list: &ListQuery, rows: usize) -> Result<Vec<Cursor>> {
    let limit = Limit::new(Limit::MAX).context("the longest page is a page")?;
    let mut walked = Vec::new();
    let mut query = ListQuery {
        limit,
        ..list.clone()
    };
    while walked.len() < rows {
        let found = cursors(connection, &query).await?;
        let is_end = found.len() <= limit.rows();
        walked.extend(found.into_iter().take(limit.rows()));
        query.cursor = walked.last().cloned();
        if is_end {
            break;
        }
    }
    walked.truncate(rows);
    Ok(walked)
}

/// The row before the last page, or the first row of a list that fits on one.
async fn ending(connection: &mut PgConnection, list: &ListQuery) -> Result<Option<Cursor>> {
    let query = ListQuery {
        cursor: Some(beyond_the_end(list.sort)?),
        ..list.clone()
    };
    Ok(cursors(connection, &query).await?.pop())
}

/// The rows a statement reads, in its order, one more than a page shows where there are.
async fn cursors(connection: &mut PgConnection, query: &ListQuery) -> Result<Vec<Cursor>> {
    let page = match sql::run_page(connection, query).await {
        Ok(page) => page,
        Err(error) if sql::is_timeout(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error.context("cannot read a page of the list")),
    };
    page.rows()
        .into_iter()
        .map(|row| {
            let (key, id) = page::place(row, query.sort.key).context("a row has its sort key")?;
            Ok(Cursor {
                side: Side::After,
                key,
                id,
                // As the list's answer has it.
                plan: page.plan.code(),
            })
        })
        .collect()
}

/// A position after every row of a list, looking back.
fn beyond_the_end(sort: Sort) -> Result<Cursor> {
    let is_ascending = sort.direction == Direction::Ascending;
    // The first and the last instant that the API can show.
    let instant = if is_ascending {
        Timestamp::parse("9999-12-31", RangeEnd::End)
    } else {
        Timestamp::parse("0001-01-01", RangeEnd::Start)
    };
    let instant = instant.map_err(|_| anyhow!("the years 1 and 9999 are timestamps"))?;
    let key = match sort.key {
        SortKey::CreatedAt => Key::CreatedAt(instant),
        SortKey::UpdatedAt => Key::UpdatedAt(instant),
        // A missing score comes last in both directions.
        SortKey::QualityScore => Key::QualityScore(None),
        SortKey::Title if is_ascending => Key::Title(char::MAX.to_string().repeat(TITLE_KEY_CHARS)),
        SortKey::Title => Key::Title(String::new()),
        SortKey::TotalTurns if is_ascending => Key::TotalTurns(i32::MAX),
        SortKey::TotalTurns => Key::TotalTurns(i32::MIN),
    };
    Ok(Cursor {
        side: Side::Before,
        key,
        id: if is_ascending {
            Uuid::max()
        } else {
            Uuid::nil()
        },
        plan: None,
    })
}
