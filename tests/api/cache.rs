//! What is served again: from memory, from the shared store, and never when it is too old or wrong.

use crate::support::{
    client::Client,
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    redis::Redis,
    registry::tests,
};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

tests![
    a_first_page_a_count_and_facets_are_served_again,
    another_node_serves_what_one_has_read,
    identical_requests_at_once_share_what_one_of_them_reads,
    what_is_no_longer_fresh_is_served_once_more_and_read_anew_behind_it,
    a_page_beyond_the_first_is_always_read,
    a_caller_that_wants_no_cache_gets_what_is_true_now,
    a_caller_that_has_an_answer_is_told_so,
    nothing_older_than_its_ttl_or_its_generation_is_served_and_nothing_wrong,
    a_store_that_is_down_is_a_miss_until_it_is_back,
    a_store_that_is_slow_is_a_miss,
];

/// One of each kind that is cached.
const CACHED: [&str; 3] = [
    "/api/conversations?status=draft",
    "/api/conversations/count?status=draft",
    "/api/conversations/facets?status=draft",
];

/// As `components/shared/domain/src/cache_key.rs` has it.
const GENERATION: &str = "v1:conversations:generation";

/// Longer than an instance serves a value without asking the store.
const PAST_MEMORY: Duration = Duration::from_millis(1_100);

