//! What is cached of templates, scenarios and edge cases, and how soon a change is seen.

use super::{RESOURCES, new, path};
use crate::support::{
    client::{Answer, Client},
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    redis::Redis,
    registry::tests,
    tokens,
};
use serde_json::{Value, json};
use std::{
    thread,
    time::{Duration, Instant},
};

tests![
    a_list_and_one_of_it_are_served_again,
    a_page_beyond_the_first_is_always_read,
    a_writer_sees_its_own_write_at_once_on_any_node,
    another_node_sees_a_write_within_a_second,
    a_refused_write_leaves_the_cache_as_it_is,
];

/// Longer than an instance serves a value without asking the store.
const PAST_MEMORY: Duration = Duration::from_millis(1_100);

/// How long something that happens after a response may take.
const SOON: Duration = Duration::from_secs(20);

/// Far longer than any test: what changes before does so by its generation.
const TTL_S: u32 = 600;

fn is_hit(answer: &Answer) -> bool {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let level = answer.header("server-timing");
    let hit = answer.header("x-cache-hit") == "true";
    assert_eq!(hit, !level.contains("cache;desc=\"miss\""), "{level}");
    hit
}

fn admin(fixture: &Fixture, app: &OwnApp) -> Client {
    app.client
        .with_token(&tokens::of(fixture.secret(), "admin", "admin"))
}

/// Two that share a database and a store.
fn nodes(fixture: &Fixture, redis: &Redis) -> [OwnApp; 2] {
    let url = fixture.own_database();
    [(), ()].map(|()| {
        Builder::new(fixture, &url)
            .cached_for(TTL_S)
            .redis(&redis.url())
            .start()
    })
}

fn a_list_and_one_of_it_are_served_again(fixture: &Fixture) {
    let app = Builder::new(fixture, &fixture.database_url())
        .cached_for(TTL_S)
        .start();
    for resource in &RESOURCES {
        let list = format!("{}?limit=3", resource.path);
        let first = app.client.get(&list);
        let one = path(resource, &first.data()["data"][0]);
        assert!(!is_hit(&first), "{list}");
        let first = [first, app.client.get(&one)];
        assert!(!is_hit(&first[1]), "{one}");
        for wait in [Duration::ZERO, PAST_MEMORY] {
            thread::sleep(wait);
            for (path, first) in [&list, &one].into_iter().zip(&first) {
                let again = app.client.get(path);
                assert!(is_hit(&again), "{path} after {wait:?}");
                assert_eq!(again.data(), first.data());
                assert_eq!(again.header("etag"), first.header("etag"));
            }
        }
        assert!(!is_hit(&app.client.get(&format!("{list}&active=true"))));
    }
}

fn a_page_beyond_the_first_is_always_read(fixture: &Fixture) {
    let app = Builder::new(fixture, &fixture.database_url())
        .cached_for(TTL_S)
        .start();
    let first = app.client.get("/api/templates").data();
    let cursor = first["pagination"]["nextCursor"]
        .as_str()
        .expect("a cursor");
    for _ in 0..2 {
        let second = app.client.get(&format!("/api/templates?cursor={cursor}"));
        assert_eq!(second.header("x-cache-hit"), "false");
    }
}

fn a_writer_sees_its_own_write_at_once_on_any_node(fixture: &Fixture) {
    let redis = Redis::start();
    let nodes = nodes(fixture, &redis);
    let [one, other] = [&nodes[0], &nodes[1]].map(|app| admin(fixture, app));
    for resource in &RESOURCES {
        let list = format!("{}?search=rates", resource.path);
        let read = |client: &Client, path: &str, generation: &str| {
            let headers = [("x-generation", generation)];
            client.send("GET", path, &headers)
        };
        // So that both have an answer of before in memory.
        for client in [&one, &other] {
            assert_eq!(client.get(&list).data()["data"], json!([]));
        }
        let created = one.post(resource.path, &new(&json!({})));
        let generation = created.header("x-generation").to_owned();
        let path = created.header("location").to_owned();
        for client in [&one, &other] {
            let names = read(client, &list, &generation).data();
            assert_eq!(names["data"][0]["name"], "Rising rates");
            assert_eq!(read(client, &path, &generation).data()["version"], 1);
        }
        for (version, active) in (2..8).zip([false, true].into_iter().cycle()) {
            let changed = one.patch(&path, &json!({ "active": active }));
            let generation = changed.header("x-generation").to_owned();
            for client in [&one, &other] {
                let answer = read(client, &path, &generation).data();
                assert_eq!(answer["version"], version);
                let rows = read(client, &list, &generation).data();
                assert_eq!(rows["data"][0]["active"], active);
            }
        }
        let deleted = one.delete(&path);
        let generation = deleted.header("x-generation").to_owned();
        for client in [&one, &other] {
            read(client, &path, &generation).problem(404);
            assert_eq!(read(client, &list, &generation).data()["data"], json!([]));
        }
    }
}

fn another_node_sees_a_write_within_a_second(fixture: &Fixture) {
    let redis = Redis::start();
    let nodes = nodes(fixture, &redis);
    let writer = admin(fixture, &nodes[0]);
    let reader = &nodes[1].client;
    let list = "/api/templates?search=rates";
    assert_eq!(reader.get(list).data()["data"], json!([]));
    let created = writer.post("/api/templates", &new(&json!({}))).json();
    let item = path(&RESOURCES[0], &created);
    thread::sleep(PAST_MEMORY);
    let seen = |path: &str, expected: &dyn Fn(&Value) -> bool| {
        let answer = reader.get(path).data();
        assert!(expected(&answer), "{path}: {answer}");
    };
    seen(list, &|list| list["data"][0]["version"] == 1);
    seen(&item, &|item| item["version"] == 1);
    // What the reader has stored by now is of the new generation.
    wait_until(|| is_hit(&writer.get(&item)));
    writer.patch(&item, &json!({"active": false})).data();
    thread::sleep(PAST_MEMORY);
    seen(list, &|list| list["data"][0]["version"] == 2);
    seen(&item, &|item| item["version"] == 2);
}

fn a_refused_write_leaves_the_cache_as_it_is(fixture: &Fixture) {
    let app = Builder::new(fixture, &fixture.own_database())
        .cached_for(TTL_S)
        .start();
    let admin = admin(fixture, &app);
    let row = app.client.get("/api/templates?limit=1").data()["data"][0].clone();
    let item = path(&RESOURCES[0], &row);
    assert!(!is_hit(&app.client.get(&item)));
    admin.post("/api/templates", &json!({})).problem(400);
    admin.patch(&item, &json!({"name": ""})).problem(400);
    admin.delete(&item).problem(409);
    thread::sleep(PAST_MEMORY);
    assert!(is_hit(&app.client.get(&item)));
}

fn wait_until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < SOON, "it did not come about");
        thread::sleep(Duration::from_millis(20));
    }
}
