//! `GET /api/admin/report`.

use super::{REPORT, admin, run};
use crate::support::{fixture::Fixture, registry::tests};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

tests![
    without_anything_recorded_a_report_says_so,
    a_report_has_a_row_for_each_route,
    html_runs_and_loads_nothing,
    what_was_recorded_cannot_become_html_or_a_table,
    another_format_is_refused,
];

fn without_anything_recorded_a_report_says_so(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[("metrics", "off")]);
    let admin = admin(fixture, &app);
    for format in ["markdown", "html"] {
        let answer = admin.get(&format!("{REPORT}?format={format}"));
        assert_eq!(answer.status, 200, "{format}");
        for nothing in [
            "No requests were recorded.",
            "The cache was not asked.",
            "No page has reported.",
        ] {
            assert!(answer.text().contains(nothing), "{format}: {nothing}");
        }
    }
}

/// Ten requests of this route, in two minutes.
fn record(fixture: &Fixture, url: &str, route: &str) {
    run(
        fixture,
        url,
        &format!(
            "INSERT INTO request_histograms SELECT date_trunc('minute', now()) - age * interval '1 minute', '{route}', 'ok', \
             5, 10000, 2000, array_fill(0::bigint, ARRAY[190]) || 5::bigint, 7500 FROM generate_series(1, 2) AS age"
        ),
    );
}

fn a_report_has_a_row_for_each_route(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    record(fixture, &url, "GET /api/conversations");
    let admin = admin(fixture, &app);
    let markdown = admin.get(REPORT);
    assert_eq!(
        markdown.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    let row = "| GET /api/conversations | 10 | 0 | 0 | 0 | 2 | 1.50 |";
    assert!(markdown.text().contains(row), "{}", markdown.text());
    let html = admin.get(&format!("{REPORT}?format=html&window=6h"));
    assert_eq!(html.header("content-type"), "text/html; charset=utf-8");
    assert!(
        html.text()
            .contains("<td>GET /api/conversations</td><td>10</td>")
    );
}

fn html_runs_and_loads_nothing(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    record(fixture, &url, "GET /a");
    let answer = admin(fixture, &app).get(&format!("{REPORT}?format=html"));
    let html = answer.text();
    assert!(html.contains("<polyline"), "a chart");
    for loading in [
        "<script", "src=", "href=", "url(", "@import", " style=", " on",
    ] {
        let within = html.contains(loading) && (loading != " on" || html.contains(" onload"));
        assert!(!within, "{loading}");
    }
    let style = html
        .split("<style>")
        .nth(1)
        .and_then(|rest| rest.split("</style>").next());
    let hash = STANDARD.encode(Sha256::digest(style.expect("a style")));
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(
        policy.contains(&format!("style-src 'sha256-{hash}'")),
        "{policy}"
    );
}

fn what_was_recorded_cannot_become_html_or_a_table(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    record(fixture, &url, "GET /<img src=x>|\"&\n| a | b |");
    let admin = admin(fixture, &app);
    let html = admin.get(&format!("{REPORT}?format=html"));
    assert!(html.text().contains("GET /&lt;img src=x&gt;|&quot;&amp;"));
    assert!(!html.text().contains("<img"));
    let markdown = admin.get(REPORT);
    assert!(
        markdown
            .text()
            .contains(r#"| GET /\<img src=x\>\|"\& \| a \| b \| | 10 |"#),
        "{}",
        markdown.text()
    );
}

fn another_format_is_refused(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    let errors = admin(fixture, &app)
        .get(&format!("{REPORT}?format=pdf"))
        .invalid_fields();
    assert_eq!(errors, [("format".into(), "unknown_value".into())]);
}
