//! Many reviewers at once: every decision is either refused or in exactly one history.

use super::{Desk, contents, path, said};
use crate::support::{
    client::{Answer, Client},
    fixture::Fixture,
    own_postgres::OwnPostgres,
    registry::tests,
    tokens,
};
use parley_xtask::counters;
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Barrier, thread};

tests![
    of_two_reviewers_on_one_row_one_wins_and_the_other_is_told,
    an_edit_and_new_turns_at_once_are_both_kept_or_one_is_refused,
    fifty_reviewers_over_five_thousand_rows_lose_nothing,
];

/// How often two meet on one row.
const MEETINGS: usize = 40;

/// Runs both at the same time.
fn at_once<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    let barrier = Barrier::new(2);
    thread::scope(|scope| {
        let one = scope.spawn(|| {
            barrier.wait();
            one()
        });
        barrier.wait();
        let other = other();
        (one.join().expect("the first to end"), other)
    })
}

fn decide(client: &Client, path: &str, if_match: Option<&str>, body: &Value) -> Answer {
    let headers: Vec<(&str, &str)> = if_match.iter().map(|etag| ("if-match", *etag)).collect();
    client.send_json("PATCH", path, &headers, body)
}

fn of_two_reviewers_on_one_row_one_wins_and_the_other_is_told(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let approval = json!({"status": "approved"});
    let rejection = json!({"status": "rejected", "reason": "off_topic"});
    for (if_match, refusal) in [(Some("\"1\""), 412), (None, 422)] {
        for _ in 0..MEETINGS {
            let path = path(&desk.create(&json!({"status": "pending_review"})));
            let (approved, rejected) = at_once(
                || decide(&desk.reviewer, &path, if_match, &approval),
                || decide(&desk.admin, &path, if_match, &rejection),
            );
            let (won, lost, by) = if approved.status == 200 {
                (approved, rejected, "reviewer")
            } else {
                (rejected, approved, "admin")
            };
            let won = won.data();
            assert_eq!(lost.problem(refusal)["current"], won);
            let history = won["reviewHistory"].as_array().expect("a history");
            assert_eq!(history.len(), 1, "{history:?}");
            assert_eq!(history[0]["by"], by);
            assert_eq!(desk.viewer.get(&path).data(), won);
        }
    }
}

fn an_edit_and_new_turns_at_once_are_both_kept_or_one_is_refused(fixture: &Fixture) {
    let desk = Desk::open(fixture);
    let title = json!({"title": "New"});
    let turns = json!({"turns": said(&["new"])});
    for if_match in [Some("\"1\""), None] {
        for _ in 0..MEETINGS {
            let path = path(&desk.create(&json!({})));
            let headers: Vec<_> = if_match.iter().map(|etag| ("if-match", *etag)).collect();
            let turns_path = format!("{path}/turns");
            let (edited, replaced) = at_once(
                || decide(&desk.reviewer, &path, if_match, &title),
                || desk.admin.send_json("PUT", &turns_path, &headers, &turns),
            );
            let now = desk.viewer.get(&path).data();
            let (is_edited, is_replaced) = (edited.status == 200, replaced.status == 200);
            assert_eq!(now["title"] == "New", is_edited, "{}", edited.text());
            assert_eq!(
                contents(&now) == ["new"],
                is_replaced,
                "{}",
                replaced.text()
            );
            // What the last of them was answered is what there is: also the turns, where the other brought them.
            let last = [&edited, &replaced]
                .into_iter()
                .filter(|answer| answer.status == 200)
                .map(Answer::json)
                .find(|answer| answer["version"] == now["version"]);
            assert_eq!(last, Some(now));
            match if_match {
                None => assert!(is_edited && is_replaced),
                Some(_) if is_edited => drop(replaced.problem(412)),
                Some(_) => drop(edited.problem(412)),
            }
        }
    }
}

const REVIEWERS: usize = 50;
const ROWS: usize = 5_000;

/// Decisions of one reviewer on rows that others decide on too, besides those on rows of their own.
const SHARED_DECISIONS: usize = 20;

