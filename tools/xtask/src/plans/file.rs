//! The text of a file of plans.
//!
//! A file is paragraphs: what it is, and then blocks. A block names its cells, one a line, and has the SQL that they
//! share and in a comment the plan. Ascending and descending cells share a block where nothing but that sets them
//! apart, and what is shown is the descending one's.

use super::cells::{CURSOR_ID, Cell};
use anyhow::{Context, Result};
use std::fmt;

/// Stands in SQL for the bound of a walk, which follows from estimates and so changes a little with each `ANALYZE`.
pub(super) const BOUND: u32 = 4_000_000_000;

/// Cells with the same SQL and the same plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Their names, with what the way is called.
    pub cells: Vec<String>,
    /// What they run, without values.
    pub sql: String,
    /// How Postgres would run it.
    pub explain: String,
}

impl Block {
    pub(super) fn new(cell: Cell, way: &str, sql: &str, explain: &str) -> Self {
        Self {
            cells: vec![format!("{cell}: {way}")],
            sql: sql.replace(&BOUND.to_string(), ":bound"),
            explain: without_cursor(explain),
        }
    }

    /// Takes in the cells of a block that nothing but its direction sets apart; gives any other back.
    pub(super) fn take_in(&mut self, other: Self) -> Option<Self> {
        let is_like = self.sql == other.sql_beside(self)
            && undirected(&self.explain) == undirected(&other.explain);
        if !is_like {
            return Some(other);
        }
        self.cells.extend(other.cells);
        None
    }

    /// Whether a cell of this block has this SQL, which may be that of the direction that is not shown.
    pub fn holds(&self, cell: Cell, sql: &str) -> bool {
        self.sql == Self::new(cell, "", sql, "").sql_beside(self)
    }

    /// The SQL as it would be in the direction of another block.
    fn sql_beside(&self, other: &Self) -> String {
        if self.is_ascending() == other.is_ascending() {
            self.sql.clone()
        } else {
            turned(&self.sql)
        }
    }

    fn is_ascending(&self) -> bool {
        self.cells.iter().take(1).any(|cell| cell.contains(" asc,"))
    }

    /// Reads the blocks of a file.
    ///
    /// # Errors
    /// When it is no such file.
    pub fn read_all(text: &str) -> Result<Vec<Self>> {
        text.trim_end()
            .split("\n\n")
            .skip(1)
            .map(|block| {
                Self::read(block).with_context(|| format!("this is no SQL with its plan: {block}"))
            })
            .collect()
    }

    fn read(block: &str) -> Option<Self> {
        let (statement, explain) = block.strip_suffix("\n*/")?.split_once(";\n/*\n")?;
        let (cells, sql) = statement.split_at(statement.find("\nSELECT ")?);
        let cells = cells.lines().map(|cell| cell.strip_prefix("-- "));
        Some(Self {
            cells: cells
                .map(|cell| cell.map(str::to_owned))
                .collect::<Option<_>>()?,
            sql: sql.trim_start().to_owned(),
            explain: explain.to_owned(),
        })
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cell in &self.cells {
            writeln!(f, "-- {cell}")?;
        }
        writeln!(f, "{};\n/*\n{}\n*/", self.sql, self.explain)
    }
}

/// SQL of one direction as SQL of the other.
fn turned(sql: &str) -> String {
    [
        (" ASC", " DESC"),
        ("id) > (", "id) < ("),
        ("AND id > ", "AND id < "),
    ]
    .iter()
    .fold(sql.to_owned(), |sql, (one, other)| {
        let parts = sql.split(one).map(|part| part.replace(other, one));
        parts.collect::<Vec<_>>().join(other)
    })
}

/// A plan without what depends on the direction. Where nulls go by themselves does, and EXPLAIN tells only what is
/// otherwise.
fn undirected(explain: &str) -> String {
    ["Backward ", " DESC", " NULLS LAST", " NULLS FIRST"]
        .iter()
        .fold(explain.to_owned(), |plan, word| plan.replace(word, ""))
        .replace("> (cursor)", "< (cursor)")
}

/// Puts `(cursor)` where a plan has the cursor's key and id, or its id alone.
fn without_cursor(explain: &str) -> String {
    let id = format!("'{CURSOR_ID}'::uuid");
    let lines = explain.lines().map(|line| {
        let mut line = line.to_owned();
        while let Some(at) = line.find(&id) {
            let end = at + id.len();
            let before = line.get(..at).unwrap_or_default();
            let row = before
                .ends_with(", ")
                .then(|| before.rfind("ROW("))
                .flatten();
            match row {
                Some(row) => line.replace_range(row..=end, "(cursor)"),
                None => line.replace_range(at..end, "(cursor)"),
            }
        }
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_twice_is_the_same() {
        let sql = "WHERE ((title, id) < ($1, $2)) ORDER BY title DESC, id DESC";
        let turned_once = "WHERE ((title, id) > ($1, $2)) ORDER BY title ASC, id ASC";
        assert_eq!(turned(sql), turned_once);
        assert_eq!(turned(turned_once), sql);
    }

    #[test]
    fn a_plan_shows_that_there_is_a_cursor_and_not_where() {
        let plan = format!(
            "Index Cond: (ROW(title, id) < ROW('a (b), c'::text, '{CURSOR_ID}'::uuid))\nFilter: (id > '{CURSOR_ID}'::uuid)"
        );
        assert_eq!(
            without_cursor(&plan),
            "Index Cond: (ROW(title, id) < (cursor))\nFilter: (id > (cursor))"
        );
    }
}
