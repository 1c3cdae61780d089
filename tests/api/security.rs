//! What must hold whatever a route does: secrets stay secret, nothing has a way out that it does not need, and no body is
//! read beyond its limit.

use crate::{
    routes::API,
    support::{
        contract::{manifest, routes},
        fixture::Fixture,
        raw::{self, Outcome},
        registry::tests,
        tokens,
    },
};
use serde_json::json;

tests![
    no_secret_is_ever_logged,
    a_component_reaches_its_database_and_the_webhook_alone,
    a_component_is_granted_only_known_variables_and_stores,
    a_body_over_its_limit_is_refused_before_it_is_read,
    a_body_that_hides_its_length_is_read_no_further_than_its_limit,
    json_is_nested_no_deeper_than_its_limit,
    a_query_is_no_longer_than_its_limits,
    a_cookie_is_no_token,
];

/// A password that no log may hold.
const PASSWORD: &str = "correct-horse-battery";

fn no_secret_is_ever_logged(fixture: &Fixture) {
    let url = format!("postgres://parley:{PASSWORD}@127.0.0.1:1/parley");
    let away = fixture.own_app(&url, &[]);
    let server = fixture.database_url();
    let (_, address) = server.rsplit_once('@').expect("a user in the URL");
    let refused = fixture.own_app(&format!("postgres://parley:{PASSWORD}@{address}"), &[]);
    let expired = tokens::hmac(
        jsonwebtoken::Algorithm::HS256,
        fixture.secret(),
        &tokens::claims_with(&json!({"exp": tokens::from_now(-60)})),
    );
    let token = tokens::viewer(fixture.secret());
    for app in [&away, &refused] {
        let client = app.client.with_token(&token);
        for route in API {
            client.get(route).problem(503);
            client
                .get(&format!("{route}?limit=secret-word"))
                .problem(400);
            app.client.with_token(&expired).get(route).problem(401);
        }
        assert_eq!(client.get("/readyz").status, 503);
        let vitals = json!({"page": "/secret-word", "metrics": [{"name": "LCP", "value": 1}]});
        client.post("/api/vitals", &vitals).problem(503);
    }
    let log = fixture.whole_log();
    assert!(
        log.contains("\"level\":\"error\""),
        "the faults themselves are logged"
    );
    for secret in [PASSWORD, "secret-word", fixture.secret(), &token, &expired] {
        assert!(!log.contains(secret), "{secret:?} is in the log");
    }
}

fn a_component_reaches_its_database_and_the_webhook_alone(_: &Fixture) {
    let manifest = manifest();
    for (name, component) in manifest["component"].as_table().expect("components") {
        let hosts = component.get("allowed_outbound_hosts");
        let hosts = hosts.and_then(toml::Value::as_array).into_iter().flatten();
        let hosts: Vec<&str> = hosts.filter_map(toml::Value::as_str).collect();
        let needed: &[&str] = match name.as_str() {
            "dashboard" => &[],
            "metrics" => &[
                "postgres://{{ database_address }}",
                "{{ alert_webhook_host }}",
            ],
            _ => &["postgres://{{ database_address }}"],
        };
        assert_eq!(hosts, needed, "{name}");
    }
}

fn a_component_is_granted_only_known_variables_and_stores(_: &Fixture) {
    let manifest = manifest();
    let declared = manifest["variables"].as_table().expect("variables");
    for name in [
        "database_url",
        "jwt_secret",
        "metrics_token",
        "alert_webhook_url",
    ] {
        assert_eq!(declared[name]["secret"].as_bool(), Some(true), "{name}");
    }
    for (name, component) in manifest["component"].as_table().expect("components") {
        let variables = component.get("variables").and_then(toml::Value::as_table);
        let may_know_secrets = name != "dashboard";
        assert_eq!(variables.is_some(), may_know_secrets, "{name}");
        let stores = component
            .get("key_value_stores")
            .and_then(toml::Value::as_array);
        let has_store = stores.is_some_and(|stores| stores == &["default".into()]);
        let may_have_store = !matches!(name.as_str(), "dashboard" | "export" | "inspect");
        assert_eq!(has_store, may_have_store, "{name}");
    }
}

/// A request with a token and these headers, and with a body of which only this much is ever sent.
fn post(fixture: &Fixture, headers: &str, body: &[u8]) -> Outcome {
    let token = tokens::viewer(fixture.secret());
    let head = format!(
        "POST /api/vitals HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\ncontent-type: application/json\r\n{headers}\r\n\r\n"
    );
    raw::send(fixture.url(), &[head.as_bytes(), body].concat())
}

fn status(outcome: &Outcome) -> Option<u16> {
    match outcome {
        Outcome::Answered { status, .. } => Some(*status),
        Outcome::Closed | Outcome::Hung => None,
    }
}

fn a_body_over_its_limit_is_refused_before_it_is_read(fixture: &Fixture) {
    let outcome = post(fixture, "content-length: 1000000000", b"{");
    assert_eq!(status(&outcome), Some(413), "{outcome:?}");
}

fn a_body_that_hides_its_length_is_read_no_further_than_its_limit(fixture: &Fixture) {
    let chunk = format!("{:x}\r\n{}\r\n", 16 * 1024, " ".repeat(16 * 1024));
    let endless = chunk.repeat(8);
    let outcome = post(fixture, "transfer-encoding: chunked", endless.as_bytes());
    assert_eq!(status(&outcome), Some(413), "{outcome:?}");
}

fn json_is_nested_no_deeper_than_its_limit(fixture: &Fixture) {
    let client = fixture.client();
    for (depth, code) in [(20, "too_deep"), (200, "not_json"), (15_000, "not_json")] {
        let body = format!("{{\"page\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        let headers = [("content-type", "application/json")];
        let answer = client.send_bytes("POST", "/api/vitals", &headers, body.into_bytes());
        assert_eq!(
            answer.invalid_fields(),
            [("body".to_owned(), code.to_owned())]
        );
    }
}

fn a_query_is_no_longer_than_its_limits(fixture: &Fixture) {
    let client = fixture.client();
    let long = "x".repeat(201);
    let many = "status=draft&".repeat(51);
    for route in API {
        client.get(&format!("{route}?search={long}")).problem(400);
        client.get(&format!("{route}?{many}")).problem(400);
    }
}

/// No request that a browser makes by itself, on behalf of another site, says who its user is.
fn a_cookie_is_no_token(fixture: &Fixture) {
    let client = fixture.client().signed_out();
    let token = tokens::viewer(fixture.secret());
    let cookie = format!("token={token}; authorization=Bearer {token}; sb-access-token={token}");
    for route in routes().filter(|route| API.contains(&route.as_str())) {
        client
            .send("GET", &route, &[("cookie", &cookie)])
            .problem(401);
        client
            .get(&format!("{route}?access_token={token}"))
            .problem(401);
    }
}
