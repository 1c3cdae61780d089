//! `GET /api/admin/performance/api`, `/cache` and `/web-vitals`: figures of requests that are known.

use super::{CACHE, REQUESTS, WEB_VITALS, admin, one, run, wait_for};
use crate::support::{
    client::Client,
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    redis::Redis,
    registry::tests,
};
use serde_json::{Value, json};
use std::thread;

tests![
    without_anything_recorded_lists_are_empty_and_figures_null,
    every_bad_parameter_is_named,
    requests_are_told_by_route_with_their_errors,
    a_series_adds_up_to_the_total,
    a_series_can_be_of_one_route,
    percentiles_are_those_of_the_durations,
    database_time_is_recorded_beside_the_whole_time,
    what_several_hosts_recorded_is_one_figure,
    a_window_leaves_out_what_is_before_and_behind_it,
    every_answer_of_the_cache_is_told_by_level,
    a_store_that_fails_is_counted,
    web_vitals_are_rated_by_page,
];

const LIST: &str = "/api/conversations";
const COUNT: &str = "/api/conversations/count";

/// Waits until as many requests of a route are told of, and gives all figures.
fn requests_of(admin: &Client, route: &str, count: u64) -> Value {
    wait_for(&format!("{count} of {route}"), || {
        let figures = admin.get(REQUESTS).data();
        let routes = figures["routes"].as_array().expect("a list");
        let found = routes
            .iter()
            .any(|row| row["route"] == route && row["count"] == count);
        found.then_some(figures)
    })
}

/// Durations of a route in the table, in microseconds, this many minutes ago.
fn record(fixture: &Fixture, url: &str, minutes_ago: u32, durations_us: &[u64]) {
    let mut histogram = parley_domain::histogram::Histogram::default();
    for us in durations_us {
        histogram.record(std::time::Duration::from_micros(*us));
    }
    run(
        fixture,
        url,
        &format!(
            "INSERT INTO request_histograms SELECT date_trunc('minute', now()) - interval '{minutes_ago} minutes', \
             'GET /made-up', 'ok', {}, {}, {}, ARRAY{:?}::bigint[]",
            histogram.count(),
            histogram.total_us(),
            histogram.max_us(),
            histogram.buckets()
        ),
    );
}

