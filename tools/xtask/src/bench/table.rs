//! Tables as text, for a terminal.

/// Rows under a heading, each column as wide as its widest cell: numbers to the right, everything else to the left.
#[derive(Debug, Clone)]
pub struct Table {
    heading: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with these columns.
    pub fn new(heading: &[&str]) -> Self {
        Self {
            heading: heading.iter().map(ToString::to_string).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells beyond the heading's are not shown.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table's lines.
    pub fn lines(&self) -> Vec<String> {
        let columns = self.heading.len();
        let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let cells = self.rows.iter().map(|row| cell(row, column));
                cells
                    .chain([self.heading[column].clone()])
                    .map(|text| text.chars().count())
                    .max()
                    .unwrap_or_default()
            })
            .collect();
        let is_number: Vec<bool> = (0..columns)
            .map(|column| self.rows.iter().all(|row| is_numeric(&cell(row, column))))
            .collect();
        let line = |row: &[String]| {
            let cells = (0..columns).map(|column| {
                let (text, width) = (cell(row, column), widths[column]);
                if is_number[column] {
                    format!("{text:>width$}")
                } else {
                    format!("{text:<width$}")
                }
            });
            format!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end())
        };
        let ruler: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        [line(&self.heading), line(&ruler)]
            .into_iter()
            .chain(self.rows.iter().map(|row| line(row)))
            .collect()
    }
}

/// Whether a cell reads as a number, possibly with a unit or as a missing one.
fn is_numeric(text: &str) -> bool {
    matches!(text, "" | "-")
        || text.starts_with(|first: char| first.is_ascii_digit())
        || (text.starts_with(['-', '+', '<']) && text.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_with_numbers_to_the_right() {
        let mut table = Table::new(&["filter", "ms"]);
        table.row(["none".to_owned(), "1.5".to_owned()]);
        table.row(["one status".to_owned(), "12.25".to_owned()]);
        assert_eq!(
            table.lines(),
            [
                "  filter         ms",
                "  ----------  -----",
                "  none          1.5",
                "  one status  12.25",
            ]
        );
    }

    #[test]
    fn a_short_row_leaves_its_last_cells_empty() {
        let mut table = Table::new(&["a", "b"]);
        table.row(["x".to_owned()]);
        assert_eq!(table.lines().last().map(String::as_str), Some("  x"));
    }
}
