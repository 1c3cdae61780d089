//! `GET /api/export`: what is in the file.

use super::{FORMATS, lines_of, reviewer, samples};
use crate::support::{fixture::Fixture, registry::tests, tokens};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::Read;

tests![
    a_viewer_is_forbidden,
    a_reviewer_and_an_admin_may_export,
    nobody_without_a_token_may_export,
    each_format_is_what_was_reviewed,
    filters_choose_the_lines,
    metadata_is_there_when_it_is_asked_for,
    a_filter_that_nothing_matches_is_an_empty_file,
    gzip_holds_the_same_bytes,
    the_response_names_a_file,
    head_says_what_get_would,
    every_bad_parameter_is_named,
    another_method_is_refused,
    a_route_below_is_not_found,
    a_statement_out_of_time_is_a_504,
];

const SAMPLES: &str = "category=export-sample";

fn a_viewer_is_forbidden(fixture: &Fixture) {
    let client = fixture.client();
    client.get("/api/export?format=messages").problem(403);
    client
        .get("/api/export/manifest?format=messages")
        .problem(403);
}

fn a_reviewer_and_an_admin_may_export(fixture: &Fixture) {
    for role in ["reviewer", "admin"] {
        let token = tokens::of(fixture.secret(), role, "somebody");
        let client = fixture.client().with_token(&token);
        for path in ["/api/export", "/api/export/manifest"] {
            let answer = client.get(&format!("{path}?format=messages&persona=nobody"));
            assert_eq!(answer.status, 200, "{role} at {path}: {}", answer.text());
        }
    }
}

fn nobody_without_a_token_may_export(fixture: &Fixture) {
    let client = fixture.client().signed_out();
    client.get("/api/export?format=messages").problem(401);
    client
        .get("/api/export/manifest?format=messages")
        .problem(401);
}

fn each_format_is_what_was_reviewed(fixture: &Fixture) {
    let (_app, client, _) = samples(fixture);
    for format in FORMATS {
        let answer = client.get(&format!("/api/export?format={format}&{SAMPLES}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.text(), lines_of(format), "{format}");
    }
}

fn filters_choose_the_lines(fixture: &Fixture) {
    let (_app, client, _) = samples(fixture);
    let all: Vec<&str> = lines_of("messages").lines().collect();
    for (filter, expected) in [
        ("status=approved", &[0, 1][..]),
        ("status=rejected,generated", &[2, 3]),
        ("quality_min=9", &[1]),
        ("quality_max=8.5", &[0, 3]),
        ("start_date=2026-01-03&end_date=2026-01-04", &[1, 2]),
        ("search=savings", &[1]),
        ("status=draft", &[]),
        ("tier=scenario", &[]),
    ] {
        let answer = client.get(&format!("/api/export?format=messages&{SAMPLES}&{filter}"));
        let lines: Vec<&str> = answer.text().lines().collect();
        let expected: Vec<&str> = expected.iter().map(|index| all[*index]).collect();
        assert_eq!(lines, expected, "{filter}");
    }
}

fn metadata_is_there_when_it_is_asked_for(fixture: &Fixture) {
    let (_app, client, _) = samples(fixture);
    let answer = client.get(&format!(
        "/api/export?format=messages&include=metadata&{SAMPLES}&status=approved&quality_max=8.5"
    ));
    let line: Value = serde_json::from_str(answer.text()).expect("one line");
    assert_eq!(
        line["metadata"],
        serde_json::json!({
            "id": "00000000-0000-4000-8000-000000000001",
            "title": "A loan in one line",
            "persona": "Saver",
            "emotion": "curious",
            "tier": "template",
            "status": "approved",
            "qualityScore": 8.5,
            "category": ["export-sample"],
            "templateId": "",
            "scenarioId": "",
            "edgeCaseId": "",
            "createdBy": "tests",
            "version": 1,
            "createdAt": "2026-01-02T12:00:00.000000Z",
            "updatedAt": "2026-01-02T12:00:00.000000Z",
        })
    );
}

fn a_filter_that_nothing_matches_is_an_empty_file(fixture: &Fixture) {
    let client = reviewer(fixture, &fixture.client());
    let answer = client.get("/api/export?format=messages&persona=nobody");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), "");
}

