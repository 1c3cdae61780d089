//! `POST /api/vitals`.

use crate::support::{client::Client, fixture::Fixture, own_app::OwnApp, registry::tests, tokens};
use jsonwebtoken::Algorithm::HS256;
use serde_json::{Value, json};
use sqlx::Row;
use std::thread;

tests![
    a_report_is_stored_one_row_a_metric,
    every_role_may_report_and_nobody_else,
    every_bad_field_is_named,
    a_report_of_the_most_there_may_be_is_stored,
    a_body_over_its_limit_is_refused,
    another_media_type_is_refused,
    another_method_is_refused,
    a_user_s_reports_are_capped_over_all_nodes,
    the_cap_of_one_user_is_not_another_s,
    counts_of_past_minutes_are_deleted,
];

const PATH: &str = "/api/vitals";

/// Reports that a user may send in a minute.
const CAP: usize = 60;

/// Users at the same time, an odd number of them so that each asks both nodes. The server's connections are all tests', and a
/// report at a time from everyone would take two of three.
const SENDERS: usize = 33;

fn report() -> Value {
    json!({"page": "/conversations", "metrics": [
        {"name": "LCP", "value": 1840.5},
        {"name": "CLS", "value": 0.02},
    ]})
}

fn token(fixture: &Fixture, subject: &str, role: &str) -> String {
    let changes = json!({"sub": subject, "app_metadata": {"role": role}});
    tokens::hmac(HS256, fixture.secret(), &tokens::claims_with(&changes))
}

fn stored(fixture: &Fixture, url: &str) -> Vec<(String, String, f64)> {
    let mut connection = fixture.connect(url);
    let rows = fixture
        .block_on(
            sqlx::query("SELECT page, metric, value FROM web_vitals ORDER BY page, metric")
                .fetch_all(&mut connection),
        )
        .expect("the table");
    rows.iter()
        .map(|row| (row.get(0), row.get(1), row.get(2)))
        .collect()
}

fn number(fixture: &Fixture, url: &str, query: &'static str) -> i64 {
    let mut connection = fixture.connect(url);
    fixture
        .block_on(sqlx::query_scalar(query).fetch_one(&mut connection))
        .expect("a number")
}

fn a_report_is_stored_one_row_a_metric(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let answer = app.client.post(PATH, &report());
    assert_eq!((answer.status, answer.text()), (204, ""));
    let page = || "/conversations".to_owned();
    assert_eq!(
        stored(fixture, &url),
        [
            (page(), "CLS".to_owned(), 0.02),
            (page(), "LCP".to_owned(), 1840.5)
        ]
    );
}

fn every_role_may_report_and_nobody_else(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    for role in ["viewer", "reviewer", "admin"] {
        let client = app.client.with_token(&token(fixture, role, role));
        assert_eq!(client.post(PATH, &report()).status, 204, "{role}");
    }
    let nobody = app.client.with_token(&token(fixture, "nobody", "none"));
    nobody.post(PATH, &report()).problem(403);
    app.client.signed_out().post(PATH, &report()).problem(401);
}

fn every_bad_field_is_named(fixture: &Fixture) {
    let client = fixture.client();
    let metric = |name: Value, value: Value| json!({"page": "/", "metrics": [{"name": name, "value": value}]});
    for (body, fields) in [
        (
            json!({}),
            vec![("page", "required"), ("metrics", "required")],
        ),
        (
            json!({"page": 1, "metrics": 2}),
            vec![("page", "not_a_text"), ("metrics", "not_a_list")],
        ),
        (
            json!({"page": "/", "metrics": []}),
            vec![("metrics", "empty")],
        ),
        (
            json!({"page": "https://a.example/", "metrics": []}),
            vec![("page", "not_a_page"), ("metrics", "empty")],
        ),
        (
            json!({"page": "/a?search=b", "metrics": [1]}),
            vec![("page", "not_a_page"), ("metrics[0]", "not_an_object")],
        ),
        (
            json!({"page": "/".repeat(201), "metrics": [{}]}),
            vec![
                ("page", "too_long"),
                ("metrics[0].name", "required"),
                ("metrics[0].value", "required"),
            ],
        ),
        (
            metric("FID".into(), 1.into()),
            vec![("metrics[0].name", "unknown_value")],
        ),
        (
            metric("LCP".into(), "1".into()),
            vec![("metrics[0].value", "out_of_range")],
        ),
        (
            metric("LCP".into(), (-1).into()),
            vec![("metrics[0].value", "out_of_range")],
        ),
        (
            metric("LCP".into(), 3_600_001.into()),
            vec![("metrics[0].value", "out_of_range")],
        ),
        (
            metric("LCP".into(), Value::Null),
            vec![("metrics[0].value", "null")],
        ),
        (
            json!({"page": "/", "metrics": [{"name": "LCP", "value": 1, "id": "v5"}]}),
            vec![("metrics[0].id", "unknown_field")],
        ),
        (
            json!({"page": "/", "metrics": vec![json!({"name": "LCP", "value": 1}); 51]}),
            vec![("metrics", "too_many")],
        ),
    ] {
        let expected: Vec<(String, String)> = fields
            .into_iter()
            .map(|(field, code)| (field.to_owned(), code.to_owned()))
            .collect();
        assert_eq!(
            client.post(PATH, &body).invalid_fields(),
            expected,
            "{body}"
        );
    }
}

