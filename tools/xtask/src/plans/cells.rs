//! The statements of every list of the matrix.
//!
//! Nothing here asks the database: cursors stand where the demo data has rows, so that the same statement comes out
//! every time, and Postgres plans what it would plan for a reader.

use crate::bench::matrix::{self, Filter, Place};
use anyhow::{Context, Result};
use parley_domain::{
    cursor::{Cursor, Key, Side},
    filter,
    quality::Quality,
    query::ListQuery,
    sort::{Direction, SortKey},
    timestamp::{RangeEnd, Timestamp},
};
use parley_store::{
    conversations::{
        page::{self, Section},
        plan::Plan,
    },
    statement::Statement,
};
use std::fmt;
use uuid::Uuid;

/// When the oldest and the newest of the demo conversations were created.
const CREATED: [&str; 2] = ["2024-09-01", "2026-08-31"];

/// How far into a list its deep page begins, of one; its last begins as far from the end.
const DEEP: f64 = 0.1;

/// The id of every cursor, for plans to leave out.
pub(super) const CURSOR_ID: Uuid = Uuid::from_u128(0x8000_0000_0000_4000_8000_0000_0000_0000);

/// The snapshot under which every bounded scan ran.
const SNAPSHOT: &str = "4711:4711:";

/// What of a page a statement reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it, or what a bounded scan finds of it.
    Rows,
    /// Whether that scan came to its end.
    End,
    /// Both at once, where something was written in between.
    Again,
    /// All of it, where it did not.
    Rest,
}

/// One statement of the matrix; displays as its name in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    key: SortKey,
    direction: Direction,
    place: Place,
    section: Section,
    part: Part,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let section = match self.section {
            Section::Whole => "",
            Section::Scored => ", scored",
            Section::Unscored => ", unscored",
            Section::Ascii => ", ASCII",
            Section::BeyondAscii => ", beyond ASCII",
        };
        let (key, direction, place) = (self.key.name(), self.direction.name(), self.place.name());
        let part = match self.part {
            Part::Rows => "",
            Part::End => ", the end or not",
            Part::Again => ", again with the end or not",
            Part::Rest => ", the rest",
        };
        write!(f, "{key} {direction}, {place} page{section}{part}")
    }
}

/// Every statement that this plan reads pages of a list with, those of the descending list before the ascending.
///
/// # Errors
/// When the list is none.
pub fn cells(filter: &Filter, key: SortKey, plan: Plan) -> Result<Vec<(Cell, Statement)>> {
    let mut cells = Vec::new();
    for direction in [Direction::Descending, Direction::Ascending] {
        let mut query = matrix::parse(&matrix::list_query(filter, (key, direction)))?;
        for place in Place::ALL {
            query.cursor = cursor(&query, place)?;
            for section in page::sections(&query, plan) {
                let cell = |part| Cell {
                    key,
                    direction,
                    place,
                    section: *section,
                    part,
                };
                let fetch = query.limit.rows() + 1;
                cells.push((cell(Part::Rows), page::rows(&query, plan, *section, fetch)));
                if let Plan::Scan { bound: Some(bound) } = plan {
                    cells.push((
                        cell(Part::End),
                        page::came_to_its_end(&query, bound, *section, SNAPSHOT),
                    ));
                    cells.push((
                        cell(Part::Again),
                        page::rows_and_end(&query, bound, *section, fetch),
                    ));
                    cells.push((cell(Part::Rest), page::rest(&query, *section, fetch)));
                }
            }
        }
    }
    Ok(cells)
}

fn cursor(query: &ListQuery, place: Place) -> Result<Option<Cursor>> {
    let share = match place {
        Place::First => return Ok(None),
        Place::Deep => DEEP,
        Place::Last => 1.0 - DEEP,
    };
    let rank = match query.sort.direction {
        Direction::Ascending => share,
        Direction::Descending => 1.0 - share,
    };
    let is_scored = query.filter.quality_min.is_some() || query.filter.quality_max.is_some();
    let key = if query.sort.key == SortKey::QualityScore && place == Place::Last && !is_scored {
        Key::QualityScore(None)
    } else {
        key_at(&query.filter, query.sort.key, rank)?
    };
    Ok(Some(Cursor {
        side: Side::After,
        key,
        id: CURSOR_ID,
        plan: None,
    }))
}

/// The key this far up among what the filter lets through, of one.
fn key_at(filter: &filter::Filter, key: SortKey, rank: f64) -> Result<Key> {
    let between = |low: i64, high: i64| low + ((high - low) as f64 * rank) as i64;
    let instant = || {
        let [low, high] = CREATED.map(|day| Timestamp::parse(day, RangeEnd::Start).ok());
        let low = filter.created_from.or(low).context("a day")?;
        let high = filter.created_to.or(high).context("a day")?;
        Timestamp::from_micros(between(low.micros(), high.micros())).context("an instant")
    };
    Ok(match key {
        SortKey::CreatedAt => Key::CreatedAt(instant()?),
        SortKey::UpdatedAt => Key::UpdatedAt(instant()?),
        SortKey::QualityScore => {
            let hundredths = |quality: Quality| i64::from(quality.hundredths());
            let low = filter.quality_min.map_or(0, hundredths);
            let high = hundredths(filter.quality_max.unwrap_or(Quality::MAX));
            Key::QualityScore(Quality::from_hundredths(between(low, high).try_into()?))
        }
        SortKey::Title if rank < 0.5 => Key::title("401(k) rollover explained step by step"),
        SortKey::Title => Key::title("第一次买房的常见问题"),
        SortKey::TotalTurns => Key::TotalTurns(between(0, 24).try_into()?),
    })
}