fn gzip_holds_the_same_bytes(fixture: &Fixture) {
    let (_app, client, _) = samples(fixture);
    for filter in [SAMPLES, "persona=nobody"] {
        let path = format!("/api/export?format=chatml&{filter}");
        let plain = client.get(&path);
        assert_eq!(plain.optional_header("content-encoding"), None);
        let compressed = client.send("GET", &path, &[("accept-encoding", "gzip")]);
        assert_eq!(compressed.header("content-encoding"), "gzip");
        assert_eq!(compressed.header("vary"), "accept-encoding");
        let mut unpacked = Vec::new();
        GzDecoder::new(compressed.body.as_slice())
            .read_to_end(&mut unpacked)
            .expect("gzip to its end");
        assert_eq!(unpacked, plain.body, "{filter}");
    }
}

fn the_response_names_a_file(fixture: &Fixture) {
    let client = reviewer(fixture, &fixture.client());
    let answer = client.get("/api/export?format=kto&persona=nobody");
    assert_eq!(answer.header("content-type"), "application/jsonl");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"parley-kto.jsonl\""
    );
    assert_eq!(answer.header("cache-control"), "private, no-store");
    answer.header("x-request-id");
    answer.header("server-timing");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

fn head_says_what_get_would(fixture: &Fixture) {
    let client = reviewer(fixture, &fixture.client());
    let path = "/api/export?format=kto&persona=nobody";
    let encoding = [("accept-encoding", "gzip")];
    let (get, head) = (
        client.send("GET", path, &encoding),
        client.send("HEAD", path, &encoding),
    );
    assert_eq!((head.status, head.body.as_slice()), (200, &b""[..]));
    for name in [
        "content-type",
        "content-disposition",
        "content-encoding",
        "vary",
    ] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
}

fn every_bad_parameter_is_named(fixture: &Fixture) {
    let client = reviewer(fixture, &fixture.client());
    for path in ["/api/export", "/api/export/manifest"] {
        for (query, expected) in [
            ("", &[("format", "required")][..]),
            ("format=csv", &[("format", "unknown_value")]),
            ("format=", &[("format", "empty")]),
            ("format=kto&format=kto", &[("format", "given_twice")]),
            ("format=kto&include=turns", &[("include", "unknown_value")]),
            ("format=kto&limit=5", &[("limit", "unknown_parameter")]),
            (
                "status=good&quality_min=11",
                &[
                    ("status", "unknown_value"),
                    ("quality_min", "out_of_range"),
                    ("format", "required"),
                ],
            ),
        ] {
            let fields = client.get(&format!("{path}?{query}")).invalid_fields();
            let expected: Vec<_> = expected
                .iter()
                .map(|(field, code)| ((*field).to_owned(), (*code).to_owned()))
                .collect();
            assert_eq!(fields, expected, "{query}");
        }
    }
}

fn another_method_is_refused(fixture: &Fixture) {
    let client = reviewer(fixture, &fixture.client());
    for path in ["/api/export", "/api/export/manifest"] {
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let answer = client.send(method, path, &[]);
            answer.problem(405);
            assert_eq!(answer.header("allow"), "GET, HEAD", "{method} {path}");
        }
    }
}

fn a_route_below_is_not_found(fixture: &Fixture) {
    let answer = reviewer(fixture, &fixture.client()).get("/api/export/nothing");
    assert_eq!(answer.status, 404);
}

fn a_statement_out_of_time_is_a_504(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("export_timeout_ms", "500")]);
    let client = reviewer(fixture, &app.client);
    let lock = fixture.lock_table(&url);
    for path in ["/api/export", "/api/export/manifest"] {
        client.get(&format!("{path}?format=messages")).problem(504);
    }
    drop(lock);
    for path in ["/api/export", "/api/export/manifest"] {
        let answer = client.get(&format!("{path}?format=messages&persona=nobody"));
        assert_eq!(answer.status, 200, "{path}");
    }
}
