//! Who may read what, and what every one of these routes refuses.

use super::{ALERTS, METRICS, READ, admin};
use crate::support::{fixture::Fixture, registry::tests, tokens};
use serde_json::json;

tests![
    whoever_is_no_admin_is_refused,
    a_method_that_a_route_does_not_have_is_refused,
    a_parameter_that_a_route_does_not_have_is_refused,
    head_answers_without_a_body,
    a_route_below_them_that_there_is_not_is_not_found,
    a_scrape_token_opens_metrics_and_nothing_else,
    an_empty_scrape_token_is_nobody_s,
];

fn whoever_is_no_admin_is_refused(fixture: &Fixture) {
    for path in READ.into_iter().chain([ALERTS]) {
        fixture.client().signed_out().get(path).problem(401);
        for role in ["viewer", "reviewer"] {
            let token = tokens::of(fixture.secret(), role, role);
            let client = fixture.client().with_token(&token);
            client.get(path).problem(403);
        }
    }
    let body = json!({"alerts": [{"name": "cache_hit_rate", "threshold": 1}]});
    fixture
        .client()
        .signed_out()
        .put(ALERTS, &body)
        .problem(401);
    fixture.client().put(ALERTS, &body).problem(403);
}

fn a_method_that_a_route_does_not_have_is_refused(fixture: &Fixture) {
    let token = tokens::of(fixture.secret(), "admin", "an admin");
    let client = fixture.client().with_token(&token);
    for path in READ {
        let answer = client.post(path, &json!({}));
        answer.problem(405);
        assert_eq!(answer.header("allow"), "GET, HEAD", "{path}");
    }
    let answer = client.delete(ALERTS);
    answer.problem(405);
    assert_eq!(answer.header("allow"), "GET, HEAD, PUT");
}

fn a_parameter_that_a_route_does_not_have_is_refused(fixture: &Fixture) {
    let token = tokens::of(fixture.secret(), "admin", "an admin");
    let client = fixture.client().with_token(&token);
    for path in READ.into_iter().chain([ALERTS]) {
        let errors = client.get(&format!("{path}?nothing=1")).invalid_fields();
        assert_eq!(errors, [("nothing".into(), "unknown_parameter".into())]);
    }
}

fn head_answers_without_a_body(fixture: &Fixture) {
    let token = tokens::of(fixture.secret(), "admin", "an admin");
    let client = fixture.client().with_token(&token);
    for path in READ.into_iter().chain([ALERTS]) {
        let answer = client.send("HEAD", path, &[]);
        assert_eq!((answer.status, answer.text()), (200, ""), "{path}");
    }
}

fn a_route_below_them_that_there_is_not_is_not_found(fixture: &Fixture) {
    let token = tokens::of(fixture.secret(), "admin", "an admin");
    let client = fixture.client().with_token(&token);
    client.get("/api/admin/performance/nothing").problem(404);
}

fn a_scrape_token_opens_metrics_and_nothing_else(fixture: &Fixture) {
    let token = "a scrape token";
    let app = fixture.own_app(&fixture.own_database(), &[("metrics_token", token)]);
    let scraper = app.client.with_token(token);
    assert_eq!(scraper.get(METRICS).status, 200);
    scraper.get(super::REQUESTS).problem(401);
    for wrong in ["a scrape toke", "a scrape token2", "A scrape token"] {
        app.client.with_token(wrong).get(METRICS).problem(401);
    }
    assert_eq!(admin(fixture, &app).get(METRICS).status, 200);
}

fn an_empty_scrape_token_is_nobody_s(fixture: &Fixture) {
    let client = fixture.client().signed_out();
    for sent in ["Bearer ", "Bearer", ""] {
        let answer = client.send("GET", METRICS, &[("authorization", sent)]);
        answer.problem(401);
    }
}
