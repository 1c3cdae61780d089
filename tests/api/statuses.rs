//! Statuses that the contract declares for every route alike, asked of those routes whose own tests have no need of them.

use crate::support::{client::Client, fixture::Fixture, registry::tests, tokens};

tests![
    a_route_without_parameters_refuses_any,
    a_token_without_a_role_of_ours_reads_nothing,
    whoever_has_an_answer_is_told_so,
    bodies_are_json_within_their_limit,
];

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";
const LIBRARY: [&str; 3] = ["/api/templates", "/api/scenarios", "/api/edge-cases"];

fn admin(fixture: &Fixture) -> Client {
    let token = tokens::of(fixture.secret(), "admin", "somebody");
    fixture.client().with_token(&token)
}

fn a_route_without_parameters_refuses_any(fixture: &Fixture) {
    let admin = admin(fixture);
    for resource in LIBRARY.into_iter().chain(["/api/conversations"]) {
        let path = format!("{resource}/{NOBODY}?a=1");
        admin.delete(&path).problem(400);
        admin.get(&path).problem(400);
    }
    let undo = format!("/api/conversations/bulk/{NOBODY}/undo?a=1");
    admin.send("POST", &undo, &[]).problem(400);
}

fn a_token_without_a_role_of_ours_reads_nothing(fixture: &Fixture) {
    let guest = tokens::of(fixture.secret(), "guest", "somebody");
    for resource in LIBRARY.into_iter().chain(["/api/conversations"]) {
        let path = format!("{resource}/{NOBODY}");
        fixture.client().with_token(&guest).get(&path).problem(403);
        fixture.client().signed_out().get(&path).problem(401);
    }
}

fn whoever_has_an_answer_is_told_so(fixture: &Fixture) {
    let client = fixture.client();
    for resource in LIBRARY {
        let list = client.get(resource);
        let first = list.data()["data"][0]["id"].clone();
        let one = format!("{resource}/{}", first.as_str().expect("a demo row"));
        for path in [resource, &one] {
            let etag = client.get(path).header("etag").to_owned();
            let again = client.send("GET", path, &[("if-none-match", &etag)]);
            assert_eq!(again.status, 304, "{path}");
        }
    }
}

fn bodies_are_json_within_their_limit(fixture: &Fixture) {
    let admin = admin(fixture);
    let mut routes = vec![("PUT", format!("/api/conversations/{NOBODY}/turns"))];
    for resource in LIBRARY {
        routes.push(("POST", resource.to_owned()));
        routes.push(("PATCH", format!("{resource}/{NOBODY}")));
    }
    for (method, path) in routes {
        let text = [("content-type", "text/plain")];
        admin
            .send_bytes(method, &path, &text, b"{}".to_vec())
            .problem(415);
        let (status, problem) = admin.state(method, &path, "application/json", 10_000_000);
        assert_eq!(status, 413, "{method} {path}: {problem}");
    }
}