fn without_anything_recorded_lists_are_empty_and_figures_null(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[("metrics", "off")]);
    let admin = admin(fixture, &app);
    let requests = admin.get(REQUESTS).data();
    for list in ["routes", "problems", "series"] {
        assert_eq!(requests[list], json!([]), "{list}");
    }
    assert_eq!(requests["total"]["count"], 0);
    for figure in [
        "errorRatePercent",
        "meanMs",
        "databaseMeanMs",
        "p50Ms",
        "p95Ms",
        "p99Ms",
        "maxMs",
    ] {
        assert_eq!(requests["total"][figure], Value::Null, "{figure}");
    }
    let cache = admin.get(CACHE).data();
    assert_eq!(
        (&cache["resources"], &cache["series"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(cache["total"]["hitRatePercent"], Value::Null);
    let vitals = admin.get(WEB_VITALS).data();
    for list in ["metrics", "pages", "series"] {
        assert_eq!(vitals[list], json!([]), "{list}");
    }
}

fn every_bad_parameter_is_named(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    let admin = admin(fixture, &app);
    for (query, field, code) in [
        ("window=2h", "window", "unknown_value"),
        ("window=1h&window=6h", "window", "given_twice"),
        ("window=1h&from=2026-11-01", "window", "one_of"),
        ("to=2026-11-01", "from", "required"),
        ("from=yesterday", "from", "not_a_date"),
        ("from=2026-11-02&to=2026-11-01", "from", "range_upside_down"),
    ] {
        for path in [REQUESTS, CACHE, WEB_VITALS] {
            let errors = admin.get(&format!("{path}?{query}")).invalid_fields();
            assert_eq!(errors, [(field.into(), code.into())], "{path}?{query}");
        }
    }
}

fn requests_are_told_by_route_with_their_errors(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    for _ in 0..7 {
        app.client.get(LIST).data();
    }
    for _ in 0..3 {
        app.client.get(&format!("{LIST}?limit=0")).problem(400);
    }
    app.client.signed_out().get(LIST).problem(401);
    let figures = requests_of(&admin(fixture, &app), "GET /api/conversations", 11);
    let route = one(&figures["routes"], "route", "GET /api/conversations");
    assert_eq!(
        route["errors"],
        json!({"clientError": 4, "serverError": 0, "timeout": 0, "unavailable": 0})
    );
    assert_eq!(route["errorRatePercent"], 0.0);
    let kind = |kind| &one(&figures["problems"], "kind", kind)["count"];
    assert_eq!(
        (kind("invalid-request"), kind("unauthorized")),
        (&json!(3), &json!(1))
    );
}

fn a_series_adds_up_to_the_total(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    for minutes_ago in [1, 2, 30, 55] {
        record(fixture, &url, minutes_ago, &[1_000; 5]);
    }
    let figures = admin(fixture, &app).get(REQUESTS).data();
    let series = figures["series"].as_array().expect("a list");
    let sum: u64 = series
        .iter()
        .filter_map(|point| point["count"].as_u64())
        .sum();
    assert_eq!((sum, series.len()), (20, 4));
    assert_eq!(figures["total"]["count"], 20);
    assert!(series.is_sorted_by_key(|point| point["at"].as_str().map(str::to_owned)));
}

fn a_series_can_be_of_one_route(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    record(fixture, &url, 2, &[1_000; 5]);
    let admin = admin(fixture, &app);
    for (route, steps) in [("GET%20/made-up", 1), ("GET%20/never-asked-for", 0)] {
        let figures = admin.get(&format!("{REQUESTS}?route={route}")).data();
        let series = figures["series"].as_array().expect("a list");
        assert_eq!(
            (series.len(), &figures["total"]["count"]),
            (steps, &json!(5))
        );
    }
}

fn percentiles_are_those_of_the_durations(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    // 1 to 1,000 ms, in two rows that have to be merged.
    let us: Vec<u64> = (1..=1_000).map(|ms| ms * 1_000).collect();
    let (even, odd): (Vec<u64>, Vec<u64>) = us.iter().partition(|us| *us / 1_000 % 2 == 0);
    record(fixture, &url, 3, &even);
    record(fixture, &url, 7, &odd);
    let figures = admin(fixture, &app).get(REQUESTS).data();
    for (figure, exact) in [("p50Ms", 500.0), ("p95Ms", 950.0), ("p99Ms", 990.0)] {
        let told = figures["total"][figure].as_f64().expect("a number");
        assert!(
            (told / exact - 1.0).abs() <= 0.02,
            "{figure}: {told} for {exact}"
        );
    }
    assert_eq!(figures["total"]["meanMs"], 500.5);
    assert_eq!(figures["total"]["maxMs"], 1_000.0);
}

fn database_time_is_recorded_beside_the_whole_time(fixture: &Fixture) {
    let app = fixture.own_app(&fixture.own_database(), &[]);
    for _ in 0..5 {
        app.client.get(LIST).data();
        app.client.get(&format!("{COUNT}?nothing=1")).problem(400);
    }
    let admin = admin(fixture, &app);
    requests_of(&admin, "GET /api/conversations", 5);
    let figures = requests_of(&admin, "GET /api/conversations/count", 5);
    let times = |figures: &Value| {
        ["databaseMeanMs", "meanMs"].map(|figure| figures[figure].as_f64().expect("a number"))
    };
    let route = |route| times(one(&figures["routes"], "route", route));
    let [database_ms, whole_ms] = route("GET /api/conversations");
    assert!(0.0 < database_ms && database_ms <= whole_ms);
    let [database_ms, whole_ms] = route("GET /api/conversations/count");
    assert_eq!(database_ms, 0.0);
    assert!(whole_ms > 0.0);
    for figures in [&figures["total"], &figures["series"][0]] {
        let [database_ms, whole_ms] = times(figures);
        assert!(0.0 < database_ms && database_ms < whole_ms, "{figures}");
    }
}

fn what_several_hosts_recorded_is_one_figure(fixture: &Fixture) {
    let url = fixture.own_database();
    let apps: Vec<OwnApp> = (0..2).map(|_| fixture.own_app(&url, &[])).collect();
    thread::scope(|scope| {
        for client in apps.iter().flat_map(|app| [&app.client; 2]) {
            scope.spawn(move || {
                for _ in 0..50 {
                    client.get(LIST).data();
                }
            });
        }
    });
    for app in &apps {
        requests_of(&admin(fixture, app), "GET /api/conversations", 200);
    }
}

fn a_window_leaves_out_what_is_before_and_behind_it(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    for hours_ago in [0, 2, 10, 30, 100, 300] {
        record(fixture, &url, hours_ago * 60, &[1_000]);
    }
    let admin = admin(fixture, &app);
    for (window, count) in [("1h", 1), ("6h", 2), ("24h", 3), ("7d", 5), ("14d", 6)] {
        let figures = admin.get(&format!("{REQUESTS}?window={window}")).data();
        assert_eq!(figures["total"]["count"], count, "{window}");
    }
    let ends = json_of_ends(fixture, &url);
    let figures = admin.get(&format!("{REQUESTS}?{ends}")).data();
    assert_eq!(figures["total"]["count"], 2, "{ends}");
}

/// From 12 to one and a half hours ago.
fn json_of_ends(fixture: &Fixture, url: &str) -> String {
    let ends = super::json_of(
        fixture,
        url,
        "SELECT json_build_array(alert_time(now() - interval '12 hours'), alert_time(now() - interval '90 minutes'))::text",
    );
    let end = |index: usize| ends[index].as_str().expect("a time").to_owned();
    format!("from={}&to={}", end(0), end(1))
}

fn every_answer_of_the_cache_is_told_by_level(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = Builder::new(fixture, &url).cached_for(60).start();
    let etag = app.client.get(LIST).header("etag").to_owned();
    for _ in 0..4 {
        app.client.get(LIST).data();
    }
    let known = [("if-none-match", etag.as_str())];
    assert_eq!(app.client.send("GET", LIST, &known).status, 304);
    let admin = admin(fixture, &app);
    let figures = wait_for("six answers", || {
        let figures = admin.get(CACHE).data();
        let total = &figures["total"];
        let answers = total["hits"].as_u64()? + total["misses"].as_u64()?;
        (answers == 6).then_some(figures)
    });
    let list = one(&figures["resources"], "resource", "list");
    let number = |name: &str| list[name].as_u64().expect("a number");
    assert_eq!(number("misses"), 1, "{list}");
    assert_eq!(number("hits"), number("memory") + number("store"));
    assert_eq!(number("hits"), 5);
    assert_eq!(list["hitRatePercent"], 83.333);
    assert_eq!(number("notModified"), 1);
    assert_eq!(number("storeFailures"), 0);
}

fn a_store_that_fails_is_counted(fixture: &Fixture) {
    let url = fixture.own_database();
    let mut redis = Redis::start();
    let app = Builder::new(fixture, &url)
        .cached_for(60)
        .redis(&redis.url())
        .start();
    app.client.get(LIST).data();
    redis.stop();
    for limit in 1..=5 {
        app.client.get(&format!("{LIST}?limit={limit}")).data();
    }
    let admin = admin(fixture, &app);
    let figures = wait_for("a failure of the store", || {
        let figures = admin.get(CACHE).data();
        let failures = figures["total"]["storeFailures"].as_u64()?;
        let misses = figures["total"]["misses"].as_u64()?;
        (failures > 0 && misses == 6).then_some(figures)
    });
    assert_eq!(figures["total"]["hits"], 0);
}

fn web_vitals_are_rated_by_page(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    // Three good ones and one of each other rating, of which the fourth is the 75th percentile.
    for lcp in [1_000, 1_500, 2_000, 3_000, 5_000] {
        let metrics = json!([{"name": "LCP", "value": lcp}, {"name": "CLS", "value": 0.1}]);
        let report = json!({"page": "/conversations", "metrics": metrics});
        assert_eq!(app.client.post("/api/vitals", &report).status, 204);
    }
    let vitals = admin(fixture, &app).get(WEB_VITALS).data();
    let lcp = one(&vitals["metrics"], "metric", "LCP");
    assert_eq!((&lcp["count"], &lcp["p75"]), (&json!(5), &json!(3000.0)));
    assert_eq!(lcp["rating"], "needs-improvement");
    let shares = ["goodPercent", "needsImprovementPercent", "poorPercent"];
    assert_eq!(
        shares.map(|share| lcp[share].as_f64().expect("a number")),
        [60.0, 20.0, 20.0]
    );
    let page = one(&vitals["pages"], "page", "/conversations");
    assert_eq!(
        (&page["metric"], &page["rating"]),
        (&json!("CLS"), &json!("good"))
    );
    assert_eq!(one(&vitals["series"], "metric", "LCP")["count"], 5);
}
