//! `limit + 1` rows become a page and the cursors on either side of it.
//!
//! The extra row is never shown: that it exists is how a page knows there is more, without counting.

use crate::{
    cursor::{Cursor, Key, Side},
    sort::Direction,
};
use uuid::Uuid;

/// How many rows a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    /// The most rows a page may hold.
    pub const MAX: u8 = 100;

    /// A page of as many.
    pub const MOST: Self = Self(Self::MAX);

    /// A limit of 1 to [`Limit::MAX`] rows.
    pub const fn new(rows: u8) -> Option<Self> {
        if rows >= 1 && rows <= Self::MAX {
            Some(Self(rows))
        } else {
            None
        }
    }

    /// Rows on the page.
    pub const fn rows(self) -> usize {
        self.0 as usize
    }

    /// Rows to ask the database for: one more than are shown.
    pub const fn fetch(self) -> i64 {
        self.0 as i64 + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(25)
    }
}

/// One page of rows in the list's order, and whether there are rows on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<Row> {
    /// At most `limit` rows.
    pub rows: Vec<Row>,
    /// There is at least one row after the last.
    pub has_next: bool,
    /// There is a row before the first, as far as the way here tells: a page reached by going forward came from one.
    pub has_previous: bool,
}

impl<Row> Page<Row> {
    /// Makes a page of up to [`Limit::fetch`] rows that were read going away from `cursor`.
    ///
    /// `fetched` is in reading order: the list's own order going forward, the reverse going back.
    pub fn new(mut fetched: Vec<Row>, limit: Limit, cursor: Option<&Cursor>) -> Self {
        let more = fetched.len() > limit.rows();
        fetched.truncate(limit.rows());
        match cursor.map(|cursor| cursor.side) {
            None => Self {
                rows: fetched,
                has_next: more,
                has_previous: false,
            },
            Some(Side::After) => Self {
                rows: fetched,
                has_next: more,
                has_previous: true,
            },
            Some(Side::Before) => {
                fetched.reverse();
                Self {
                    rows: fetched,
                    has_next: true,
                    has_previous: more,
                }
            }
        }
    }

    /// Where the next and the previous page begin, each where there is one. `place` tells a row's sort key and id.
    ///
    /// An empty page has no row to go on from, but a place that it was reached from.
    ///
    /// # Errors
    /// The first error of `place`.
    pub fn edges<E>(
        &self,
        cursor: Option<&Cursor>,
        direction: Direction,
        place: impl Fn(&Row) -> Result<(Key, Uuid), E>,
    ) -> Result<(Option<Cursor>, Option<Cursor>), E> {
        let at = |row: Option<&Row>, side: Side| {
            row.map(|row| {
                place(row).map(|(key, id)| Cursor {
                    side,
                    key,
                    id,
                    plan: None,
                })
            })
            .transpose()
        };
        let next = at(self.rows.last().filter(|_| self.has_next), Side::After)?;
        let previous = at(
            self.rows.first().filter(|_| self.has_previous),
            Side::Before,
        )?;
        let back = cursor
            .filter(|_| self.rows.is_empty())
            .map(|cursor| cursor.turned(direction));
        Ok(match back {
            Some(back) if back.side == Side::After => (Some(back), previous),
            Some(back) => (next, Some(back)),
            None => (next, previous),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(side: Side) -> Cursor {
        Cursor {
            side,
            key: Key::TotalTurns(1),
            id: Uuid::nil(),
            plan: None,
        }
    }

    #[test]
    fn the_extra_row_is_not_shown() {
        let page = Page::new(vec![1, 2, 3], Limit(2), None);
        assert_eq!(
            page,
            Page {
                rows: vec![1, 2],
                has_next: true,
                has_previous: false
            }
        );
    }

    #[test]
    fn a_full_last_page_has_no_next() {
        let page = Page::new(vec![1, 2], Limit(2), Some(&cursor(Side::After)));
        assert_eq!(
            page,
            Page {
                rows: vec![1, 2],
                has_next: false,
                has_previous: true
            }
        );
    }

    #[test]
    fn going_back_gives_the_rows_in_the_order_of_the_list() {
        let page = Page::new(vec![3, 2, 1], Limit(2), Some(&cursor(Side::Before)));
        assert_eq!(
            page,
            Page {
                rows: vec![2, 3],
                has_next: true,
                has_previous: true
            }
        );
    }
}
