-- Request metrics: one row per minute, route and outcome, with a histogram that merges by addition, so that any number
-- of nodes write into the same row and any window sums up.
--
-- Buckets grow by a constant ratio of 1.04: bucket i (from 0) counts durations d in microseconds with
-- 1.04^i <= d < 1.04^(i+1); the geometric middle of a bucket is within 2 % of every value in it. 480 buckets reach
-- past two minutes. Arrays end at the last bucket in use, so an ordinary row is short.
--
-- New table and functions only: locks nothing that exists.
CREATE FUNCTION histogram_add(a bigint[], b bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(coalesce(x, 0) + coalesce(y, 0) ORDER BY i), '{}')
    FROM unnest(a, b) WITH ORDINALITY AS pair (x, y, i)
);
COMMENT ON FUNCTION histogram_add(bigint[], bigint[]) IS 'Adds two histograms bucket by bucket; the shorter one counts as zero beyond its end.';

CREATE AGGREGATE histogram_sum(bigint[]) (
    SFUNC = histogram_add, STYPE = bigint[], INITCOND = '{}', COMBINEFUNC = histogram_add, PARALLEL = SAFE
);
COMMENT ON AGGREGATE histogram_sum(bigint[]) IS 'Sum of histograms, bucket by bucket.';

CREATE TABLE request_histograms (
    minute            timestamptz NOT NULL,
    route             text        NOT NULL,
    outcome           text        NOT NULL,
    request_count     bigint      NOT NULL,
    total_duration_us bigint      NOT NULL,
    max_duration_us   bigint      NOT NULL,
    buckets           bigint[]    NOT NULL,
    CONSTRAINT request_histograms_pkey PRIMARY KEY (minute, route, outcome),
    CONSTRAINT request_histograms_minute_whole CHECK (extract(epoch FROM minute) % 60 = 0),
    CONSTRAINT request_histograms_route_length CHECK (char_length(route) BETWEEN 1 AND 200),
    CONSTRAINT request_histograms_outcome_name CHECK (outcome ~ '^[a-z0-9_]{1,32}$'),
    CONSTRAINT request_histograms_counts_range CHECK (
        request_count >= 0 AND total_duration_us >= 0 AND max_duration_us >= 0),
    CONSTRAINT request_histograms_buckets_length CHECK (cardinality(buckets) <= 480)
);
CREATE INDEX idx_request_histograms_route_minute ON request_histograms (route, minute);
COMMENT ON TABLE request_histograms IS 'Requests per minute, route and outcome, with a log-bucketed duration histogram.';
COMMENT ON COLUMN request_histograms.minute IS 'Start of the minute, UTC.';
COMMENT ON COLUMN request_histograms.route IS 'Method and pattern of the route, never a concrete path: "GET /api/conversations/:id".';
COMMENT ON COLUMN request_histograms.outcome IS 'Class of the answer, such as ok, client_error, server_error, timeout.';
COMMENT ON COLUMN request_histograms.total_duration_us IS 'Sum of durations in microseconds, for exact means.';
COMMENT ON COLUMN request_histograms.buckets IS 'buckets[i + 1] counts durations d in microseconds with 1.04^i <= d < 1.04^(i+1).';