fn is_hit(client: &Client, path: &str) -> bool {
    let answer = client.get(path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let level = answer.header("server-timing").to_owned();
    let hit = answer.header("x-cache-hit") == "true";
    assert_eq!(hit, !level.contains("cache;desc=\"miss\""), "{level}");
    hit
}

/// An answer without what may differ from one to the next.
fn data(client: &Client, path: &str) -> Value {
    let mut data = client.get(path).data();
    if let Some(answer) = data.as_object_mut() {
        answer.remove("meta");
    }
    data
}

fn a_first_page_a_count_and_facets_are_served_again(fixture: &Fixture) {
    let app = Builder::new(fixture, &fixture.database_url())
        .cached_for(30)
        .start();
    for path in CACHED {
        assert!(!is_hit(&app.client, path), "{path}");
        let read = data(&app.client, path);
        assert!(is_hit(&app.client, path), "{path}");
        assert_eq!(data(&app.client, path), read, "{path}");
        thread::sleep(PAST_MEMORY);
        assert!(is_hit(&app.client, path), "{path} after a second");
        assert_eq!(data(&app.client, path), read, "{path}");
    }
    assert!(!is_hit(&app.client, "/api/conversations?status=failed"));
}

fn another_node_serves_what_one_has_read(fixture: &Fixture) {
    let redis = Redis::start();
    let node = || {
        Builder::new(fixture, &fixture.database_url())
            .cached_for(30)
            .redis(&redis.url())
            .start()
    };
    let (one, other) = (node(), node());
    for path in CACHED {
        let read = data(&one.client, path);
        wait_until(|| is_hit(&other.client, path));
        assert_eq!(data(&other.client, path), read, "{path}");
    }
}

/// They are held in Postgres until all of them wait, so that none can find what another has read before.
fn identical_requests_at_once_share_what_one_of_them_reads(fixture: &Fixture) {
    const PATH: &str = CACHED[0];
    const REQUESTS: usize = 24;
    let url = fixture.own_database();
    let app = Builder::new(fixture, &url).cached_for(30).start();
    // An instance that is there, of which the host has to send them.
    assert_eq!(
        app.client.get("/api/conversations?status=failed").status,
        200
    );

    let lock = fixture.lock_table(&url);
    let answers: Vec<(String, Value)> = thread::scope(|scope| {
        let requests: Vec<_> = (0..REQUESTS)
            .map(|_| {
                scope.spawn(|| {
                    let answer = app.client.get(PATH);
                    (answer.header("server-timing").to_owned(), answer.data())
                })
            })
            .collect();
        fixture.wait_until_blocked(&url, 1);
        thread::sleep(ALL_HAVE_COME);
        drop(lock);
        let answers = requests.into_iter().map(|request| request.join());
        answers.map(|answer| answer.expect("an answer")).collect()
    });

    let read = answers
        .iter()
        .filter(|(level, _)| level.contains("cache;desc=\"miss\""))
        .count();
    // Requests know of those in their own instance, and hosts spread them over some: Spin over up to half as many.
    assert!(read < REQUESTS, "each of {REQUESTS} read for itself");
    for (_, answer) in &answers {
        assert_eq!(answer["data"], answers[0].1["data"]);
    }
}

/// How long requests that were sent together may take to reach their instance.
const ALL_HAVE_COME: Duration = Duration::from_millis(500);

/// A value is fresh for at most 80 % of its TTL, as `components/shared/platform/src/cache` has it: between that and the end of
/// the TTL it is old and may be served. An answer that comes later says nothing, and all begins anew.
fn what_is_no_longer_fresh_is_served_once_more_and_read_anew_behind_it(fixture: &Fixture) {
    const COUNT: &str = "/api/conversations/count?persona=nobody";
    const TTL_S: u32 = 20;
    let ttl = Duration::from_secs(u64::from(TTL_S));
    let old = ttl.mul_f32(0.82);
    let url = fixture.own_database();
    let app = Builder::new(fixture, &url).cached_for(TTL_S).start();
    let mut connection = fixture.connect(&url);
    let insert =
        "INSERT INTO conversations (title, tier, persona) VALUES ('new', 'template', 'nobody')";
    let mut rows = 0;
    let mut is_in_time = false;
    while !is_in_time {
        let started = Instant::now();
        let anew = app
            .client
            .send("GET", COUNT, &[("cache-control", "no-cache")]);
        assert_eq!(anew.data()["count"], rows);
        fixture
            .block_on(sqlx::query(insert).execute(&mut connection))
            .expect("a new row");
        thread::sleep(old);
        let served = app.client.get(COUNT);
        is_in_time = started.elapsed() < ttl;
        if is_in_time {
            assert_eq!(served.header("x-cache-hit"), "true");
            assert_eq!(served.data()["count"], rows, "the old value, at once");
        }
        rows += 1;
    }
    let renewed = Instant::now();
    loop {
        let answer = app.client.get(COUNT);
        assert_eq!(answer.header("x-cache-hit"), "true", "nobody waits for it");
        if answer.data()["count"] == rows {
            break;
        }
        assert!(renewed.elapsed() < ttl - old, "it was not read anew");
        thread::sleep(Duration::from_millis(20));
    }
}

fn a_page_beyond_the_first_is_always_read(fixture: &Fixture) {
    let app = Builder::new(fixture, &fixture.database_url())
        .cached_for(30)
        .start();
    let first = app.client.get("/api/conversations").data();
    let cursor = first["pagination"]["nextCursor"]
        .as_str()
        .expect("a cursor");
    let second = format!("/api/conversations?cursor={cursor}");
    for _ in 0..2 {
        assert_eq!(app.client.get(&second).header("x-cache-hit"), "false");
    }
}

fn a_caller_that_wants_no_cache_gets_what_is_true_now(fixture: &Fixture) {
    const COUNT: &str = "/api/conversations/count?persona=nobody";
    let url = fixture.own_database();
    let app = Builder::new(fixture, &url).cached_for(30).start();
    assert_eq!(app.client.get(COUNT).data()["count"], 0);
    let mut connection = fixture.connect(&url);
    fixture
        .block_on(
            sqlx::query("INSERT INTO conversations (title, tier, persona) VALUES ('new', 'template', 'nobody')")
                .execute(&mut connection),
        )
        .expect("a new row");
    assert_eq!(app.client.get(COUNT).data()["count"], 0);
    let anew = app
        .client
        .send("GET", COUNT, &[("cache-control", "no-cache")]);
    assert_eq!(anew.data()["count"], 1);
    assert_eq!(app.client.get(COUNT).data()["count"], 1);
}

fn a_caller_that_has_an_answer_is_told_so(fixture: &Fixture) {
    const LARGE: &str = "/api/conversations?limit=100";
    let client = fixture.client();
    let mut etags = BTreeSet::new();
    for path in [CACHED[0], CACHED[1], CACHED[2], LARGE] {
        for encoding in ["identity", "gzip"] {
            let accept = ("accept-encoding", encoding);
            let answer = client.send("GET", path, &[accept]);
            let etag = answer.header("etag").to_owned();
            assert!(!etag.starts_with("W/"), "{etag} is weak");
            let again = client.send("GET", path, &[accept, ("if-none-match", &etag)]);
            assert_eq!(again.status, 304, "{path} as {encoding}");
            assert!(again.body.is_empty(), "{path} as {encoding}");
            assert_eq!(again.header("etag"), etag);
            assert_eq!(again.header("vary"), "accept-encoding");
            let other = client.send("GET", path, &[accept, ("if-none-match", "\"other\"")]);
            assert_eq!(other.status, 200, "{path} as {encoding}");
            etags.insert(etag);
        }
    }
    // Two that are compressed, two that are too small for it.
    assert_eq!(etags.len(), 6, "{etags:?}");
}

/// Seconds that the race below goes on.
const RACE: Duration = Duration::from_secs(6);

/// The TTL in it.
const TTL_S: u32 = 2;

/// How long an instance's memory may serve what another has replaced.
const MEMORY: Duration = Duration::from_secs(1);

/// The clock of an answer's age counts in milliseconds.
const CLOCK: Duration = Duration::from_millis(5);

/// When a version ceased to be true, and when its generation did.
#[derive(Clone, Copy, Default)]
struct Replaced {
    committed: Option<Instant>,
    bumped: Option<Instant>,
}

/// The conversations of one persona are replaced again and again, in one transaction each time, as many as the number of
/// the version: so every page, count and facet says which version it shows, or that it mixes two.
fn nothing_older_than_its_ttl_or_its_generation_is_served_and_nothing_wrong(fixture: &Fixture) {
    const PATHS: [&str; 3] = [
        "/api/conversations?persona=race&limit=100",
        "/api/conversations/count?persona=race",
        "/api/conversations/facets?persona=race",
    ];
    let redis = Redis::start();
    let url = fixture.own_database();
    let nodes: Vec<OwnApp> = (0..2)
        .map(|_| {
            Builder::new(fixture, &url)
                .cached_for(TTL_S)
                .redis(&redis.url())
                .start()
        })
        .collect();
    let replaced = Mutex::new(vec![Replaced::default()]);
    let is_over = AtomicBool::new(false);
    let hits = Mutex::new(BTreeSet::new());
    let read = |node: &OwnApp, path: &str| {
        let started = Instant::now();
        let answer = node.client.get(path);
        let (version, level) = (version(&answer.data()), answer.header("server-timing"));
        for name in ["memory", "store", "miss"] {
            if level.contains(name) {
                hits.lock().expect("levels").insert(name);
            }
        }
        let replaced = replaced.lock().expect("versions")[version];
        let age = |since: Option<Instant>| {
            since.map_or(Duration::ZERO, |since| {
                started.saturating_duration_since(since)
            })
        };
        let ttl = Duration::from_secs(u64::from(TTL_S));
        assert!(
            age(replaced.committed) <= ttl + CLOCK,
            "{path}: version {version} was replaced {:?} before it was asked for: {level}",
            age(replaced.committed)
        );
        assert!(
            age(replaced.bumped) <= MEMORY + CLOCK,
            "{path}: the generation of version {version} ended {:?} before it was asked for: {level}",
            age(replaced.bumped)
        );
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..8)
            .map(|number| {
                let (read, node, is_over) = (&read, &nodes[number % 2], &is_over);
                scope.spawn(move || {
                    let mut random = Xoshiro256PlusPlus::seed_from_u64(number as u64);
                    while !is_over.load(Ordering::Relaxed) {
                        read(node, PATHS[random.random_range(0..PATHS.len())]);
                        thread::sleep(Duration::from_millis(random.random_range(0..20)));
                    }
                })
            })
            .collect();
        let mut connection = fixture.connect(&url);
        let started = Instant::now();
        let mut random = Xoshiro256PlusPlus::seed_from_u64(99);
        while started.elapsed() < RACE {
            let version = {
                let mut replaced = replaced.lock().expect("versions");
                replaced.push(Replaced::default());
                replaced.len() - 1
            };
            fixture.block_on(replace(&mut connection, version));
            replaced.lock().expect("versions")[version - 1].committed = Some(Instant::now());
            // Some writers end before they can say so; then the TTL alone bounds what is served.
            if random.random_bool(0.7) {
                redis.send(&format!("SET {GENERATION} {version}"));
                let bumped = Some(Instant::now());
                for earlier in &mut replaced.lock().expect("versions")[..version] {
                    earlier.bumped = earlier.bumped.or(bumped);
                }
            }
            thread::sleep(Duration::from_millis(random.random_range(20..200)));
        }
        is_over.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().expect("a reader that found nothing wrong");
        }
    });
    let hits = hits.into_inner().expect("levels");
    assert_eq!(hits, BTreeSet::from(["memory", "miss", "store"]));
}

