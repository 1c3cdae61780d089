//! `GET /api/openapi.json`. What it says is held against the API in [`crate::contract`].

use crate::support::{client::Client, fixture::Fixture, registry::tests};

tests![
    the_contract_is_openapi_3_1_for_anyone,
    the_contract_has_an_etag_and_is_compressed,
    another_method_is_refused,
];

const PATH: &str = "/api/openapi.json";

fn the_contract_is_openapi_3_1_for_anyone(fixture: &Fixture) {
    let clients: [Client; 2] = [fixture.client(), fixture.client().signed_out()];
    for client in clients {
        let answer = client.get(PATH);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.data()["openapi"], "3.1.0");
    }
}

fn the_contract_has_an_etag_and_is_compressed(fixture: &Fixture) {
    let client = fixture.client().signed_out();
    let answer = client.send("GET", PATH, &[("accept-encoding", "gzip")]);
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(answer.header("cache-control"), "no-cache");
    let etag = answer.header("etag");
    let again = client.send(
        "GET",
        PATH,
        &[("accept-encoding", "gzip"), ("if-none-match", etag)],
    );
    assert_eq!(again.status, 304);
}

fn another_method_is_refused(fixture: &Fixture) {
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = fixture.client().send(method, PATH, &[]);
        answer.problem(405);
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}
