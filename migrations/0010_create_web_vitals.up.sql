-- Web vitals as browsers report them, one row a measurement, so that the p75 is exact.
--
-- New table only: locks nothing that exists.
CREATE TABLE web_vitals (
    id          bigint           GENERATED ALWAYS AS IDENTITY,
    recorded_at timestamptz      NOT NULL DEFAULT now(),
    metric      text             NOT NULL,
    page        text             NOT NULL,
    value       double precision NOT NULL,
    CONSTRAINT web_vitals_pkey PRIMARY KEY (id),
    CONSTRAINT web_vitals_metric_known CHECK (metric IN ('LCP', 'INP', 'CLS', 'FCP', 'TTFB')),
    CONSTRAINT web_vitals_page_length CHECK (char_length(page) BETWEEN 1 AND 200),
    CONSTRAINT web_vitals_value_range CHECK (value >= 0 AND value < 'Infinity')
);
CREATE INDEX idx_web_vitals_metric_page_recorded_at ON web_vitals (metric, page, recorded_at DESC);
CREATE INDEX idx_web_vitals_recorded_at ON web_vitals (recorded_at);
COMMENT ON TABLE web_vitals IS 'Web vitals as browsers report them.';
COMMENT ON COLUMN web_vitals.page IS 'Pattern of the dashboard page, never a URL with ids or a query.';
COMMENT ON COLUMN web_vitals.value IS 'Milliseconds, for CLS the unitless layout shift score.';
