//! A thousand malformed requests over every route, the same ones every time: each is answered or hung up on in time, none
//! with a 500, and the host is no larger afterwards.

use crate::support::{
    contract::routes,
    fixture::Fixture,
    own_app::OwnApp,
    raw::{self, Outcome},
    registry::tests,
    tokens,
};
use jsonwebtoken::Algorithm::HS256;
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus, seq::IndexedRandom};
use serde_json::json;

tests![malformed_requests_are_refused_and_nothing_else];

const REQUESTS: usize = 1_000;

/// What makes the requests the same on every run.
const SEED: u64 = 0x5eed;

/// Requests after which the host has compiled, pooled and cached what it is going to.
const WARM_UP: usize = 200;

/// What the host may grow by over the others: a request that was never let go of would keep at least its instance,
/// which is over a megabyte, and there are 800 of them.
const MOST_GROWTH_BYTES: u64 = 64 * 1024 * 1024;

/// Short, as one in ten requests waits for it.
const DEADLINE_MS: &str = "500";

const METHODS: [&str; 12] = [
    "GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW", "get",
];

/// What a parameter of a path may be given as.
const IDS: [&str; 8] = [
    "00000000-0000-0000-0000-000000000000",
    "6b1f5c1e-6f0a-4f0e-9d0a-0d2a1c8f7b11",
    "not-an-id",
    "%00",
    "%ff%fe",
    "..%2f..%2fetc%2fpasswd",
    "%F0%9F%92%A5",
    "-1",
];

const NAMES: [&str; 12] = [
    "limit",
    "cursor",
    "sort_by",
    "status",
    "quality_min",
    "start_date",
    "search",
    "exact",
    "format",
    "template_id",
    "nonsense",
    "%00",
];

const VALUES: [&str; 18] = [
    "",
    "0",
    "-1",
    "101",
    "999999999999999999999999",
    "1e308",
    "NaN",
    "%00",
    "%ff",
    "%ED%A0%80",
    "draft,draft,,",
    "0000-00-00",
    "9999-12-31T23:59:60Z",
    "'%20OR%201=1--",
    "%22;%20DROP%20TABLE%20conversations",
    "null",
    "[]",
    "🦜",
];

/// Bodies that are broken in a way of their own.
fn body(random: &mut Xoshiro256PlusPlus) -> Vec<u8> {
    let valid = json!({
        "title": "A title", "persona": "A persona", "emotion": "calm", "tier": "template", "status": "draft",
        "page": "/", "metrics": [{"name": "LCP", "value": 1}], "turns": [{"role": "user", "content": "Hello"}],
    })
    .to_string();
    match random.random_range(0..12) {
        0 => Vec::new(),
        1 => valid.as_bytes()[..random.random_range(0..valid.len())].to_vec(),
        2 => {
            let depth = random.random_range(10..20_000);
            [vec![b'['; depth], vec![b']'; depth]].concat()
        }
        3 => format!(
            "{{\"page\":{}1}}",
            "{\"a\":".repeat(random.random_range(1..5_000))
        )
        .into_bytes(),
        4 => b"{\"metrics\":[{\"name\":\"LCP\",\"value\":1e999}],\"page\":\"/\"}".to_vec(),
        5 => format!("{{\"page\":{}}}", "9".repeat(10_000)).into_bytes(),
        6 => b"{\"page\":\"\xff\xfe\xed\xa0\x80\"}".to_vec(),
        7 => b"{\"page\":\"\\u0000\\ud800\",\"title\":\"\\u0000\"}".to_vec(),
        8 => {
            b"{\"page\":\"/\",\"page\":1,\"metrics\":{},\"ids\":\"all\",\"selection\":[]}".to_vec()
        }
        9 => format!("\"{}\"", "x".repeat(random.random_range(1..200_000))).into_bytes(),
        10 => b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03broken".to_vec(),
        _ => (0..random.random_range(1..2_000))
            .map(|_| random.random())
            .collect(),
    }
}

