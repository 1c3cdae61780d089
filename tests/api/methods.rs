//! Methods a route has, and those it has not.

use crate::{
    routes::{API, templates::NOBODY},
    support::{fixture::Fixture, registry::tests},
};

tests![
    another_method_is_refused_with_those_there_are,
    head_answers_as_get_does_without_a_body,
];

/// Routes with the methods they have.
const ALLOWED: [(&str, &str); 11] = [
    ("/api/conversations", "GET, HEAD, POST"),
    ("/api/conversations/count", "GET, HEAD"),
    ("/api/conversations/facets", "GET, HEAD"),
    ("/api/templates", "GET, HEAD, POST"),
    ("/api/templates/:id", "GET, HEAD, PATCH, DELETE"),
    ("/api/scenarios", "GET, HEAD, POST"),
    ("/api/scenarios/:id", "GET, HEAD, PATCH, DELETE"),
    ("/api/edge-cases", "GET, HEAD, POST"),
    ("/api/edge-cases/:id", "GET, HEAD, PATCH, DELETE"),
    ("/", "GET, HEAD"),
    ("/index.html", "GET, HEAD"),
];

fn another_method_is_refused_with_those_there_are(fixture: &Fixture) {
    let client = fixture.client();
    for (route, allowed) in ALLOWED {
        let path = route.replace(":id", NOBODY);
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            if allowed.split(", ").any(|allowed| allowed == method) {
                continue;
            }
            let answer = client.send(method, &path, &[]);
            answer.problem(405);
            assert_eq!(answer.header("allow"), allowed, "{method} {route}");
        }
    }
}

fn head_answers_as_get_does_without_a_body(fixture: &Fixture) {
    let client = fixture.client();
    for route in API.into_iter().chain(["/"]) {
        let (get, head) = (client.get(route), client.send("HEAD", route, &[]));
        assert_eq!(head.status, get.status, "{route}");
        assert_eq!(head.body, b"", "{route}");
        for name in ["content-type", "cache-control", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {route}");
        }
    }
}
