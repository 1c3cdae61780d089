//! Calls from a browser on another origin: refused by saying nothing, unless the operator has listed the origin.

use crate::{
    routes::API,
    support::{client::Answer, fixture::Fixture, registry::tests},
};

tests![
    no_other_origin_is_told_anything_by_default,
    a_listed_origin_may_ask_before_it_calls,
    a_listed_origin_may_read_every_answer,
    an_origin_that_is_not_listed_is_told_nothing,
    an_answer_says_that_it_depends_on_the_origin,
    a_list_that_holds_no_origin_is_a_503_that_names_the_variable,
];

const LISTED: &str = "https://desk.example";

/// A list, with the spaces that people put into one.
const LIST: (&str, &str) = (
    "cors_allowed_origins",
    "https://desk.example, http://localhost:5173",
);

/// Origins that are like a listed one and are not it.
const OTHERS: [&str; 6] = [
    "https://desk.example.evil.example",
    "http://desk.example",
    "https://desk.example:8443",
    "https://DESK.example",
    "null",
    "*",
];

const PREFLIGHT: (&str, &str) = ("access-control-request-method", "PATCH");

fn assert_untold(answer: &Answer) {
    for name in answer.headers.keys() {
        let name = name.as_str();
        assert!(!name.starts_with("access-control-"), "{name}");
    }
}

fn no_other_origin_is_told_anything_by_default(fixture: &Fixture) {
    let client = fixture.client();
    for route in API {
        let answer = client.send("GET", route, &[("origin", LISTED)]);
        assert_untold(&answer);
        answer.data();
        let preflight = client.send("OPTIONS", route, &[("origin", LISTED), PREFLIGHT]);
        assert_untold(&preflight);
        preflight.problem(405);
    }
}

fn a_listed_origin_may_ask_before_it_calls(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.database_url(), &[LIST]);
    // A browser sends no token with the question.
    let client = app.client.signed_out();
    for origin in [LISTED, "http://localhost:5173"] {
        for route in API.into_iter().chain(["/api/vitals"]) {
            let answer = client.send("OPTIONS", route, &[("origin", origin), PREFLIGHT]);
            assert_eq!(answer.status, 204, "{route}");
            assert_eq!(answer.header("access-control-allow-origin"), origin);
            let methods = answer.header("access-control-allow-methods");
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                assert!(methods.contains(method), "{method} in {methods}");
            }
            let headers = answer.header("access-control-allow-headers");
            for header in ["authorization", "content-type", "if-match", "x-generation"] {
                assert!(headers.contains(header), "{header} in {headers}");
            }
            assert_eq!(
                answer.optional_header("access-control-allow-credentials"),
                None
            );
        }
    }
}

fn a_listed_origin_may_read_every_answer(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.database_url(), &[LIST]);
    let origin = [("origin", LISTED)];
    for answer in [
        app.client.send("GET", API[0], &origin),
        app.client
            .send("GET", "/api/conversations?limit=0", &origin),
        app.client.signed_out().send("GET", API[1], &origin),
        app.client.send("OPTIONS", API[1], &origin),
    ] {
        assert_eq!(answer.header("access-control-allow-origin"), LISTED);
        let exposed = answer.header("access-control-expose-headers");
        for header in [
            "etag",
            "location",
            "retry-after",
            "x-cache-hit",
            "x-generation",
            "x-request-id",
        ] {
            assert!(exposed.contains(header), "{header} in {exposed}");
        }
    }
}

fn an_origin_that_is_not_listed_is_told_nothing(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.database_url(), &[LIST]);
    for origin in OTHERS {
        let answer = app.client.send("GET", API[0], &[("origin", origin)]);
        assert_untold(&answer);
        answer.data();
        let preflight = app
            .client
            .send("OPTIONS", API[0], &[("origin", origin), PREFLIGHT]);
        assert_untold(&preflight);
        preflight.problem(405);
    }
}

fn an_answer_says_that_it_depends_on_the_origin(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.database_url(), &[LIST]);
    for headers in [
        &[("origin", LISTED)][..],
        &[("origin", "https://other.example")],
        &[],
    ] {
        let answer = app.client.send("GET", API[0], headers);
        assert_eq!(answer.header("vary"), "origin, accept-encoding");
    }
}

fn a_list_that_holds_no_origin_is_a_503_that_names_the_variable(fixture: &Fixture) {
    for list in [
        "*",
        "desk.example",
        "https://desk.example/",
        "https://Desk.example",
    ] {
        let app = fixture.own_app(&fixture.database_url(), &[("cors_allowed_origins", list)]);
        let problem = app.client.get(API[0]).problem(503);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(
            detail.contains("SPIN_VARIABLE_CORS_ALLOWED_ORIGINS"),
            "{detail}"
        );
    }
}
