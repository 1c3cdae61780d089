//! A host that ends in the middle of a bulk action or of its undo, as with `kill -9`: whole chunks are in or out, and the
//! same request, sent again to another host, finishes the job without doing anything twice.

use super::{BULK, Desk, NOBODY, path, reviewer, undo};
use crate::support::{
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    registry::tests,
};
use serde_json::{Value, json};
use std::{
    thread,
    time::{Duration, Instant},
};

tests![
    an_action_that_is_cut_off_is_finished_by_the_same_request,
    an_undo_that_is_cut_off_is_finished_by_the_next,
];

/// How long an action may take to get into its middle.
const PATIENCE: Duration = Duration::from_secs(180);

/// How often the database is asked how far it is.
const INTERVAL: Duration = Duration::from_millis(5);

/// Archives more chunks than are done before the host is ended.
fn request() -> Value {
    json!({ "action": "archive", "batchId": NOBODY, "selection": {
        "filter": { "status": ["draft", "generated", "pending_review"] }, "maxAffected": 100_000 } })
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "{what} takes too long");
        thread::sleep(INTERVAL);
    }
}

/// Sends a request and ends the host once the batch's count is not zero; what the host had begun in Postgres ends too.
fn cut_off(desk: &Desk, at: &str, body: &Value, counted: &str) {
    let client = desk.reviewer.clone();
    let (at, body) = (at.to_owned(), body.clone());
    let lost = thread::spawn(move || client.post(&at, &body));
    wait_until("the first chunk", || {
        desk.number(&format!(
            "SELECT coalesce(max({counted}), 0) FROM bulk_batches"
        )) > 0
    });
    desk.app.kill();
    assert!(lost.join().is_err(), "it was done before the host ended");
    wait_until("the last statement", || {
        desk.number(
            "SELECT count(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() \
               AND backend_type = 'client backend'",
        ) == 0
    });
}

fn another_host(desk: &Desk) -> OwnApp {
    Builder::new(desk.fixture, &desk.url).start()
}

fn an_action_that_is_cut_off_is_finished_by_the_same_request(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    cut_off(&desk, BULK, &request(), "changed");
    let left = desk.number("SELECT count(*) FROM bulk_batch_chunks");
    assert!(left > 0, "something is left to do");
    desk.assert_whole(NOBODY);

    let app = another_host(&desk);
    let reviewer = reviewer(fixture, &app.client);
    let batch = reviewer.get(&path(&NOBODY.into())).data();
    assert_eq!(batch["state"], "running");

    let answer = reviewer.post(BULK, &request()).data();
    assert_eq!(answer["state"], "finished");
    assert_eq!(answer["counts"]["changed"], answer["matching"]);
    for status in ["draft", "generated", "pending_review"] {
        assert_eq!(desk.count(status), 0, "{status}");
    }
    desk.assert_whole(NOBODY);
}

fn an_undo_that_is_cut_off_is_finished_by_the_next(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let statuses = "SELECT md5(string_agg(id::text || status, ',' ORDER BY id)) FROM conversations";
    let before = desk.texts(statuses);
    let changed = desk.done(&request())["counts"]["changed"].clone();
    let at = undo(&NOBODY.into());
    cut_off(&desk, &at, &json!({}), "undone");
    assert_eq!(
        desk.number("SELECT undone FROM bulk_batches"),
        desk.number("SELECT count(*) FROM bulk_batch_items WHERE outcome = 'undone'"),
    );

    let app = another_host(&desk);
    let reviewer = reviewer(fixture, &app.client);
    let batch = reviewer.get(&path(&NOBODY.into())).data();
    assert_eq!(batch["state"], "undoing");

    let answer = reviewer.post(&at, &json!({})).data();
    assert_eq!(answer["counts"]["undone"], changed);
    assert_eq!(desk.texts(statuses), before);
    assert_eq!(desk.number("SELECT count(*) FROM counters_check()"), 0);
}
