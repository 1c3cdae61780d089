//! `GET /api/export` on its way: what a slow, a lost and a stalled reader see, and what they leave behind.

use super::reviewer;
use crate::support::{download::Download, fixture::Fixture, registry::tests};
use std::{
    thread,
    time::{Duration, Instant},
};

tests![
    rows_that_change_during_the_download_are_in_it_as_they_were,
    a_reader_that_goes_away_ends_the_statement,
    a_statement_that_is_ended_breaks_the_transfer,
    a_reader_that_stalls_past_the_deadline_is_cut_off,
];

/// More than what sockets hold between Postgres and a reader that has stopped: 36 MB.
const MANY: &str = "
    WITH many AS (
        INSERT INTO conversations (title, tier, status, total_turns, category)
        SELECT 'Conversation ' || number, 'template', 'approved', 2, '{export-bulk}'
        FROM generate_series(1, 12000) AS number
        RETURNING id
    )
    INSERT INTO conversation_turns (conversation_id, turn_number, role, content)
    SELECT id, turn, CASE turn WHEN 1 THEN 'user' ELSE 'assistant' END, repeat('before ', 214)
    FROM many, generate_series(1, 2) AS turn";

const LINES: usize = 12_000;

const PATH: &str = "/api/export?format=messages&category=export-bulk";

/// Long enough for a busy machine; a test that runs into it has found something that hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn running(fixture: &Fixture, url: &str) -> i64 {
    fixture
        .block_on(
            sqlx::query_scalar(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
                 AND query LIKE '%conversation_turns%' AND pid <> pg_backend_pid()",
            )
            .fetch_one(&mut fixture.connect(url)),
        )
        .expect("the server's activity")
}

fn wait_until_none_runs(fixture: &Fixture, url: &str) {
    let started = Instant::now();
    while running(fixture, url) > 0 {
        assert!(started.elapsed() < PATIENCE, "the statement still runs");
        thread::sleep(Duration::from_millis(50));
    }
}

fn rows_that_change_during_the_download_are_in_it_as_they_were(fixture: &Fixture) {
    let url = fixture.own_database();
    let mut connection = fixture.connect(&url);
    fixture.run(&mut connection, MANY);
    let app = fixture.own_app(&url, &[]);
    let client = reviewer(fixture, &app.client);
    let download = Download::start(&client, PATH);
    assert_ne!(running(fixture, &url), 0, "it waits for its reader");
    fixture.run(
        &mut connection,
        "UPDATE conversation_turns SET content = 'after'",
    );
    fixture.run(
        &mut connection,
        "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE category = '{export-bulk}' LIMIT 100)",
    );
    fixture.run(&mut connection, MANY);
    let file = download.rest().expect("a whole file");
    let file = String::from_utf8(file).expect("text");
    assert_eq!(file.lines().count(), LINES);
    assert!(!file.contains("after"));
}

fn a_reader_that_goes_away_ends_the_statement(fixture: &Fixture) {
    let url = fixture.own_database();
    fixture.run(&mut fixture.connect(&url), MANY);
    let app = fixture.own_app(&url, &[]);
    let client = reviewer(fixture, &app.client);
    let download = Download::start(&client, PATH);
    assert_ne!(running(fixture, &url), 0, "it waits for its reader");
    drop(download);
    wait_until_none_runs(fixture, &url);
    let file = Download::start(&client, PATH).rest().expect("a whole file");
    assert_eq!(file.iter().filter(|byte| **byte == b'\n').count(), LINES);
}

fn a_statement_that_is_ended_breaks_the_transfer(fixture: &Fixture) {
    let url = fixture.own_database();
    let mut connection = fixture.connect(&url);
    fixture.run(&mut connection, MANY);
    let app = fixture.own_app(&url, &[]);
    let client = reviewer(fixture, &app.client);
    let download = Download::start(&client, PATH);
    fixture.run(
        &mut connection,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'active' \
         AND datname = current_database() AND query LIKE '%conversation_turns%' AND pid <> pg_backend_pid()",
    );
    assert!(download.rest().is_err(), "a short file looked whole");
}

fn a_reader_that_stalls_past_the_deadline_is_cut_off(fixture: &Fixture) {
    let url = fixture.own_database();
    fixture.run(&mut fixture.connect(&url), MANY);
    let app = fixture.own_app(&url, &[("long_request_timeout_ms", "2000")]);
    let client = reviewer(fixture, &app.client);
    let download = Download::start(&client, PATH);
    assert_ne!(running(fixture, &url), 0, "it waits for its reader");
    wait_until_none_runs(fixture, &url);
    assert!(download.rest().is_err(), "a short file looked whole");
}
