//! The report as one HTML document: nothing in it is loaded or run, so that its policy allows nothing but its own style,
//! which is named by its hash.

use super::{Report, TITLE, Table, chart};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;\
color:#1c2430;background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #d5dae1;padding:.3rem .6rem;text-align:right}\
th:first-child,td:first-child{text-align:left}figure{margin:1rem 0}figcaption{color:#4a5565}svg{width:100%;height:auto}";

/// The hash of the document's style, as a Content-Security-Policy names it.
pub fn style_hash() -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE)))
}

pub(super) fn write(report: &Report) -> String {
    let mut html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{TITLE}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{TITLE}</h1>\n<p>"
    );
    escape(&mut html, &report.period());
    html.push_str("</p>\n<p>");
    escape(&mut html, &report.summary());
    html.push_str("</p>\n");
    let requests = &report.requests.series;
    let cache = &report.cache.series;
    for (caption, unit, values) in [
        (
            "Requests in each step",
            "",
            requests
                .iter()
                .map(|point| (&point.of, Some(point.count as f64)))
                .collect::<Vec<_>>(),
        ),
        (
            "p95 of all requests",
            " ms",
            requests
                .iter()
                .map(|point| (&point.of, point.p95_ms))
                .collect(),
        ),
        (
            "Hit rate of the cache",
            " %",
            cache
                .iter()
                .map(|point| (&point.of, point.hit_rate_percent))
                .collect(),
        ),
    ] {
        chart::write(&mut html, caption, unit, &values);
    }
    for table in report.tables() {
        write_table(&mut html, &table);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn write_table(html: &mut String, table: &Table) {
    html.push_str("<h2>");
    html.push_str(table.title);
    html.push_str("</h2>\n");
    if table.rows.is_empty() {
        html.push_str("<p>");
        html.push_str(table.nothing);
        html.push_str("</p>\n");
        return;
    }
    html.push_str("<table>\n<thead><tr>");
    for column in table.columns {
        html.push_str("<th scope=\"col\">");
        html.push_str(column);
        html.push_str("</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str("<td>");
            escape(html, cell);
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

/// Text as it stands in an element or in an attribute with quotes.
pub(super) fn escape(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
}