/// Which version an answer shows.
fn version(answer: &Value) -> usize {
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    if let Some(rows) = answer["data"].as_array() {
        for row in rows {
            assert_eq!(row["title"], format!("version {}", rows.len()), "a mixture");
        }
        return rows.len();
    }
    if !answer["statuses"].is_null() {
        assert_eq!(answer["statuses"]["draft"], answer["count"]);
        assert_eq!(answer["tiers"]["template"], answer["count"]);
        assert_eq!(answer["quality"]["unscored"], answer["count"]);
    }
    number(&answer["count"])
}

async fn replace(connection: &mut PgConnection, version: usize) {
    let mut transaction = connection.begin().await.expect("a transaction");
    sqlx::query("DELETE FROM conversations WHERE persona = 'race'")
        .execute(&mut *transaction)
        .await
        .expect("the old version deleted");
    sqlx::query(AssertSqlSafe(format!(
        "INSERT INTO conversations (title, tier, persona) \
         SELECT 'version {version}', 'template', 'race' FROM generate_series(1, {version})"
    )))
    .execute(&mut *transaction)
    .await
    .expect("the new version inserted");
    transaction.commit().await.expect("a commit");
}

fn a_store_that_is_down_is_a_miss_until_it_is_back(fixture: &Fixture) {
    let mut redis = Redis::start();
    let app = Builder::new(fixture, &fixture.database_url())
        .cached_for(30)
        .redis(&redis.url())
        .start();
    let read: Vec<Value> = CACHED.iter().map(|path| data(&app.client, path)).collect();
    redis.stop();
    for (path, read) in CACHED.iter().zip(&read) {
        thread::sleep(PAST_MEMORY);
        assert!(!is_hit(&app.client, path), "{path} without a store");
        assert_eq!(data(&app.client, path), *read, "{path}");
    }
    // Spin 4.1 does not find a Redis again that was away for some seconds: seen, and to be reported there.
    if fixture.is_spin() {
        return;
    }
    redis.restart();
    for path in CACHED {
        wait_until(|| {
            thread::sleep(PAST_MEMORY);
            is_hit(&app.client, path)
        });
    }
}

fn a_store_that_is_slow_is_a_miss(fixture: &Fixture) {
    let redis = Redis::start();
    let app = Builder::new(fixture, &fixture.database_url())
        .cached_for(30)
        .redis(&redis.url())
        .start();
    let read: Vec<Value> = CACHED.iter().map(|path| data(&app.client, path)).collect();
    for (path, read) in CACHED.iter().zip(&read) {
        thread::sleep(PAST_MEMORY);
        redis.send("CLIENT PAUSE 500 ALL");
        assert!(!is_hit(&app.client, path), "{path} with a slow store");
        thread::sleep(PAST_MEMORY);
        assert_eq!(data(&app.client, path), *read, "{path}");
    }
    for path in CACHED {
        wait_until(|| {
            thread::sleep(PAST_MEMORY);
            is_hit(&app.client, path)
        });
    }
}

/// How long something that happens after a response may take.
const SOON: Duration = Duration::from_secs(20);

fn wait_until(condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < SOON, "it did not come about");
        thread::sleep(Duration::from_millis(20));
    }
}
