//! Request metrics: what `request_histograms` comes to hold after requests of known number and outcome.

use crate::support::{
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    own_postgres::OwnPostgres,
    redis::Redis,
    registry::tests,
};
use parley_domain::histogram::MAX_BUCKETS;
use sqlx::{Connection, PgConnection, Row};
use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

tests![
    requests_are_counted_by_route_and_outcome,
    a_count_comes_with_durations_that_agree_with_it,
    what_several_hosts_recorded_adds_up,
    a_method_that_nobody_knows_has_no_row_of_its_own,
    a_route_is_the_host_s_word_and_not_the_caller_s,
    what_postgres_missed_while_it_was_away_is_written_when_it_is_back,
    nothing_is_recorded_where_metrics_are_off,
    nothing_is_recorded_for_a_file,
    nothing_is_written_to_the_key_value_store,
];

const LIST: &str = "/api/conversations";
const COUNT: &str = "/api/conversations/count";

/// How long a record may take to arrive: a second by design, some more on a machine that is busy.
const ARRIVAL: Duration = Duration::from_secs(20);

/// How often the table is looked at.
const INTERVAL: Duration = Duration::from_millis(50);

/// Longer than a record takes to arrive, where the point is that none does.
const QUIET: Duration = Duration::from_millis(2_500);

/// Requests by route and outcome.
type Counts = BTreeMap<(String, String), i64>;

fn counts<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str, i64)>) -> Counts {
    rows.into_iter()
        .map(|(route, outcome, count)| ((route.to_owned(), outcome.to_owned()), count))
        .collect()
}

