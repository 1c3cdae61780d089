//! Headers that do not depend on what a route does.

use crate::{
    routes::API,
    support::{
        client::{Answer, Client},
        fixture::Fixture,
        registry::tests,
    },
};
use flate2::read::GzDecoder;
use std::io::Read;

tests![
    every_response_has_an_id_a_length_its_time_and_the_security_headers,
    a_plain_request_id_is_taken_over,
    a_request_id_that_could_do_harm_is_replaced,
    a_request_id_is_the_instance_of_its_problem,
    server_timing_tells_the_database_from_the_rest,
    a_large_answer_is_compressed_where_gzip_is_accepted,
    a_small_answer_is_never_compressed,
    an_answer_of_the_api_is_never_kept_without_asking_again,
];

/// A page of a hundred rows: some 30 kB.
const LARGE: &str = "/api/conversations?limit=100";

/// One response of every kind, with what it is.
fn one_of_each(client: &Client) -> Vec<(u16, Answer)> {
    let etag = client.get("/").header("etag").to_owned();
    vec![
        (200, client.get("/api/conversations")),
        (200, client.get("/api/conversations/count")),
        (
            200,
            client.send("GET", LARGE, &[("accept-encoding", "gzip")]),
        ),
        (200, client.get("/")),
        (304, client.send("GET", "/", &[("if-none-match", &etag)])),
        (400, client.get("/api/conversations?limit=0")),
        (401, client.signed_out().get("/api/conversations")),
        (404, client.get("/api/nothing")),
        (404, client.get("/assets/nothing.js")),
        (405, client.send("DELETE", "/api/conversations", &[])),
    ]
}

fn every_response_has_an_id_a_length_its_time_and_the_security_headers(fixture: &Fixture) {
    for (status, answer) in one_of_each(&fixture.client()) {
        assert_eq!(answer.status, status);
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of a {status}");
        }
        assert_eq!(answer.header("x-request-id").len(), 36, "a UUID");
        assert!(answer.header("server-timing").contains("app;dur="));
        assert!(!answer.header("cache-control").is_empty());
        if status == 304 {
            assert_eq!(answer.body, b"");
        } else {
            assert_eq!(
                answer.header("content-length"),
                answer.body.len().to_string(),
                "a {status}"
            );
        }
    }
}

fn request_id(client: &Client, path: &str, sent: &str) -> String {
    client
        .send("GET", path, &[("x-request-id", sent)])
        .header("x-request-id")
        .to_owned()
}

fn a_plain_request_id_is_taken_over(fixture: &Fixture) {
    let client = fixture.client();
    let longest = "x".repeat(128);
    for sent in ["trace-1.a_b:c", "7", longest.as_str()] {
        for path in [API[0], API[1], "/", "/api/nothing"] {
            assert_eq!(request_id(&client, path, sent), sent, "{path}");
        }
    }
}

fn a_request_id_that_could_do_harm_is_replaced(fixture: &Fixture) {
    let client = fixture.client();
    let too_long = "x".repeat(129);
    for sent in [
        "",
        "two words",
        "<script>",
        "a\"b",
        "{}",
        "é",
        too_long.as_str(),
    ] {
        let id = request_id(&client, API[1], sent);
        assert_ne!(id, sent);
        assert_eq!(id.len(), 36, "{id} for {sent}");
    }
}

fn a_request_id_is_the_instance_of_its_problem(fixture: &Fixture) {
    let answer = fixture.client().send(
        "GET",
        "/api/conversations?limit=0",
        &[("x-request-id", "trace-1")],
    );
    assert_eq!(
        answer.problem(400)["instance"],
        "urn:parley:request:trace-1"
    );
}

fn server_timing_tells_the_database_from_the_rest(fixture: &Fixture) {
    let client = fixture.client();
    for route in API {
        let answer = client.send("GET", route, &[("cache-control", "no-cache")]);
        let header = answer.header("server-timing");
        let duration = |name: &str| {
            header
                .split(", ")
                .find_map(|metric| metric.strip_prefix(name)?.strip_prefix(";dur="))
                .and_then(|value| value.parse::<f64>().ok())
                .unwrap_or_else(|| panic!("no {name} in {header}"))
        };
        assert!(duration("db") > 0.0, "{header}");
        assert!(duration("app") >= duration("db"), "{header}");
    }
}

fn a_large_answer_is_compressed_where_gzip_is_accepted(fixture: &Fixture) {
    let client = fixture.client();
    let plain = client.get(LARGE);
    assert_eq!(plain.optional_header("content-encoding"), None);
    assert_eq!(plain.header("vary"), "accept-encoding");
    for (accepted, compressed) in [
        ("gzip", true),
        ("GZIP", true),
        ("br, gzip;q=0.5", true),
        ("*", true),
        ("gzip;q=0", false),
        ("*;q=0", false),
        ("br", false),
        ("identity", false),
        ("gzip;q=0, *", false),
    ] {
        let answer = client.send("GET", LARGE, &[("accept-encoding", accepted)]);
        assert_eq!(answer.header("vary"), "accept-encoding", "{accepted}");
        assert_eq!(
            answer.optional_header("content-encoding"),
            compressed.then_some("gzip"),
            "{accepted}"
        );
        let body = if compressed {
            gunzip(&answer.body)
        } else {
            answer.body
        };
        let json: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(json["data"], plain.json()["data"], "{accepted}");
    }
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes)
        .read_to_end(&mut plain)
        .expect("a gzip stream");
    plain
}

fn a_small_answer_is_never_compressed(fixture: &Fixture) {
    let answer = fixture.client().send(
        "GET",
        "/api/conversations/count",
        &[("accept-encoding", "gzip")],
    );
    assert!(answer.body.len() < 1024);
    assert_eq!(answer.optional_header("content-encoding"), None);
    answer.data();
}

fn an_answer_of_the_api_is_never_kept_without_asking_again(fixture: &Fixture) {
    let client = fixture.client();
    for route in API {
        assert_eq!(
            client.get(route).header("cache-control"),
            "private, no-cache"
        );
        let error = client.get(&format!("{route}?nonsense=1"));
        assert_eq!(error.header("cache-control"), "no-store");
    }
}
