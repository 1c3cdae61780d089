//! Who may write: every route that changes something refuses whoever has less than its role, whatever else is sent.

use crate::{
    routes::templates::NOBODY,
    support::{fixture::Fixture, registry::tests, tokens},
};
use serde_json::json;

tests![
    every_write_is_refused_below_its_role,
    every_write_is_let_through_by_its_role,
];

/// Each from the least to the most.
const ROLES: [&str; 3] = ["viewer", "reviewer", "admin"];

/// Every method and route that writes, and the least role that may.
const WRITES: [(&str, &str, &str); 9] = [
    ("POST", "/api/templates", "admin"),
    ("PATCH", "/api/templates/:id", "admin"),
    ("DELETE", "/api/templates/:id", "admin"),
    ("POST", "/api/scenarios", "admin"),
    ("PATCH", "/api/scenarios/:id", "admin"),
    ("DELETE", "/api/scenarios/:id", "admin"),
    ("POST", "/api/edge-cases", "admin"),
    ("PATCH", "/api/edge-cases/:id", "admin"),
    ("DELETE", "/api/edge-cases/:id", "admin"),
];

/// What a role is answered, for a body that nothing takes.
fn status(fixture: &Fixture, role: &str, method: &str, route: &str) -> u16 {
    let path = route.replace(":id", NOBODY);
    let client = fixture.client();
    let client = client.with_token(&tokens::of(fixture.secret(), role, role));
    let body = json!({"no such field": true});
    client.send_json(method, &path, &[], &body).status
}

fn every_write_is_refused_below_its_role(fixture: &Fixture) {
    for (method, route, least) in WRITES {
        let path = route.replace(":id", NOBODY);
        let signed_out = fixture.client().signed_out();
        let answer = signed_out.send_json(method, &path, &[], &json!({}));
        answer.problem(401);
        for role in ROLES.into_iter().take_while(|role| *role != least) {
            let status = status(fixture, role, method, route);
            assert_eq!(status, 403, "{method} {route} by {role}");
        }
    }
}

fn every_write_is_let_through_by_its_role(fixture: &Fixture) {
    for (method, route, least) in WRITES {
        for role in ROLES.into_iter().skip_while(|role| *role != least) {
            let status = status(fixture, role, method, route);
            assert!(
                [400, 404].contains(&status),
                "{method} {route} by {role}: {status}"
            );
        }
    }
}
