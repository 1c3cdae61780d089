-- What pg_stat_statements keeps of slow statements, for GET /api/admin/performance/database.
--
-- A function, because a statement that names a view cannot be planned where the view is missing: this one answers with
-- what is missing instead. Takes no lock on any table.
CREATE FUNCTION statement_statistics(mean_ms bigint, min_calls bigint, max_ms bigint, most bigint) RETURNS json
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT json_build_object(
            'since', (SELECT to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM pg_stat_statements_info),
            'slow', coalesce(json_agg(json_build_object(
                'queryid', slow.queryid::text,
                'text', slow.query,
                'calls', slow.calls,
                'total_ms', round(slow.total_exec_time::numeric, 3),
                'mean_ms', round(slow.mean_exec_time::numeric, 3),
                'max_ms', round(slow.max_exec_time::numeric, 3),
                'stddev_ms', round(slow.stddev_exec_time::numeric, 3),
                'rows', slow.rows,
                'blocks_hit', slow.shared_blks_hit,
                'blocks_read', slow.shared_blks_read,
                'own', slow.userid = (SELECT oid FROM pg_roles WHERE rolname = current_user)) ORDER BY slow.total_exec_time DESC), '[]'))
        FROM (
            SELECT * FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
              -- Of another role's statements, a role without pg_read_all_stats sees neither id nor text.
              AND queryid IS NOT NULL
              AND toplevel
              AND ((mean_exec_time >= mean_ms AND calls >= min_calls) OR max_exec_time >= max_ms)
            ORDER BY total_exec_time DESC
            LIMIT most) AS slow);
EXCEPTION
    WHEN undefined_table OR undefined_column THEN RETURN json_build_object('missing', 'extension');
    WHEN object_not_in_prerequisite_state THEN RETURN json_build_object('missing', 'library');
    WHEN insufficient_privilege THEN RETURN json_build_object('missing', 'privilege');
END
$$;

COMMENT ON FUNCTION statement_statistics IS
    'Statements of this database that are slow: a mean of mean_ms over min_calls, or one call of max_ms; {"missing": …} where pg_stat_statements is not to be had.';