/// Header lines, each ending as it should or not.
fn headers(random: &mut Xoshiro256PlusPlus, token: &str, length: usize) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = vec![b"host: desk.example\r\n".to_vec()];
    if random.random_ratio(9, 10) {
        lines.push(format!("authorization: Bearer {token}\r\n").into_bytes());
    }
    let types = [
        "application/json",
        "application/json;charset=utf-16",
        "text/plain",
        "application/jsonl",
        "multipart/form-data",
        ";;",
    ];
    lines.push(format!("content-type: {}\r\n", pick(random, &types)).into_bytes());
    let length = match random.random_range(0..10) {
        // More than comes: the host has to notice that the body ends early.
        0 => (length + 100).to_string(),
        1 => "-1".to_owned(),
        2 => "99999999999999999999".to_owned(),
        _ => length.to_string(),
    };
    lines.push(format!("content-length: {length}\r\n").into_bytes());
    let odd: [&[u8]; 14] = [
        b"if-match: W/\"1\", \"\r\n",
        b"if-match: \"99999999999999999999\"\r\n",
        b"if-none-match: \xff\xfe\r\n",
        b"authorization: Bearer a.b.c\r\n",
        b"authorization: Bearer \xff\r\n",
        b"x-request-id: \x7f\r\n",
        b"x-request-id: ${jndi:ldap://a}\r\n",
        b"x-generation: \xc3\xa9\r\n",
        b"accept-encoding: gzip;q=x, *;q=\r\n",
        b"content-encoding: gzip\r\n",
        b"transfer-encoding: chunked\r\n",
        b"expect: 100-continue\r\n",
        b"no colon here\r\n",
        b"spin-matched-route: /invented\r\n",
    ];
    for _ in 0..random.random_range(0..3) {
        lines.push(odd.choose(random).expect("a header").to_vec());
    }
    if random.random_ratio(1, 30) {
        lines.push([b"x-long: ".as_slice(), &vec![b'x'; 70_000], b"\r\n"].concat());
    }
    lines.concat()
}

fn path(random: &mut Xoshiro256PlusPlus, routes: &[String]) -> String {
    let route = routes.choose(random).expect("a route");
    let parts = route.split('/').map(|part| {
        if part.starts_with(':') {
            pick(random, &IDS)
        } else if part == "..." {
            "..%2f..%2fspin.toml"
        } else {
            part
        }
    });
    let mut path = parts.collect::<Vec<_>>().join("/");
    for index in 0..random.random_range(0..4) {
        path.push(if index == 0 { '?' } else { '&' });
        let (name, value) = (pick(random, &NAMES), pick(random, &VALUES));
        path.push_str(&format!("{name}={value}"));
    }
    path
}

fn pick<'a>(random: &mut Xoshiro256PlusPlus, from: &[&'a str]) -> &'a str {
    from.choose(random).expect("a choice")
}

fn request(random: &mut Xoshiro256PlusPlus, routes: &[String], token: &str) -> Vec<u8> {
    let body = body(random);
    let method = pick(random, &METHODS);
    let path = path(random, routes);
    let line = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    let headers = headers(random, token, body.len());
    [line.as_bytes(), &headers, b"\r\n", &body].concat()
}

/// Spin 4.1 answers a header that is not UTF-8 with an empty 500 of its own; no component ever sees the request.
fn is_refused_by_spin(request: &[u8]) -> bool {
    let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    std::str::from_utf8(&request[..end.unwrap_or(request.len())]).is_err()
}

fn send(app: &OwnApp, requests: &[Vec<u8>], is_spin: bool) {
    for request in requests {
        let shown = || String::from_utf8_lossy(&request[..request.len().min(2_000)]);
        match raw::send(app.url(), request) {
            Outcome::Answered { status: 500, text } if is_spin && is_refused_by_spin(request) => {
                assert!(!text.contains("x-request-id"), "{text}\nfor {}", shown());
            }
            Outcome::Answered { status, text } => assert!(
                // 504 is for a body that never comes to its stated end.
                status < 500 || [501, 504].contains(&status),
                "{text}\nfor {}",
                shown()
            ),
            Outcome::Closed => {}
            Outcome::Hung => panic!("no answer for {}", shown()),
        }
    }
}

fn malformed_requests_are_refused_and_nothing_else(fixture: &Fixture) {
    let app = fixture.own_app(
        &fixture.own_database(),
        &["request_timeout_ms", "long_request_timeout_ms"].map(|name| (name, DEADLINE_MS)),
    );
    let claims = tokens::claims_with(&json!({"app_metadata": {"role": "admin"}}));
    let token = tokens::hmac(HS256, fixture.secret(), &claims);
    let routes: Vec<String> = routes().collect();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let requests: Vec<Vec<u8>> = (0..REQUESTS)
        .map(|_| request(&mut random, &routes, &token))
        .collect();
    let (first, others) = requests.split_at(WARM_UP);
    send(&app, first, fixture.is_spin());
    let before = app.resident_bytes();
    send(&app, others, fixture.is_spin());
    let grown = app
        .resident_bytes()
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before));
    if !fixture.is_spin() {
        assert!(grown < Some(MOST_GROWTH_BYTES), "grew by {grown:?} bytes");
    }
    app.client.get("/api/conversations").data();
}
