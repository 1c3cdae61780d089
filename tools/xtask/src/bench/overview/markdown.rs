//! The report as Markdown.

use super::{Run, Table, rows::ROWS, tables};
use std::fmt::Write as _;

/// Writes it.
pub fn write(runs: &[Run]) -> String {
    let mut text = "# Performance report\n\n\
        What Parley must reach, and what was measured. `cargo xtask bench all` writes this page, and \
        `cargo xtask bench all --from DIR` writes it again from the JSON that a run left. \
        [How it is measured](../../tests/performance/README.md).\n\n\
        | what | the spec asks | Parley's target | measured | |\n|---|---|---|---|---|\n"
        .to_owned();
    for row in &ROWS {
        let answer = row.answer(runs);
        let measured: Vec<String> = answer.measured.iter().map(|line| escaped(line)).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            row.what,
            row.spec,
            row.target,
            measured.join("<br>"),
            answer.verdict
        );
    }
    for table in tables(runs) {
        write_table(&mut text, &table);
    }
    text
}

fn write_table(text: &mut String, table: &Table) {
    let _ = write!(text, "\n## {}\n\n{}\n\n", table.title, table.about);
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    text.push_str(&line(
        table.columns.iter().map(ToString::to_string).collect(),
    ));
    text.push_str(&format!("|{}\n", "---|".repeat(table.columns.len())));
    for row in &table.rows {
        text.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
    }
}

/// A cell's text: a bar would end it.
fn escaped(cell: &str) -> String {
    cell.replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_there_even_where_nothing_was_measured() {
        let text = write(&[]);
        for row in &ROWS {
            assert!(text.contains(&format!("| {} |", row.what)), "{}", row.what);
        }
        assert_eq!(text.matches("not measured").count(), ROWS.len());
    }

    #[test]
    fn a_cell_cannot_break_the_table() {
        assert_eq!(escaped("a|b < 5"), "a\\|b &lt; 5");
    }
}
