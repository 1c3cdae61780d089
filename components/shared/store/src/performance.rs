//! The figures of performance over a window, each as the JSON document that is answered.
//!
//! Postgres adds the histograms up and reads percentiles from the sum, so what crosses into the guest is what the caller
//! gets, however many rows it came from. Rows are added up once, by step and subject; everything else is made of those.

use crate::statement::{Statement, Value};
use parley_domain::{performance::Window, web_vital::Metric};

/// The members of requests' figures, from the columns of a row that they were summed up to.
const FIGURES: &str = "'count', count, 'ratePerSecond', round(count / seconds, 3), \
     'errors', json_build_object('clientError', client_error, 'serverError', server_error, 'timeout', timeout, \
     'unavailable', unavailable), \
     'errorRatePercent', round(100.0 * (server_error + timeout + unavailable) / nullif(count, 0), 3), \
     'meanMs', round(total_us / nullif(count, 0) / 1000, 3), \
     'databaseMeanMs', round(database_us / nullif(count, 0) / 1000, 3), \
     'p50Ms', round((histogram_percentile(buckets, 50) / 1000)::numeric, 3), \
     'p95Ms', round((histogram_percentile(buckets, 95) / 1000)::numeric, 3), \
     'p99Ms', round((histogram_percentile(buckets, 99) / 1000)::numeric, 3), \
     'maxMs', round(max_us / 1000.0, 3)";

/// What those columns are the sums of, in `cells`.
const SUMS: &str = "sum(count) AS count, sum(client_error) AS client_error, sum(server_error) AS server_error, \
     sum(timeout) AS timeout, sum(unavailable) AS unavailable, sum(total_us) AS total_us, max(max_us) AS max_us, \
     histogram_sum(buckets) AS buckets, sum(database_us) AS database_us";

/// The members of the cache's figures, from a row of `event_counts` summed up by event.
const CACHE_FIGURES: &str = "'hits', memory + store, 'misses', miss, \
     'hitRatePercent', round(100.0 * (memory + store) / nullif(memory + store + miss, 0), 3), \
     'memory', memory, 'store', store, 'notModified', not_modified, \
     'storeFailures', store_error + store_timeout, 'storeErrors', store_error, 'storeTimeouts', store_timeout, \
     'storeSkipped', store_skipped";

const CACHE_SUMS: &str = "coalesce(sum(n) FILTER (WHERE event = 'memory'), 0) AS memory, \
     coalesce(sum(n) FILTER (WHERE event = 'store'), 0) AS store, \
     coalesce(sum(n) FILTER (WHERE event = 'miss'), 0) AS miss, \
     coalesce(sum(n) FILTER (WHERE event = 'not_modified'), 0) AS not_modified, \
     coalesce(sum(n) FILTER (WHERE event = 'store_error'), 0) AS store_error, \
     coalesce(sum(n) FILTER (WHERE event = 'store_timeout'), 0) AS store_timeout, \
     coalesce(sum(n) FILTER (WHERE event = 'store_skipped'), 0) AS store_skipped";

/// The members of a web vital's figures, from a row with its values in groups.
const VITAL_FIGURES: &str = "'count', count, 'p75', round(p75::numeric, 3), \
     'rating', CASE WHEN p75 <= good_limit THEN 'good' WHEN p75 <= poor_limit THEN 'needs-improvement' ELSE 'poor' END, \
     'goodPercent', round(100.0 * good / count, 3), \
     'needsImprovementPercent', round(100.0 * (count - good - poor) / count, 3), \
     'poorPercent', round(100.0 * poor / count, 3)";

const VITAL_SUMS: &str = "count(*) AS count, percentile_cont(0.75) WITHIN GROUP (ORDER BY value) AS p75, \
     count(*) FILTER (WHERE value <= good_limit) AS good, count(*) FILTER (WHERE value > poor_limit) AS poor, \
     good_limit, poor_limit";

/// Pages of the dashboard that are answered at most, those with most measurements first. It has a dozen; any caller
/// may report others.
const MAX_PAGES: u64 = 100;

