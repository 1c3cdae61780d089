//! What was counted since counting began, for Prometheus.
//!
//! The totals hold it up to an hour ago or less, and rows that are younger are added to them, in one snapshot: no figure
//! goes down when rows are folded or deleted (migration 0066).

use crate::statement::Statement;

/// Requests, events and connections, as one text, a [`parley_domain::prometheus::Metrics`] in JSON.
pub fn metrics() -> Statement {
    Statement::new(
        "WITH counted AS MATERIALIZED (\
         SELECT route, outcome, request_count, total_duration_us, buckets, total_database_us FROM request_totals \
         UNION ALL SELECT route, outcome, request_count, total_duration_us, buckets, total_database_us FROM request_histograms \
         WHERE minute >= (SELECT totals_until FROM metrics_upkeep)), \
         happened AS (SELECT family, subject, event, event_count FROM event_totals \
         UNION ALL SELECT family, subject, event, event_count FROM event_counts \
         WHERE minute >= (SELECT totals_until FROM metrics_upkeep)) \
         SELECT json_build_object(\
         'since', (SELECT extract(epoch FROM counting_since)::int8 FROM metrics_upkeep), \
         'requests', coalesce((SELECT json_agg(requests) FROM (SELECT route, outcome, sum(request_count) AS count, \
         sum(total_duration_us) AS total_us, histogram_sum(buckets) AS buckets, sum(total_database_us) AS database_us FROM counted \
         GROUP BY route, outcome ORDER BY route, outcome) AS requests), '[]'), \
         'events', coalesce((SELECT json_agg(events) FROM (SELECT family, subject, event, sum(event_count) AS count \
         FROM happened GROUP BY family, subject, event ORDER BY family, subject, event) AS events), '[]'), \
         'connections', coalesce((SELECT json_agg(connections) FROM (SELECT coalesce(state, 'unknown') AS state, \
         count(*) AS count FROM pg_stat_activity WHERE backend_type = 'client backend' \
         GROUP BY 1 ORDER BY 1) AS connections), '[]'), \
         'max_connections', current_setting('max_connections')::int8)::text",
    )
}