async fn recorded(url: &str) -> Counts {
    let mut connection = PgConnection::connect(url).await.expect("a connection");
    let rows = sqlx::query(
        "SELECT route, outcome, sum(request_count)::int8 FROM request_histograms GROUP BY route, outcome",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the table");
    rows.iter()
        .map(|row| ((row.get(0), row.get(1)), row.get(2)))
        .collect()
}

/// Waits until as many requests are recorded as are expected, and holds them against each other.
fn assert_recorded(fixture: &Fixture, url: &str, expected: &Counts) {
    let started = Instant::now();
    loop {
        let found = fixture.block_on(recorded(url));
        let enough = found.values().sum::<i64>() >= expected.values().sum();
        if enough || started.elapsed() > ARRIVAL {
            assert_eq!(&found, expected);
            return;
        }
        thread::sleep(INTERVAL);
    }
}

fn assert_nothing_is_recorded(fixture: &Fixture, url: &str) {
    thread::sleep(QUIET);
    assert_eq!(fixture.block_on(recorded(url)), Counts::new());
}

fn get(app: &OwnApp, path: &str, times: usize) {
    for _ in 0..times {
        app.client.get(path);
    }
}

fn requests_are_counted_by_route_and_outcome(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    get(&app, LIST, 20);
    get(&app, &format!("{LIST}?limit=1&status=draft"), 5);
    get(&app, &format!("{LIST}?limit=0"), 3);
    get(&app, COUNT, 4);
    app.client.signed_out().get(COUNT);
    app.client.send("HEAD", LIST, &[]);
    app.client.send("DELETE", LIST, &[]);
    let expected = counts([
        ("GET /api/conversations", "ok", 25),
        ("GET /api/conversations", "client_error", 3),
        ("HEAD /api/conversations", "ok", 1),
        ("DELETE /api/conversations", "client_error", 1),
        ("GET /api/conversations/count", "ok", 4),
        ("GET /api/conversations/count", "client_error", 1),
    ]);
    assert_recorded(fixture, &url, &expected);
}

fn a_count_comes_with_durations_that_agree_with_it(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    get(&app, LIST, 10);
    assert_recorded(
        fixture,
        &url,
        &counts([("GET /api/conversations", "ok", 10)]),
    );
    let mut connection = fixture.connect(&url);
    let rows = fixture
        .block_on(
            sqlx::query(
                "SELECT request_count, total_duration_us, max_duration_us, buckets, \
                 abs(extract(epoch FROM now() - minute))::int8, total_database_us FROM request_histograms",
            )
            .fetch_all(&mut connection),
        )
        .expect("the table");
    for row in &rows {
        let (count, total_us, max_us): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
        let buckets: Vec<i64> = row.get(3);
        assert_eq!(buckets.iter().sum::<i64>(), count);
        assert_ne!(buckets.last(), Some(&0), "ends with the last in use");
        assert!(buckets.len() <= MAX_BUCKETS);
        assert!(max_us > 0 && max_us <= total_us && total_us <= max_us * count);
        let last = i32::try_from(buckets.len() - 1).expect("a few hundred");
        assert!(1.04_f64.powi(last) <= max_us as f64 && (max_us as f64) < 1.04_f64.powi(last + 1));
        let age_s: i64 = row.get(4);
        assert!(age_s < 120, "the minute is the request's");
        let database_us: i64 = row.get(5);
        assert!(0 < database_us && database_us <= total_us);
    }
}

fn what_several_hosts_recorded_adds_up(fixture: &Fixture) {
    let url = fixture.own_database();
    let apps: Vec<OwnApp> = (0..3).map(|_| fixture.own_app(&url, &[])).collect();
    thread::scope(|scope| {
        for client in apps.iter().flat_map(|app| [&app.client; 4]) {
            scope.spawn(move || {
                for _ in 0..50 {
                    client.get(LIST).data();
                }
            });
        }
    });
    assert_recorded(
        fixture,
        &url,
        &counts([("GET /api/conversations", "ok", 600)]),
    );
}

fn a_method_that_nobody_knows_has_no_row_of_its_own(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    for method in ["BREW", "PROPFIND"] {
        app.client.send(method, LIST, &[]).problem(405);
    }
    assert_recorded(
        fixture,
        &url,
        &counts([("_OTHER /api/conversations", "client_error", 2)]),
    );
}

fn a_route_is_the_host_s_word_and_not_the_caller_s(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    app.client
        .send("GET", LIST, &[("spin-matched-route", "/invented")])
        .data();
    assert_recorded(
        fixture,
        &url,
        &counts([("GET /api/conversations", "ok", 1)]),
    );
}

fn what_postgres_missed_while_it_was_away_is_written_when_it_is_back(fixture: &Fixture) {
    let mut postgres = OwnPostgres::start(fixture);
    let app = fixture.own_app(&postgres.url, &[]);
    get(&app, LIST, 2);
    let before = counts([("GET /api/conversations", "ok", 2)]);
    assert_recorded(fixture, &postgres.url, &before);
    postgres.stop();
    for _ in 0..3 {
        app.client.get(LIST).problem(503);
    }
    postgres.start_again();
    let after = counts([
        ("GET /api/conversations", "ok", 2),
        ("GET /api/conversations", "unavailable", 3),
    ]);
    assert_recorded(fixture, &postgres.url, &after);
}

fn nothing_is_recorded_where_metrics_are_off(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    app.client.get(LIST).data();
    app.client.get(COUNT).data();
    assert_nothing_is_recorded(fixture, &url);
}

fn nothing_is_recorded_for_a_file(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    assert_eq!(app.client.get("/").status, 200);
    app.client.get("/api/nothing").problem(404);
    assert_nothing_is_recorded(fixture, &url);
}

fn nothing_is_written_to_the_key_value_store(fixture: &Fixture) {
    let url = fixture.own_database();
    let redis = Redis::start();
    let app = Builder::new(fixture, &url).redis(&redis.url()).start();
    get(&app, COUNT, 5);
    assert_recorded(
        fixture,
        &url,
        &counts([("GET /api/conversations/count", "ok", 5)]),
    );
    assert_eq!(redis.keys(), 0);
}