/// Begins a statement with the window as the one row of `asked`: its ends, its step and its length in seconds.
fn begin(window: Window) -> Statement {
    let mut statement = Statement::new(
        "WITH asked AS (SELECT from_s, to_s, step, (to_s - from_s)::numeric AS seconds, ",
    );
    statement
        .push("to_timestamp(from_s) AS beginning, to_timestamp(to_s) AS ending FROM (SELECT ")
        .bind(Value::Integer(window.from_s))
        .push(" AS from_s, ")
        .bind(Value::Integer(window.to_s))
        .push(" AS to_s, ")
        .bind(Value::Integer(window.step_s))
        .push(" AS step) AS given), ");
    statement
}

/// The window as it is answered.
const WINDOW: &str = "'window', (SELECT json_build_object('from', alert_time(beginning), 'to', alert_time(ending), \
     'stepSeconds', step) FROM asked)";

/// Requests by route and by step, and their problems by kind; the steps are those of one route where one is given. Gives
/// one text.
pub fn requests(window: Window, route: Option<String>) -> Statement {
    let mut statement = begin(window);
    statement
        .push(
            "cells AS MATERIALIZED (SELECT route, (extract(epoch FROM minute)::int8 - from_s) / step AS slot, \
             sum(request_count) AS count, \
             coalesce(sum(request_count) FILTER (WHERE outcome = 'client_error'), 0) AS client_error, \
             coalesce(sum(request_count) FILTER (WHERE outcome = 'server_error'), 0) AS server_error, \
             coalesce(sum(request_count) FILTER (WHERE outcome = 'timeout'), 0) AS timeout, \
             coalesce(sum(request_count) FILTER (WHERE outcome = 'unavailable'), 0) AS unavailable, \
             sum(total_duration_us) AS total_us, max(max_duration_us) AS max_us, histogram_sum(buckets) AS buckets, \
             sum(total_database_us) AS database_us \
             FROM request_histograms, asked WHERE minute >= beginning AND minute < ending GROUP BY 1, 2), \
             routes AS (SELECT route, seconds, ",
        )
        .push(SUMS)
        .push(" FROM cells, asked GROUP BY route, seconds), series AS (SELECT slot, beginning, step, step::numeric AS seconds, ")
        .push(SUMS)
        .push(" FROM cells, asked");
    if let Some(route) = route {
        statement.push(" WHERE route = ").bind(Value::Text(route));
    }
    statement
        .push(
            " GROUP BY slot, beginning, step), \
             total AS (SELECT coalesce(sum(count), 0) AS count, coalesce(sum(client_error), 0) AS client_error, \
             coalesce(sum(server_error), 0) AS server_error, coalesce(sum(timeout), 0) AS timeout, \
             coalesce(sum(unavailable), 0) AS unavailable, sum(total_us) AS total_us, max(max_us) AS max_us, \
             histogram_sum(buckets) AS buckets, sum(database_us) AS database_us FROM routes) \
             SELECT json_build_object(",
        )
        .push(WINDOW)
        .push(", 'total', (SELECT json_build_object(")
        .push(FIGURES)
        .push(") FROM total, asked), 'routes', coalesce((SELECT json_agg(json_build_object('route', route, ")
        .push(FIGURES)
        .push(") ORDER BY count DESC, route) FROM routes), '[]'), 'problems', coalesce((SELECT json_agg(json_build_object(\
             'route', subject, 'kind', event, 'count', count) ORDER BY count DESC, subject, event) FROM (\
             SELECT subject, event, sum(event_count) AS count FROM event_counts, asked \
             WHERE minute >= beginning AND minute < ending AND family = 'problem' GROUP BY subject, event) AS problems), '[]'), \
             'series', coalesce((SELECT json_agg(json_build_object('at', alert_time(beginning + slot * step * interval '1 second'), ")
        .push(FIGURES)
        .push(") ORDER BY slot) FROM series), '[]'))::text");
    statement
}

