//! Who may look, and how.

use crate::support::{client::Client, fixture::Fixture, registry::tests, tokens};
use serde_json::json;

tests![
    admins_look_and_nobody_else_does,
    another_method_is_refused,
    a_parameter_that_is_not_known_is_refused,
    a_threshold_out_of_range_is_named,
    whoever_looks_without_wanting_the_body_gets_the_head,
];

const READ: [&str; 3] = [
    "/api/admin/db-stats",
    "/api/admin/performance/database",
    "/api/admin/performance/indexes",
];
const EXPLAIN: &str = "/api/admin/explain";

fn client(fixture: &Fixture, role: &str) -> Client {
    let token = tokens::of(fixture.secret(), role, role);
    fixture.client().with_token(&token)
}

fn admins_look_and_nobody_else_does(fixture: &Fixture) {
    let nobody = fixture.client().signed_out();
    let body = json!({"filter": {}});
    for path in READ {
        nobody.get(path).problem(401);
        for role in ["viewer", "reviewer"] {
            client(fixture, role).get(path).problem(403);
        }
        client(fixture, "admin").get(path).data();
    }
    nobody.post(EXPLAIN, &body).problem(401);
    for role in ["viewer", "reviewer"] {
        client(fixture, role).post(EXPLAIN, &body).problem(403);
    }
    client(fixture, "admin").post(EXPLAIN, &body).data();
}

fn another_method_is_refused(fixture: &Fixture) {
    let admin = client(fixture, "admin");
    for path in READ {
        let answer = admin.post(path, &json!({}));
        answer.problem(405);
        assert_eq!(answer.header("allow"), "GET, HEAD", "{path}");
    }
    let answer = admin.get(EXPLAIN);
    answer.problem(405);
    assert_eq!(answer.header("allow"), "POST");
}

fn a_parameter_that_is_not_known_is_refused(fixture: &Fixture) {
    let admin = client(fixture, "admin");
    for path in READ {
        let fields = admin.get(&format!("{path}?a=1")).invalid_fields();
        assert_eq!(fields, [("a".to_owned(), "unknown_parameter".to_owned())]);
    }
    let answer = admin.post(&format!("{EXPLAIN}?a=1"), &json!({"filter": {}}));
    assert_eq!(
        answer.invalid_fields(),
        [("a".to_owned(), "unknown_parameter".to_owned())]
    );
}

fn a_threshold_out_of_range_is_named(fixture: &Fixture) {
    let admin = client(fixture, "admin");
    for (path, names) in [
        (
            READ[1],
            &[
                "slow_mean_ms",
                "slow_min_calls",
                "slow_max_ms",
                "running_min_s",
            ][..],
        ),
        (
            READ[2],
            &["unused_min_bytes", "missing_min_rows", "bloat_min_bytes"][..],
        ),
    ] {
        for value in ["-1", "%2B1", "1.5", "9007199254740992", "x"] {
            let query: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
            let answer = admin.get(&format!("{path}?{}", query.join("&")));
            let expected: Vec<_> = names
                .iter()
                .map(|name| ((*name).to_owned(), "out_of_range".to_owned()))
                .collect();
            assert_eq!(answer.invalid_fields(), expected, "{value}");
        }
    }
}

fn whoever_looks_without_wanting_the_body_gets_the_head(fixture: &Fixture) {
    for path in READ {
        let answer = client(fixture, "admin").send("HEAD", path, &[]);
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{path}");
    }
}
