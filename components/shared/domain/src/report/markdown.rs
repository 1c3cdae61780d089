//! The report as Markdown.

use super::{Report, TITLE, Table};
use std::fmt::Write as _;

pub(super) fn write(report: &Report) -> String {
    let mut text = format!("# {TITLE}\n\n{}\n\n{}\n", report.period(), report.summary());
    for table in report.tables() {
        write_table(&mut text, &table);
    }
    text
}

fn write_table(text: &mut String, table: &Table) {
    let _ = write!(text, "\n## {}\n\n", table.title);
    if table.rows.is_empty() {
        let _ = writeln!(text, "{}", table.nothing);
        return;
    }
    let _ = writeln!(text, "| {} |", table.columns.join(" | "));
    text.push_str(&"|---".repeat(table.columns.len()));
    text.push_str("|\n");
    for row in &table.rows {
        for cell in row {
            text.push_str("| ");
            escape(text, cell);
            text.push(' ');
        }
        text.push_str("|\n");
    }
}

/// What a cell may not be taken for: a cell's end, a line's end, HTML or a link.
fn escape(text: &mut String, cell: &str) {
    for letter in cell.chars() {
        match letter {
            '\n' | '\r' => text.push(' '),
            '|' | '<' | '>' | '[' | ']' | '`' | '\\' | '!' | '&' => {
                text.push('\\');
                text.push(letter);
            }
            letter => text.push(letter),
        }
    }
}
