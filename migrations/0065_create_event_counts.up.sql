-- What is counted beside requests: which level of the cache answered, what the shared store failed at, and the kind of
-- every problem. One row a minute, as request_histograms has, written by the same statement.
--
-- The totals hold what was counted up to a minute, since counting began, so that a scrape reads an hour of rows and not
-- 14 days, and what it reports never goes down, whatever is folded or deleted. metrics_upkeep is one row: how far each
-- piece of upkeep has come, and when the next is due (0066).
--
-- New tables only: locks nothing that exists. What was recorded before stays out of the totals.
CREATE TABLE event_counts (
    minute      timestamptz NOT NULL,
    family      text        NOT NULL,
    subject     text        NOT NULL,
    event       text        NOT NULL,
    event_count bigint      NOT NULL,
    CONSTRAINT event_counts_pkey PRIMARY KEY (minute, family, subject, event),
    CONSTRAINT event_counts_minute_whole CHECK (extract(epoch FROM minute) % 60 = 0),
    CONSTRAINT event_counts_family_known CHECK (family IN ('cache', 'problem')),
    CONSTRAINT event_counts_subject_length CHECK (char_length(subject) BETWEEN 1 AND 200),
    CONSTRAINT event_counts_event_name CHECK (event ~ '^[a-z][a-z0-9_-]{0,31}$'),
    CONSTRAINT event_counts_event_count_range CHECK (event_count >= 0)
);
COMMENT ON TABLE event_counts IS 'Events per minute that have no duration: how the cache answered, and the kinds of problems.';
COMMENT ON COLUMN event_counts.minute IS 'Start of the minute, UTC; after two days, of the hour.';
COMMENT ON COLUMN event_counts.subject IS 'Of family cache the resource, such as list; of family problem the route, such as "GET /api/conversations".';
COMMENT ON COLUMN event_counts.event IS 'Of family cache: memory, store, miss, not_modified, store_error, store_timeout, store_skipped; of family problem its kind, such as invalid-request.';

CREATE TABLE request_totals (
    route             text     NOT NULL,
    outcome           text     NOT NULL,
    request_count     bigint   NOT NULL,
    total_duration_us bigint   NOT NULL,
    buckets           bigint[] NOT NULL,
    CONSTRAINT request_totals_pkey PRIMARY KEY (route, outcome)
);
COMMENT ON TABLE request_totals IS 'Sums of request_histograms from metrics_upkeep.counting_since to totals_until; they never go down.';

CREATE TABLE event_totals (
    family      text   NOT NULL,
    subject     text   NOT NULL,
    event       text   NOT NULL,
    event_count bigint NOT NULL,
    CONSTRAINT event_totals_pkey PRIMARY KEY (family, subject, event)
);
COMMENT ON TABLE event_totals IS 'The same of event_counts.';

CREATE TABLE metrics_upkeep (
    only_row       boolean     NOT NULL DEFAULT true,
    counting_since timestamptz NOT NULL,
    totals_until   timestamptz NOT NULL,
    folded_until   timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    CONSTRAINT metrics_upkeep_pkey PRIMARY KEY (only_row),
    CONSTRAINT metrics_upkeep_only_row CHECK (only_row)
);
COMMENT ON TABLE metrics_upkeep IS 'How far the upkeep of metrics has come: one row.';
COMMENT ON COLUMN metrics_upkeep.counting_since IS 'When the totals began at nothing.';
COMMENT ON COLUMN metrics_upkeep.totals_until IS 'The first minute that the totals do not hold.';
COMMENT ON COLUMN metrics_upkeep.folded_until IS 'The first hour that is not folded.';
COMMENT ON COLUMN metrics_upkeep.due_at IS 'When metrics_upkeep_run() has something to do again.';

INSERT INTO metrics_upkeep (counting_since, totals_until, folded_until, due_at)
SELECT minute, minute, date_trunc('hour', minute) - interval '14 days', minute
FROM date_trunc('minute', now()) AS minute;