/// The seed of who meets whom, so that a failure can be repeated.
const SEED: u64 = 20_261_123;

fn fifty_reviewers_over_five_thousand_rows_lose_nothing(fixture: &Fixture) {
    let postgres = OwnPostgres::start(fixture);
    let app = fixture.own_app(&postgres.url, &[]);
    let mut connection = fixture.connect(&postgres.url);
    let ids: Vec<String> = fixture
        .block_on(
            sqlx::query_scalar(
                "INSERT INTO conversations (title, tier, status) \
                 SELECT 'row ' || n, 'template', 'pending_review' FROM generate_series(1, 5000) AS n RETURNING id::text",
            )
            .fetch_all(&mut connection),
        )
        .expect("five thousand rows");
    assert_eq!(ids.len(), ROWS);

    let made: Vec<BTreeMap<String, u16>> = thread::scope(|scope| {
        let reviewers: Vec<_> = (0..REVIEWERS)
            .map(|number| {
                let name = format!("reviewer-{number}");
                let token = tokens::of(fixture.secret(), "reviewer", &name);
                let (client, ids) = (app.client.with_token(&token), &ids);
                scope.spawn(move || review(&client, ids, number))
            })
            .collect();
        reviewers
            .into_iter()
            .map(|reviewer| reviewer.join().expect("a reviewer who was answered"))
            .collect()
    });

    let histories: Vec<(String, i64)> = fixture
        .block_on(
            sqlx::query_as(
                "SELECT entry ->> 'note', count(*) FROM conversations, jsonb_array_elements(review_history) AS entry \
                 WHERE entry ->> 'by' = 'reviewer-' || split_part(entry ->> 'note', ' ', 1) GROUP BY 1",
            )
            .fetch_all(&mut connection),
        )
        .expect("the histories");
    let entries: i64 = fixture
        .block_on(
            sqlx::query_scalar(
                "SELECT sum(jsonb_array_length(review_history))::int8 FROM conversations",
            )
            .fetch_one(&mut connection),
        )
        .expect("a number of entries");
    let taken: BTreeMap<&str, i64> = made
        .iter()
        .flatten()
        .filter(|(_, status)| **status == 200)
        .map(|(note, _)| (note.as_str(), 1))
        .collect();
    let recorded: BTreeMap<&str, i64> = histories
        .iter()
        .map(|(note, times)| (note.as_str(), *times))
        .collect();
    assert_eq!(recorded, taken);
    assert_eq!(entries, taken.len() as i64);
    assert!(taken.len() >= ROWS, "{} decisions were taken", taken.len());
    let refused = made.iter().flatten().count() - taken.len();
    assert!(refused > 0, "nobody met anybody");
    let report = fixture
        .block_on(counters::check(&postgres.url))
        .expect("a check");
    assert_eq!(report.differences, []);
}

/// Decides on every row of one's own and on some of others', in a random order, with and without a version; answers
/// what came of each decision, by its note.
fn review(client: &Client, ids: &[String], number: usize) -> BTreeMap<String, u16> {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED + number as u64);
    let mut rows: Vec<usize> = (number..ROWS).step_by(REVIEWERS).collect();
    for _ in 0..SHARED_DECISIONS {
        let place = random.random_range(0..=rows.len());
        rows.insert(place, random.random_range(0..ROWS));
    }
    let mut made = BTreeMap::new();
    for (turn, row) in rows.into_iter().enumerate() {
        let note = format!("{number} {turn}");
        let status = ["approved", "rejected", "needs_revision"][random.random_range(0..3)];
        let body = json!({"status": status, "reason": "reviewed", "note": note, "qualityScore": random.random_range(0..=10)});
        let if_match = random.random_bool(0.5).then_some("\"1\"");
        let answer = decide(
            client,
            &format!("/api/conversations/{}", ids[row]),
            if_match,
            &body,
        );
        match answer.status {
            200 => drop(answer.data()),
            412 => assert!(if_match.is_some(), "{}", answer.text()),
            _ => drop(answer.problem(422)),
        }
        made.insert(note, answer.status);
    }
    made
}
