//! The report as one HTML document: charts are drawn in it, and nothing is loaded or run.

use super::{
    Run, Table,
    chart::{bars, line},
    figure,
    rows::ROWS,
    tables,
};
use std::{collections::BTreeMap, fmt::Write as _};

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1c2430;\
background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
th,td{border-bottom:1px solid #d5dae1;padding:.3rem .6rem;text-align:left;vertical-align:top}figure{margin:1rem 0}\
figcaption{color:#4a5565}svg{width:100%;max-width:46rem;height:auto}.met{color:#1a6b35}.missed{color:#a3261d;font-weight:600}";

/// Writes it.
pub fn write(runs: &[Run]) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Parley: performance report</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>Performance report</h1>\n\
         <p>What Parley must reach, and what was measured.</p>\n<table>\n<thead><tr><th scope=\"col\">what</th>\
         <th scope=\"col\">the spec asks</th><th scope=\"col\">Parley's target</th><th scope=\"col\">measured</th>\
         <th scope=\"col\">outcome</th></tr></thead>\n<tbody>\n"
    );
    for row in &ROWS {
        let answer = row.answer(runs);
        let measured: Vec<String> = answer.measured.iter().map(|line| escaped(line)).collect();
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"{}\">{}</td></tr>",
            escaped(row.what),
            escaped(row.spec),
            escaped(row.target),
            measured.join("<br>"),
            answer.verdict.split(',').next().unwrap_or_default(),
            answer.verdict
        );
    }
    html.push_str("</tbody>\n</table>\n");
    charts(&mut html, runs);
    for table in tables(runs) {
        write_table(&mut html, &table);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn charts(html: &mut String, runs: &[Run]) {
    for run in runs {
        let caption = |what: &str| format!("{what} ({})", run.label());
        let mut slowest = BTreeMap::<&str, f64>::new();
        for cell in &run.matrix {
            let slowest = slowest.entry(&cell.filter).or_default();
            *slowest = slowest.max(cell.http.p95_ms);
        }
        let slowest: Vec<(String, f64)> = slowest
            .into_iter()
            .map(|(filter, ms)| (filter.to_owned(), ms))
            .collect();
        bars(
            html,
            &caption("Slowest page under every filter, alone, p95"),
            "ms",
            &slowest,
        );
        if let Some(stress) = run.scenario("stress") {
            let steps: Vec<(String, f64)> = stress
                .outcome
                .by_users()
                .into_iter()
                .map(|(users, times)| (format!("{users} users"), times.p95_ms))
                .collect();
            bars(
                html,
                &caption("p95 by the number of users, none of whom rests"),
                "ms",
                &steps,
            );
        }
        for (name, what) in [
            ("spike", "Memory of the host in the spike"),
            ("endurance", "Memory of the host over the long run"),
        ] {
            let points: Vec<(f64, f64)> = run
                .scenario(name)
                .iter()
                .flat_map(|scenario| &scenario.samples)
                .filter_map(|sample| Some((sample.at_s, sample.resident_bytes? as f64 / 1e6)))
                .collect();
            line(html, &caption(what), "MB", &points);
        }
    }
}

fn write_table(html: &mut String, table: &Table) {
    let _ = write!(
        html,
        "<h2>{}</h2>\n<p>{}</p>\n<table>\n<thead><tr>",
        escaped(table.title),
        escaped(table.about)
    );
    for column in &table.columns {
        let _ = write!(html, "<th scope=\"col\">{column}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for cell in row {
            let _ = write!(html, "<td>{}</td>", escaped(cell));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

/// Text as it stands in an element or in an attribute with quotes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A number with its unit.
pub(super) fn with_unit(number: f64, unit: &str) -> String {
    format!("{} {unit}", figure(Some(number)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::overview::{Cell, OnDatabase};
    use crate::bench::{database::Facts, samples::Summary};

    #[test]
    fn nothing_is_loaded_or_run() {
        let html = write(&[]);
        for forbidden in ["<script", "src=", "href=", "@import", "url("] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn what_was_measured_is_text_and_never_markup() {
        let run = Run {
            host_version: "<b>spin</b>".to_owned(),
            ..Run::default()
        };
        assert!(write(&[run]).contains("&lt;b&gt;spin&lt;/b&gt;"));
    }

    #[test]
    fn the_slowest_page_of_a_filter_is_drawn() {
        let cell = |p95_ms| Cell {
            filter: "tier".to_owned(),
            http: Summary {
                p95_ms,
                ..Summary::default()
            },
        };
        let run = Run {
            benchmark: "list".to_owned(),
            databases: vec![OnDatabase {
                database: Facts::default(),
            }],
            matrix: vec![cell(2.0), cell(9.0), cell(4.0)],
            ..Run::default()
        };
        let html = write(&[run]);
        assert_eq!(html.matches("<rect").count(), 1);
        assert!(html.contains("9.00 ms"));
    }
}
