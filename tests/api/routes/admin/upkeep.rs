//! What becomes of metrics as they grow old.

use super::{METRICS, REQUESTS, admin, json_of, run, wait_for};
use crate::support::{fixture::Fixture, registry::tests};
use serde_json::{Value, json};

tests![
    folding_keeps_every_sum,
    what_is_old_enough_is_deleted,
    counters_keep_what_was_folded_and_deleted,
    upkeep_that_is_done_is_left_alone,
    the_writer_of_metrics_has_upkeep_done,
];

/// Requests and events of each of the last days, some each quarter of an hour.
const DAYS: &str = "INSERT INTO request_histograms \
     SELECT date_trunc('minute', now()) - quarter * interval '15 minutes', route, 'ok', 3, 30, 20, ARRAY[0, 1, 2]::bigint[], 12 \
     FROM generate_series(0, 4 * 24 * 6) AS quarter, unnest(ARRAY['GET /a', 'GET /b']) AS route; \
     INSERT INTO event_counts \
     SELECT date_trunc('minute', now()) - quarter * interval '15 minutes', 'cache', 'list', 'miss', 2 \
     FROM generate_series(0, 4 * 24 * 6) AS quarter;";

/// Has the totals begin before all of that.
const COUNT_ALL: &str = "UPDATE metrics_upkeep SET totals_until = date_trunc('hour', now()) - interval '20 days', due_at = now();";

const RUN: &str = "SELECT metrics_upkeep_run();";

const DUE: &str = "UPDATE metrics_upkeep SET due_at = now();";

/// Runs upkeep until all that there is to do is done.
fn finish(fixture: &Fixture, url: &str) {
    for _ in 0..80 {
        run(fixture, url, &format!("{DUE}{RUN}"));
    }
}

fn sums(fixture: &Fixture, url: &str) -> Value {
    json_of(
        fixture,
        url,
        "SELECT json_build_object('requests', (SELECT json_agg(row ORDER BY row.route) FROM (SELECT route, sum(request_count), \
         sum(total_duration_us), max(max_duration_us), histogram_sum(buckets), sum(total_database_us) \
         FROM request_histograms GROUP BY route) AS row), \
         'events', (SELECT sum(event_count) FROM event_counts))::text",
    )
}

fn rows_between(fixture: &Fixture, url: &str, days: [u32; 2]) -> Value {
    let [older, younger] = days;
    json_of(
        fixture,
        url,
        &format!(
            "SELECT json_build_array(count(*), count(*) FILTER (WHERE extract(minute FROM minute) <> 0))::text \
             FROM request_histograms WHERE minute >= now() - interval '{older} days' AND minute < now() - interval '{younger} days'"
        ),
    )
}

fn folding_keeps_every_sum(fixture: &Fixture) {
    let url = fixture.own_database();
    run(fixture, &url, DAYS);
    let before = sums(fixture, &url);
    finish(fixture, &url);
    assert_eq!(sums(fixture, &url), before);
    assert_eq!(
        rows_between(fixture, &url, [6, 3])[1],
        0,
        "rows within an hour"
    );
    assert_ne!(rows_between(fixture, &url, [1, 0])[1], 0);
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    let figures = admin(fixture, &app)
        .get(&format!("{REQUESTS}?window=7d"))
        .data();
    assert_eq!(figures["total"]["count"], 3 * 2 * (4 * 24 * 6 + 1));
}

fn what_is_old_enough_is_deleted(fixture: &Fixture) {
    let url = fixture.own_database();
    run(
        fixture,
        &url,
        "INSERT INTO request_histograms SELECT date_trunc('hour', now()) - age, 'GET /a', 'ok', 1, 1, 1, ARRAY[1]::bigint[] \
         FROM unnest(ARRAY['1 hour', '13 days', '15 days']::interval[]) AS age; \
         INSERT INTO event_counts SELECT date_trunc('hour', now()) - age, 'cache', 'list', 'miss', 1 \
         FROM unnest(ARRAY['1 hour', '13 days', '15 days']::interval[]) AS age; \
         INSERT INTO web_vitals (recorded_at, metric, page, value) SELECT now() - age, 'LCP', '/', 1 \
         FROM unnest(ARRAY['1 hour', '13 days', '15 days']::interval[]) AS age",
    );
    finish(fixture, &url);
    let left = json_of(
        fixture,
        &url,
        "SELECT json_build_array((SELECT count(*) FROM request_histograms), (SELECT count(*) FROM event_counts), \
         (SELECT count(*) FROM web_vitals))::text",
    );
    assert_eq!(left, json!([2, 2, 2]));
}

fn counters_keep_what_was_folded_and_deleted(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[("metrics", "off")]);
    let admin = admin(fixture, &app);
    run(fixture, &url, &format!("{COUNT_ALL}{DAYS}"));
    let counted = || {
        let answer = admin.get(METRICS);
        let value = |name: &str| {
            let line = answer.text().lines().find(|line| line.starts_with(name));
            // Seconds have six decimals, and so are read as microseconds.
            line.and_then(|line| {
                line.rsplit(' ')
                    .next()?
                    .replace('.', "")
                    .parse::<u64>()
                    .ok()
            })
        };
        let requests = r#"parley_http_request_duration_seconds_count{method="GET",route="/a""#;
        let database_us = r#"parley_http_request_database_seconds_total{method="GET",route="/a""#;
        [
            value(requests),
            value(database_us),
            value("parley_cache_events_total{"),
        ]
    };
    let all = [3, 12, 2].map(|each| Some(each * (4 * 24 * 6 + 1)));
    assert_eq!(counted(), all);
    for _ in 0..5 {
        run(fixture, &url, &format!("{DUE}{RUN}"));
        assert_eq!(counted(), all, "while it is under way");
    }
    finish(fixture, &url);
    run(
        fixture,
        &url,
        "DELETE FROM request_histograms WHERE minute < (SELECT totals_until FROM metrics_upkeep); \
         DELETE FROM event_counts WHERE minute < (SELECT totals_until FROM metrics_upkeep)",
    );
    assert_eq!(counted(), all, "without the rows");
}

fn upkeep_that_is_done_is_left_alone(fixture: &Fixture) {
    let url = fixture.own_database();
    let due = || {
        json_of(
            fixture,
            &url,
            "SELECT json_build_array(due_at > now() + interval '59 minutes', due_at)::text FROM metrics_upkeep",
        )
    };
    run(fixture, &url, RUN);
    let first = due();
    assert_eq!(first[0], true);
    run(fixture, &url, RUN);
    assert_eq!(due(), first);
}

fn the_writer_of_metrics_has_upkeep_done(fixture: &Fixture) {
    let url = fixture.own_database();
    let app = fixture.own_app(&url, &[]);
    run(fixture, &url, DUE);
    app.client.get("/api/conversations").data();
    wait_for("upkeep", || {
        let due = json_of(
            fixture,
            &url,
            "SELECT (due_at > now())::text FROM metrics_upkeep",
        );
        (due == true).then_some(())
    });
}
