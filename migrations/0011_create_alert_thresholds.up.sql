-- Alert thresholds and the state each is in now.
--
-- The first rows carry the targets of the source specification: API p95 under 500 ms, statements under 100 ms,
-- connections under 80 %, cache hits over 80 %; LCP, INP and CLS are the "good" limits of
-- web.dev/vitals. They are rows, not code, because an administrator changes them.
--
-- New table only: locks nothing that exists.
CREATE TABLE alert_thresholds (
    name           text             NOT NULL,
    metric         text             NOT NULL,
    comparison     text             NOT NULL,
    threshold      double precision NOT NULL,
    unit           text             NOT NULL,
    window_seconds integer          NOT NULL DEFAULT 300,
    enabled        boolean          NOT NULL DEFAULT true,
    state          text             NOT NULL DEFAULT 'unknown',
    state_since    timestamptz      NOT NULL DEFAULT now(),
    last_value     double precision,
    updated_by     text             NOT NULL DEFAULT 'system',
    version        bigint           NOT NULL DEFAULT 1,
    created_at     timestamptz      NOT NULL DEFAULT now(),
    updated_at     timestamptz      NOT NULL DEFAULT now(),
    CONSTRAINT alert_thresholds_pkey PRIMARY KEY (name),
    CONSTRAINT alert_thresholds_name_code CHECK (name ~ '^[a-z][a-z0-9_]{0,63}$'),
    CONSTRAINT alert_thresholds_metric_code CHECK (metric ~ '^[a-z][a-z0-9_.]{0,63}$'),
    CONSTRAINT alert_thresholds_comparison_known CHECK (comparison IN ('above', 'below')),
    CONSTRAINT alert_thresholds_unit_known CHECK (unit IN ('ms', 'percent', 'score')),
    CONSTRAINT alert_thresholds_window_range CHECK (window_seconds BETWEEN 60 AND 86400),
    CONSTRAINT alert_thresholds_state_known CHECK (state IN ('unknown', 'ok', 'firing'))
);
COMMENT ON TABLE alert_thresholds IS 'When to raise an alert, and whether it is raised now.';
COMMENT ON COLUMN alert_thresholds.metric IS 'What is watched, such as api.duration_p95.';
COMMENT ON COLUMN alert_thresholds.comparison IS 'Which side of the threshold fires: above or below.';
COMMENT ON COLUMN alert_thresholds.threshold IS 'The limit, in the given unit.';
COMMENT ON COLUMN alert_thresholds.window_seconds IS 'How far back the value is taken over, in seconds.';
COMMENT ON COLUMN alert_thresholds.state IS 'unknown until first evaluated, then ok or firing.';
COMMENT ON COLUMN alert_thresholds.last_value IS 'The value at the last evaluation, in the given unit.';

CREATE TRIGGER alert_thresholds_bump_version BEFORE UPDATE ON alert_thresholds
    FOR EACH ROW EXECUTE FUNCTION bump_version();

INSERT INTO alert_thresholds (name, metric, comparison, threshold, unit) VALUES
    ('api_duration_p95',       'api.duration_p95',       'above',  500,   'ms'),
    ('api_error_rate',         'api.error_rate',         'above',  1,     'percent'),
    ('database_duration_mean', 'database.duration_mean', 'above',  100,   'ms'),
    ('database_connections',   'database.connections',   'above',  80,    'percent'),
    ('cache_hit_rate',         'cache.hit_rate',         'below',  80,    'percent'),
    ('page_load_p75',          'web_vitals.lcp_p75',     'above',  2500,  'ms'),
    ('interaction_p75',        'web_vitals.inp_p75',     'above',  200,   'ms'),
    ('layout_shift_p75',       'web_vitals.cls_p75',     'above',  0.1,   'score');
