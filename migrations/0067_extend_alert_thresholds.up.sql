-- Alerts that are evaluated as they are read, and told to a webhook once for each change of state.
--
-- A change of state and the duty to tell of it are one update of one row, so of several nodes that see the same change one
-- has to tell. It takes the duty for a minute, which ten calls of 5 s fit in; where that fails or its instance ends, the next
-- evaluation takes it.
--
-- Columns with constant defaults and functions: a moment's lock on a table of ten rows.
ALTER TABLE alert_thresholds
    ADD COLUMN is_untold boolean NOT NULL DEFAULT false,
    ADD COLUMN told_by   timestamptz;
COMMENT ON COLUMN alert_thresholds.is_untold IS 'The webhook has not taken the last change of state yet.';
COMMENT ON COLUMN alert_thresholds.told_by IS 'Until when the evaluation that took the duty to tell may take; null where none has.';
COMMENT ON COLUMN alert_thresholds.last_value IS 'The value that the last change of state was for, in the given unit.';

INSERT INTO alert_thresholds (name, metric, comparison, threshold, unit) VALUES
    ('first_paint_p75', 'web_vitals.fcp_p75',  'above', 1800, 'ms'),
    ('first_byte_p75',  'web_vitals.ttfb_p75', 'above', 800,  'ms');

CREATE FUNCTION alert_value(metric text, window_seconds integer) RETURNS double precision
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    since constant timestamptz := date_trunc('minute', now() - make_interval(secs => window_seconds));
    value double precision;
BEGIN
    CASE metric
    WHEN 'api.duration_p95' THEN
        -- The slowest route. Bulk work takes as long as there is to do, and of fewer than 20 requests a p95 is the maximum.
        SELECT max(p95_ms) INTO value FROM (
            SELECT histogram_percentile(histogram_sum(buckets), 95) / 1000 AS p95_ms
            FROM request_histograms
            WHERE minute >= since AND route !~ ' /api/(export|import|conversations/bulk|generate)'
            GROUP BY route HAVING sum(request_count) >= 20
        ) AS routes;
    WHEN 'api.error_rate' THEN
        SELECT 100.0 * coalesce(sum(request_count) FILTER (WHERE outcome IN ('server_error', 'timeout', 'unavailable')), 0)
            / nullif(sum(request_count), 0)
        INTO value FROM request_histograms WHERE minute >= since;
    WHEN 'cache.hit_rate' THEN
        SELECT 100.0 * coalesce(sum(event_count) FILTER (WHERE event IN ('memory', 'store')), 0)
            / nullif(sum(event_count) FILTER (WHERE event IN ('memory', 'store', 'miss')), 0)
        INTO value FROM event_counts WHERE minute >= since AND family = 'cache';
    WHEN 'database.connections' THEN
        SELECT 100.0 * count(*) / current_setting('max_connections')::integer
        INTO value FROM pg_stat_activity WHERE backend_type = 'client backend';
    WHEN 'database.duration_mean' THEN
        BEGIN
            SELECT max(mean_exec_time) INTO value FROM pg_stat_statements
            WHERE calls >= 100 AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database());
        EXCEPTION WHEN undefined_table OR object_not_in_prerequisite_state OR insufficient_privilege THEN
            value := NULL;
        END;
    ELSE
        SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY web_vitals.value) INTO value
        FROM web_vitals
        WHERE recorded_at >= since
            AND 'web_vitals.' || lower(web_vitals.metric) || '_p75' = alert_value.metric;
    END CASE;
    RETURN value;
END
$$;
COMMENT ON FUNCTION alert_value(text, integer) IS
    'What a metric is now, over this many seconds and in the unit of its threshold; null where nothing was measured. database.duration_mean is the largest mean of a statement called 100 times or more, since pg_stat_statements was reset.';

CREATE FUNCTION alerts_evaluate(has_webhook boolean) RETURNS json
LANGUAGE plpgsql
AS $$
DECLARE
    measured jsonb;
    untold   json;
    alerts   json;
BEGIN
    -- Evaluations take turns: one that measured earlier must not undo what a later one found.
    PERFORM FROM alert_thresholds ORDER BY name FOR UPDATE;
    SELECT jsonb_object_agg(name, alert_value(metric, window_seconds)) INTO measured FROM alert_thresholds WHERE enabled;
    UPDATE alert_thresholds AS alert SET
        state = judged.state,
        state_since = now(),
        last_value = judged.value,
        is_untold = has_webhook AND 'firing' IN (alert.state, judged.state),
        told_by = NULL
    FROM (
        SELECT name, value, CASE
            WHEN NOT enabled OR value IS NULL THEN 'unknown'
            WHEN comparison = 'above' AND value > threshold OR comparison = 'below' AND value < threshold THEN 'firing'
            ELSE 'ok' END AS state
        FROM (SELECT *, (measured ->> name)::double precision AS value FROM alert_thresholds) AS valued
    ) AS judged
    WHERE judged.name = alert.name AND judged.state <> alert.state;
    IF has_webhook THEN
        WITH taken AS (
            UPDATE alert_thresholds SET told_by = now() + interval '1 minute'
            WHERE is_untold AND (told_by IS NULL OR told_by < now())
            RETURNING *
        )
        SELECT json_agg(json_build_object(
            'name', name, 'metric', metric, 'state', state, 'stateSince', alert_time(state_since), 'value', last_value,
            'comparison', comparison, 'threshold', threshold, 'unit', unit) ORDER BY name)
        INTO untold FROM taken;
    END IF;
    SELECT json_agg(json_build_object(
        'name', name, 'metric', metric, 'comparison', comparison, 'threshold', threshold, 'unit', unit,
        'windowSeconds', window_seconds, 'enabled', enabled, 'state', state, 'stateSince', alert_time(state_since),
        'value', (measured ->> name)::double precision, 'updatedBy', updated_by) ORDER BY name)
    INTO alerts FROM alert_thresholds;
    RETURN json_build_object('alerts', coalesce(alerts, '[]'), 'untold', coalesce(untold, '[]'));
END
$$;
COMMENT ON FUNCTION alerts_evaluate(boolean) IS
    'Measures every alert, keeps the states that follow, and gives all alerts and those that the caller now has to tell the webhook of.';

CREATE FUNCTION alert_time(moment timestamptz) RETURNS text
LANGUAGE sql STABLE
RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
COMMENT ON FUNCTION alert_time(timestamptz) IS 'RFC 3339 in UTC with microseconds, as the API answers.';
