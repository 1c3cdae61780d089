//! Methods a route has, and those it has not.

use crate::{
    routes::API,
    support::{fixture::Fixture, registry::tests},
};

tests![
    another_method_is_refused_with_those_there_are,
    head_answers_as_get_does_without_a_body,
];

fn another_method_is_refused_with_those_there_are(fixture: &Fixture) {
    let client = fixture.client();
    for route in API.into_iter().chain(["/", "/index.html"]) {
        let allowed = if route == API[0] {
            "GET, HEAD, POST"
        } else {
            "GET, HEAD"
        };
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            if allowed.contains(method) {
                continue;
            }
            let answer = client.send(method, route, &[]);
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
