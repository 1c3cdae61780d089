//! Connections, slow and long-running statements, hit ratios.

use crate::statement::{Statement, Value};
use parley_domain::query::DatabaseQuery;

/// Slow statements that are told at most: those that took most time in all.
const MOST_STATEMENTS: i64 = 50;

/// Long-running statements that are told at most, the longest first.
const MOST_RUNNING: u64 = 50;

/// One row, one text: [`parley_domain::inspection::connections::Counts`] as JSON. Connections to every database, as they
/// share the limit.
pub fn connections() -> Statement {
    Statement::new(
        "SELECT json_build_object(\
         \n  'active', count(*) FILTER (WHERE state IN ('active', 'fastpath function call')),\
         \n  'idle', count(*) FILTER (WHERE state = 'idle'),\
         \n  'idle_in_transaction', count(*) FILTER (WHERE state LIKE 'idle in transaction%'),\
         \n  'waiting', count(*) FILTER (WHERE state = 'active' AND wait_event_type = 'Lock'),\
         \n  'hidden', count(*) FILTER (WHERE state IS NULL OR state = 'disabled'),\
         \n  'most', current_setting('max_connections')::integer,\
         \n  'reserved', current_setting('superuser_reserved_connections')::integer\
         \n    + coalesce(current_setting('reserved_connections', true)::integer, 0))::text\
         \nFROM pg_stat_activity\
         \nWHERE backend_type = 'client backend'\
         \n  OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL)",
    )
}

/// One row, one text: [`parley_domain::inspection::activity::Recorded`] as JSON.
pub fn slow_statements(query: &DatabaseQuery) -> Statement {
    let mut statement = Statement::new("SELECT statement_statistics(");
    statement
        .bind(Value::Integer(query.slow_mean_ms))
        .push(", ")
        .bind(Value::Integer(query.slow_min_calls))
        .push(", ")
        .bind(Value::Integer(query.slow_max_ms))
        .push(", ")
        .bind(Value::Integer(MOST_STATEMENTS))
        .push(")::text");
    statement
}

/// One row, one text: [`parley_domain::inspection::activity::Activity`] as JSON.
pub fn activity(query: &DatabaseQuery) -> Statement {
    let mut statement = Statement::new(
        "SELECT json_build_object(\
         \n  'running', (SELECT coalesce(json_agg(running), '[]') FROM (\
         \n    SELECT pid, coalesce(usename, '') AS role, state,\
         \n           round(extract(epoch FROM now() - since), 1) AS seconds, wait_event_type AS waits_for, query AS text\
         \n    FROM (SELECT *, CASE WHEN state = 'active' THEN query_start ELSE state_change END AS since FROM pg_stat_activity\
         \n          WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()\
         \n            AND (state = 'active' OR state LIKE 'idle in transaction%')) AS busy\
         \n    WHERE extract(epoch FROM now() - since) > ",
    );
    statement
        .bind(Value::Integer(query.running_min_s))
        .push(" ORDER BY since LIMIT ")
        .push_number(MOST_RUNNING)
        .push(
            ") AS running),\
             \n  'since', (SELECT to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')\
             \n    FROM pg_stat_database WHERE datname = current_database()),\
             \n  'tables', json_build_object(\
             \n    'hit', coalesce(sum(heap_blks_hit + coalesce(toast_blks_hit, 0)), 0),\
             \n    'read', coalesce(sum(heap_blks_read + coalesce(toast_blks_read, 0)), 0)),\
             \n  'indexes', json_build_object(\
             \n    'hit', coalesce(sum(coalesce(idx_blks_hit, 0) + coalesce(tidx_blks_hit, 0)), 0),\
             \n    'read', coalesce(sum(coalesce(idx_blks_read, 0) + coalesce(tidx_blks_read, 0)), 0)))::text\
             \nFROM pg_statio_user_tables",
        );
    statement
}
