//! A host that is killed in the middle of a file.

use super::{Desk, PATH, counts, lines};
use crate::support::{fixture::Fixture, registry::tests};
use std::{
    thread,
    time::{Duration, Instant},
};

tests![a_host_that_is_killed_leaves_whole_chunks_and_the_file_can_be_sent_again];

/// As `store::conversations::import` has it; lines this short fill a chunk by their number.
const CHUNK: usize = 500;

/// More than is written before the host is killed.
const LINES: usize = 20_000;

/// How long anything may take.
const SOON: Duration = Duration::from_secs(60);

fn a_host_that_is_killed_leaves_whole_chunks_and_the_file_can_be_sent_again(fixture: &Fixture) {
    let url = fixture.own_database();
    let mut desk = Desk::on(fixture, url.clone());
    let mut upload = desk.reviewer.upload(PATH);
    let sender = thread::spawn(move || {
        for start in (0..LINES).step_by(100) {
            if upload.send(lines(start..start + 100).as_bytes()).is_err() {
                return;
            }
        }
        // Ends without the end of the body: the host is killed before, or waits for it until it is.
    });
    wait_until(|| desk.imported() >= 3 * CHUNK as i64);
    let Desk { app, .. } = desk;
    app.kill();
    sender.join().expect("a sender that ends");

    let mut desk = Desk::on(fixture, url);
    // What the killed host had sent to Postgres is still carried out, or not at all.
    wait_until(|| {
        desk.number(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND state <> 'idle' AND query LIKE '%INSERT INTO conversations%' AND pid <> pg_backend_pid()",
        ) == 0
    });
    let written = desk.imported() as usize;
    assert!(written < LINES, "the file was through before the kill");
    assert_eq!(written % CHUNK, 0, "a chunk is in by a part");
    let missing = format!(
        "SELECT count(*) FROM generate_series(0, {written} - 1) AS number \
         WHERE NOT EXISTS (SELECT FROM conversations WHERE content_hash IS NOT NULL AND title = 'Question ' || number)"
    );
    assert_eq!(desk.number(&missing), 0, "a chunk was left out");
    desk.assert_consistent();

    let report = desk.import(lines(0..LINES));
    let (all, written) = (LINES as u64, written as u64);
    assert_eq!(counts(&report), [all, all - written, written, 0]);
    assert_eq!(desk.imported(), LINES as i64);
    desk.assert_consistent();
}

fn wait_until(mut condition: impl FnMut() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < SOON, "it did not come about");
        thread::sleep(Duration::from_millis(10));
    }
}