fn a_report_of_the_most_there_may_be_is_stored(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let metrics = vec![json!({"name": "INP", "value": 3_600_000}); 50];
    let page = format!("/{}", "ä".repeat(199));
    let answer = app
        .client
        .post(PATH, &json!({"page": page, "metrics": metrics}));
    assert_eq!(answer.status, 204, "{}", answer.text());
    assert_eq!(stored(fixture, &url).len(), 50);
}

fn a_body_over_its_limit_is_refused(fixture: &Fixture) {
    let (status, problem) = fixture
        .client()
        .state("POST", PATH, "application/json", 40_000);
    assert_eq!(status, 413, "{problem}");
}

fn another_media_type_is_refused(fixture: &Fixture) {
    let headers = [("content-type", "text/plain")];
    let body = report().to_string().into_bytes();
    fixture
        .client()
        .send_bytes("POST", PATH, &headers, body)
        .problem(415);
}

fn another_method_is_refused(fixture: &Fixture) {
    for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE"] {
        let answer = fixture.client().send(method, PATH, &[]);
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, "POST"),
            "{method}"
        );
    }
}

/// The statuses of as many reports, sent by two nodes at the same time.
fn statuses(clients: [&Client; 2], reports: usize) -> Vec<u16> {
    thread::scope(|scope| {
        let sending: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let mine = (sender..reports).step_by(SENDERS);
                scope.spawn(move || {
                    mine.map(|number| clients[number % 2].post(PATH, &report()))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        sending
            .into_iter()
            .flat_map(|sender| sender.join().expect("answers"))
            .map(|answer| {
                if answer.status == 429 {
                    answer.problem(429);
                    let seconds: u32 = answer.header("retry-after").parse().expect("seconds");
                    assert!((1..=60).contains(&seconds), "{seconds}");
                }
                answer.status
            })
            .collect()
    })
}

/// A minute may end meanwhile, and then the next one's reports count as well: what is stored in each is held against the cap.
fn a_user_s_reports_are_capped_over_all_nodes(fixture: &Fixture) {
    let url = fixture.own_database();
    let apps: [OwnApp; 2] = [fixture.own_app(&url, &[]), fixture.own_app(&url, &[])];
    let statuses = statuses([&apps[0].client, &apps[1].client], 2 * CAP + 10);
    let taken = statuses.iter().filter(|status| **status == 204).count();
    let refused = statuses.iter().filter(|status| **status == 429).count();
    assert_eq!(taken + refused, statuses.len(), "{statuses:?}");
    assert!(refused >= 10, "{refused} were refused");
    assert_eq!(stored(fixture, &url).len(), 2 * taken);
    let counted = "SELECT sum(reports)::int8 FROM web_vital_reports";
    assert_eq!(number(fixture, &url, counted), taken as i64);
    let most = "SELECT max(reports)::int8 FROM web_vital_reports";
    assert_eq!(number(fixture, &url, most), CAP as i64);
}

fn the_cap_of_one_user_is_not_another_s(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let mut connection = fixture.connect(&url);
    fixture.run(
        &mut connection,
        "INSERT INTO web_vital_reports SELECT sha256('one'), minute, 60 \
         FROM generate_series(date_trunc('minute', now()), now() + interval '5 minutes', '1 minute') AS minute",
    );
    let client = |subject: &str| app.client.with_token(&token(fixture, subject, "viewer"));
    client("one").post(PATH, &report()).problem(429);
    assert_eq!(client("other").post(PATH, &report()).status, 204);
}

fn counts_of_past_minutes_are_deleted(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    let mut connection = fixture.connect(&url);
    fixture.run(
        &mut connection,
        "INSERT INTO web_vital_reports SELECT sha256(number::text::bytea), date_trunc('minute', now()) - interval '1 hour', 7 \
         FROM generate_series(1, 90) AS number",
    );
    assert_eq!(app.client.post(PATH, &report()).status, 204);
    let rows = "SELECT count(*) FROM web_vital_reports";
    assert_eq!(number(fixture, &url, rows), 1);
}