/// How the cache answered, by resource and by step. Gives one text.
pub fn cache(window: Window) -> Statement {
    let mut statement = begin(window);
    statement
        .push(
            "cells AS MATERIALIZED (SELECT subject, event, (extract(epoch FROM minute)::int8 - from_s) / step AS slot, \
             sum(event_count) AS n FROM event_counts, asked \
             WHERE minute >= beginning AND minute < ending AND family = 'cache' GROUP BY 1, 2, 3), \
             resources AS (SELECT subject, ",
        )
        .push(CACHE_SUMS)
        .push(" FROM cells GROUP BY subject), series AS (SELECT slot, beginning, step, ")
        .push(CACHE_SUMS)
        .push(" FROM cells, asked GROUP BY slot, beginning, step), total AS (SELECT ")
        .push(CACHE_SUMS)
        .push(" FROM cells) SELECT json_build_object(")
        .push(WINDOW)
        .push(", 'total', (SELECT json_build_object(")
        .push(CACHE_FIGURES)
        .push(") FROM total), 'resources', coalesce((SELECT json_agg(json_build_object('resource', subject, ")
        .push(CACHE_FIGURES)
        .push(") ORDER BY memory + store + miss DESC, subject) FROM resources), '[]'), 'series', coalesce((SELECT json_agg(\
             json_build_object('at', alert_time(beginning + slot * step * interval '1 second'), ")
        .push(CACHE_FIGURES)
        // What a key-value store holds is only to be had by listing all its keys, which stops a Redis of millions for as long
        // as that takes.
        .push(
            ") ORDER BY slot) FROM series), '[]'), 'contents', json_build_object('entries', NULL, 'sizeBytes', NULL, \
             'hottestKeys', NULL, 'unknownBecause', \
             'the key-value store tells this only by listing every key, which a large one must not be asked for'))::text",
        );
    statement
}

/// Web vitals by metric, by page and by step. Gives one text.
pub fn web_vitals(window: Window) -> Statement {
    let mut statement = begin(window);
    let limits = Metric::ALL.iter().map(|metric| metric.thresholds());
    let (good, poor): (Vec<&str>, Vec<&str>) = limits.unzip();
    statement
        .push("limits AS (SELECT metric, good_limit::float8, poor_limit::float8 FROM unnest(")
        .bind_texts(Metric::NAMES.iter().copied())
        .push(", ")
        .bind_texts(good)
        .push(", ")
        .bind_texts(poor)
        .push(
            ") AS limits (metric, good_limit, poor_limit)), \
             measured AS MATERIALIZED (SELECT metric, page, value, good_limit, poor_limit, beginning, step, \
             (floor(extract(epoch FROM recorded_at))::int8 - from_s) / step AS slot \
             FROM web_vitals JOIN limits USING (metric), asked WHERE recorded_at >= beginning AND recorded_at < ending), \
             metrics AS (SELECT metric, ",
        )
        .push(VITAL_SUMS)
        .push(" FROM measured GROUP BY metric, good_limit, poor_limit), pages AS (SELECT metric, page, ")
        .push(VITAL_SUMS)
        .push(
            " FROM measured WHERE page IN (SELECT page FROM measured GROUP BY page ORDER BY count(*) DESC, page LIMIT ",
        )
        .push_number(MAX_PAGES)
        .push(") GROUP BY metric, page, good_limit, poor_limit), series AS (SELECT metric, slot, beginning, step, ")
        .push(VITAL_SUMS)
        .push(
            " FROM measured GROUP BY metric, slot, beginning, step, good_limit, poor_limit) \
             SELECT json_build_object(",
        )
        .push(WINDOW)
        .push(
            ", 'limits', (SELECT json_agg(json_build_object('metric', metric, 'good', good_limit, 'poor', poor_limit) \
             ORDER BY metric) FROM limits), \
             'metrics', coalesce((SELECT json_agg(json_build_object('metric', metric, ",
        )
        .push(VITAL_FIGURES)
        .push(") ORDER BY metric) FROM metrics), '[]'), 'pages', coalesce((SELECT json_agg(json_build_object('page', page, 'metric', metric, ")
        .push(VITAL_FIGURES)
        .push(") ORDER BY page, metric) FROM pages), '[]'), 'series', coalesce((SELECT json_agg(json_build_object(\
             'at', alert_time(beginning + slot * step * interval '1 second'), 'metric', metric, ")
        .push(VITAL_FIGURES)
        .push(") ORDER BY slot, metric) FROM series), '[]'))::text");
    statement
}
