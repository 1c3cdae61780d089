//! When a write is seen: by its writer at once, on any node; by others within the TTL.

use crate::support::{
    client::{Answer, Client},
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    redis::Redis,
    registry::tests,
    tokens,
};
use serde_json::{Value, json};
use std::{thread, time::Duration};

tests![
    a_writer_sees_every_write_of_its_own_at_once_on_every_node,
    another_reader_sees_a_write_within_the_ttl,
    a_writer_sees_its_own_write_while_the_store_is_down,
    a_write_that_is_refused_makes_nothing_old,
];

/// One of each kind that is cached, over the conversations of one persona.
const PATHS: [&str; 3] = [
    "/api/conversations?persona=own-writes&limit=100",
    "/api/conversations/count?persona=own-writes",
    "/api/conversations/facets?persona=own-writes",
];

/// Longer than an instance serves a value without asking the store.
const PAST_MEMORY: Duration = Duration::from_millis(1_100);

/// Two nodes that share a database and a Redis.
struct Nodes {
    nodes: [OwnApp; 2],
    admin: String,
    redis: Redis,
}

impl Nodes {
    fn start(fixture: &Fixture, ttl_s: u32) -> Self {
        let (url, redis) = (fixture.own_database(), Redis::start());
        let node = || {
            Builder::new(fixture, &url)
                .cached_for(ttl_s)
                .redis(&redis.url())
                .start()
        };
        Self {
            nodes: [node(), node()],
            admin: tokens::of(fixture.secret(), "admin", "writer"),
            redis,
        }
    }

    /// Somebody who may write everything, at one of the nodes.
    fn writer(&self, node: usize) -> Client {
        self.nodes[node].client.with_token(&self.admin)
    }

    /// Reads everything on both nodes twice, so that both have it in memory.
    fn remember(&self) {
        for node in &self.nodes {
            for path in PATHS {
                node.client.get(path).data();
                node.client.get(path).data();
            }
        }
    }

    /// What each node says to somebody who names this generation, or none.
    fn shown(&self, generation: Option<&str>) -> Vec<(usize, &'static str, Shown)> {
        let headers: Vec<_> = generation
            .map(|seen| ("x-generation", seen))
            .into_iter()
            .collect();
        let mut shown = Vec::new();
        for (number, node) in self.nodes.iter().enumerate() {
            for path in PATHS {
                let answer = node.client.send("GET", path, &headers);
                shown.push((number, path, Shown::of(&answer)));
            }
        }
        shown
    }
}

/// What an answer shows of the conversations.
#[derive(Debug, PartialEq)]
struct Shown {
    count: u64,
    /// Of those that have it; a count does not show it.
    approved: Option<u64>,
}

impl Shown {
    fn of(answer: &Answer) -> Self {
        let data = answer.data();
        let Some(rows) = data["data"].as_array() else {
            return Self {
                count: data["count"].as_u64().expect("a count"),
                approved: data["statuses"]["approved"].as_u64(),
            };
        };
        let approved = rows.iter().filter(|row| row["status"] == "approved");
        Self {
            count: rows.len() as u64,
            approved: Some(approved.count() as u64),
        }
    }
}

fn assert_shows(nodes: &Nodes, generation: Option<&str>, count: u64, approved: u64) {
    for (node, path, shown) in nodes.shown(generation) {
        assert_eq!(shown.count, count, "{path} on node {node}");
        if let Some(shown) = shown.approved {
            assert_eq!(shown, approved, "{path} on node {node}");
        }
    }
}

fn new() -> Value {
    json!({
        "title": "Own", "tier": "template", "persona": "own-writes", "status": "pending_review",
        "turns": [{"role": "user", "content": "Seen?"}],
    })
}

fn generation(answer: &Answer) -> String {
    assert!(answer.status < 300, "{}", answer.text());
    answer.header("x-generation").to_owned()
}

fn a_writer_sees_every_write_of_its_own_at_once_on_every_node(fixture: &Fixture) {
    let nodes = Nodes::start(fixture, 30);
    let mut count = 0;
    for round in 0..6 {
        let writer = nodes.writer(round % 2);
        nodes.remember();
        let created = writer.post("/api/conversations", &new());
        count += 1;
        assert_shows(&nodes, Some(&generation(&created)), count, 0);

        nodes.remember();
        let path = created.header("location").to_owned();
        let approved = writer.patch(&path, &json!({"status": "approved"}));
        assert_shows(&nodes, Some(&generation(&approved)), count, 1);

        if round % 2 == 0 {
            nodes.remember();
            let deleted = writer.delete(&path);
            count -= 1;
            assert_shows(&nodes, Some(&generation(&deleted)), count, 0);
        } else {
            let sent_back = writer.patch(&path, &json!({"status": "needs_revision"}));
            assert_shows(&nodes, Some(&generation(&sent_back)), count, 0);
        }
    }
}

fn another_reader_sees_a_write_within_the_ttl(fixture: &Fixture) {
    const TTL_S: u32 = 3;
    let nodes = Nodes::start(fixture, TTL_S);
    nodes.remember();
    nodes.writer(0).post("/api/conversations", &new());
    // Sooner than the TTL, as the generation is a new one.
    thread::sleep(PAST_MEMORY);
    assert_shows(&nodes, None, 1, 0);

    // A write of which the store was not told, as its writer ended.
    nodes.redis.send("SET v1:conversations:generation told");
    nodes.remember();
    nodes.writer(0).post("/api/conversations", &new());
    nodes.redis.send("SET v1:conversations:generation told");
    thread::sleep(Duration::from_secs(u64::from(TTL_S)));
    assert_shows(&nodes, None, 2, 0);
}

fn a_writer_sees_its_own_write_while_the_store_is_down(fixture: &Fixture) {
    let mut nodes = Nodes::start(fixture, 30);
    nodes.remember();
    nodes.redis.stop();
    nodes.remember();
    let created = nodes.writer(0).post("/api/conversations", &new());
    assert_eq!(generation(&created), "none");
    assert_shows(&nodes, Some("none"), 1, 0);

    nodes.remember();
    let path = created.header("location").to_owned();
    let approved = nodes.writer(1).patch(&path, &json!({"status": "approved"}));
    assert_shows(&nodes, Some(&generation(&approved)), 1, 1);
}

fn a_write_that_is_refused_makes_nothing_old(fixture: &Fixture) {
    let nodes = Nodes::start(fixture, 30);
    let writer = nodes.writer(0);
    let created = writer.post("/api/conversations", &new());
    let path = created.header("location").to_owned();
    for (if_match, body, status) in [
        ("\"9\"", json!({"title": "Lost"}), 412),
        ("*", json!({"status": "generated"}), 422),
        ("*", json!({"title": ""}), 400),
    ] {
        let headers = [("if-match", if_match)];
        let refused = writer.send_json("PATCH", &path, &headers, &body);
        refused.problem(status);
        assert_eq!(refused.optional_header("x-generation"), None);
    }
    let stored = nodes.redis.send("STRLEN v1:conversations:generation");
    assert_eq!(stored, ":16");
}
