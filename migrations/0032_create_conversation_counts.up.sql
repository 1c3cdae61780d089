-- Counts that are kept, not counted: exact in every snapshot, at any size.
--
-- Two tables of additive rows. Every statement that changes conversations adds rows that say by how much (statement-level
-- triggers with transition tables); a count is the sum over the rows that match. Writers only ever insert, so they never
-- wait for one another and cannot deadlock, however many rows a statement touches: a row per key, updated in place, would
-- make every reviewer's click wait for every other's commit. What piles up is folded now and then, one row a key again,
-- by a writer that finds no other folding.
--
-- Folding deletes and inserts within one statement, so a snapshot sees all of it or nothing, and only rows that are
-- committed. It is left out above READ COMMITTED, where deleting rows that another fold took would end the transaction.
--
-- Quality: scores have two decimals and the API's ranges include both ends, so a step of 0.1 alone could not answer
-- "at most 8.5". Steps are therefore twice the tenths, and odd between them: 170 is exactly 8.5, 171 is 8.51 to 8.59.
-- A range whose ends are tenths is a range of steps, at either end. Null stands for no score.
--
-- Days are UTC days of created_at, as the API reads a date.
--
-- Lock: takes SHARE ROW EXCLUSIVE on conversations, which blocks writers and no readers, for the time of one scan.
CREATE TABLE conversation_quality_counts (
    tier         text     NOT NULL,
    status       text     NOT NULL,
    quality_step smallint,
    row_count    bigint   NOT NULL
) WITH (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.2);
COMMENT ON TABLE conversation_quality_counts IS 'Additive counts of conversations by tier, status and quality; sum row_count, which may be negative in a single row.';
COMMENT ON COLUMN conversation_quality_counts.quality_step IS 'conversation_quality_step(quality_score): twice the tenths, odd between them; null without a score.';

CREATE TABLE conversation_day_counts (
    day          date     NOT NULL,
    tier         text     NOT NULL,
    status       text     NOT NULL,
    row_count    bigint   NOT NULL
) WITH (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.2);
CREATE INDEX idx_conversation_day_counts_day ON conversation_day_counts (day) INCLUDE (tier, status, row_count);
COMMENT ON TABLE conversation_day_counts IS 'Additive counts of conversations by UTC day of created_at, tier and status; sum row_count, which may be negative in a single row.';

CREATE FUNCTION conversation_quality_step(quality_score numeric) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (floor(quality_score * 10) * 2 + CASE WHEN quality_score * 10 = floor(quality_score * 10) THEN 0 ELSE 1 END)::smallint;
COMMENT ON FUNCTION conversation_quality_step(numeric) IS 'Twice the tenths of a score, plus one when it lies between tenths: 8.5 is 170, 8.51 is 171.';

CREATE FUNCTION conversation_day(created_at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (created_at AT TIME ZONE 'UTC')::date;
COMMENT ON FUNCTION conversation_day(timestamptz) IS 'The UTC day of an instant.';

-- The key of the advisory lock "a fold is running" is the table's OID: unique in the database, the same in all sessions.
CREATE FUNCTION counters_fold() RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed'
       OR NOT pg_try_advisory_xact_lock('conversation_quality_counts'::regclass::oid::bigint) THEN
        RETURN false;
    END IF;
    WITH sums AS (
        SELECT tier, status, quality_step, sum(row_count) AS row_count, array_agg(ctid) AS parts
        FROM conversation_quality_counts
        GROUP BY tier, status, quality_step
        HAVING count(*) > 1 OR sum(row_count) = 0
    ), gone AS (
        DELETE FROM conversation_quality_counts
        WHERE ctid = ANY (ARRAY(SELECT unnest(parts) FROM sums))
    )
    INSERT INTO conversation_quality_counts (tier, status, quality_step, row_count)
    SELECT tier, status, quality_step, row_count FROM sums WHERE row_count <> 0;

    WITH sums AS (
        SELECT day, tier, status, sum(row_count) AS row_count, array_agg(ctid) AS parts
        FROM conversation_day_counts
        GROUP BY day, tier, status
        HAVING count(*) > 1 OR sum(row_count) = 0
    ), gone AS (
        DELETE FROM conversation_day_counts
        WHERE ctid = ANY (ARRAY(SELECT unnest(parts) FROM sums))
    )
    INSERT INTO conversation_day_counts (day, tier, status, row_count)
    SELECT day, tier, status, row_count FROM sums WHERE row_count <> 0;
    RETURN true;
END
$$;
COMMENT ON FUNCTION counters_fold() IS 'Sums the rows of each counter key into one. False when another session is at it.';

-- One statement in 200 folds. Two rows a statement and table make that about 400 rows to add up on top of the keys: still
-- well under a millisecond to read.
CREATE FUNCTION counters_fold_sometimes() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF random() < 0.005 THEN
        PERFORM counters_fold();
    END IF;
END
$$;
COMMENT ON FUNCTION counters_fold_sometimes() IS 'Calls counters_fold() once in about 200 calls.';

CREATE FUNCTION conversations_count_insert() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO conversation_quality_counts (tier, status, quality_step, row_count)
    SELECT tier, status, conversation_quality_step(quality_score), count(*) FROM added GROUP BY 1, 2, 3;
    INSERT INTO conversation_day_counts (day, tier, status, row_count)
    SELECT conversation_day(created_at), tier, status, count(*) FROM added GROUP BY 1, 2, 3;
    PERFORM counters_fold_sometimes();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION conversations_count_insert() IS 'Adds the rows of an INSERT or COPY to the counters.';

CREATE FUNCTION conversations_count_delete() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO conversation_quality_counts (tier, status, quality_step, row_count)
    SELECT tier, status, conversation_quality_step(quality_score), -count(*) FROM removed GROUP BY 1, 2, 3;
    INSERT INTO conversation_day_counts (day, tier, status, row_count)
    SELECT conversation_day(created_at), tier, status, -count(*) FROM removed GROUP BY 1, 2, 3;
    PERFORM counters_fold_sometimes();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION conversations_count_delete() IS 'Takes the rows of a DELETE from the counters.';

CREATE FUNCTION conversations_count_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO conversation_quality_counts (tier, status, quality_step, row_count)
    SELECT tier, status, quality_step, sum(change)
    FROM (
        SELECT tier, status, conversation_quality_step(quality_score) AS quality_step, 1 AS change FROM added
        UNION ALL
        SELECT tier, status, conversation_quality_step(quality_score), -1 FROM removed
    ) AS changes
    GROUP BY tier, status, quality_step
    HAVING sum(change) <> 0;
    INSERT INTO conversation_day_counts (day, tier, status, row_count)
    SELECT day, tier, status, sum(change)
    FROM (
        SELECT conversation_day(created_at) AS day, tier, status, 1 AS change FROM added
        UNION ALL
        SELECT conversation_day(created_at), tier, status, -1 FROM removed
    ) AS changes
    GROUP BY day, tier, status
    HAVING sum(change) <> 0;
    PERFORM counters_fold_sometimes();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION conversations_count_update() IS 'Moves the rows of an UPDATE between counters; an edit that moves none adds nothing.';

-- TRUNCATE holds ACCESS EXCLUSIVE on conversations, so no writer is under way; a fold called by itself may be.
CREATE FUNCTION conversations_count_truncate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('conversation_quality_counts'::regclass::oid::bigint);
    DELETE FROM conversation_quality_counts;
    DELETE FROM conversation_day_counts;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION conversations_count_truncate() IS 'Empties the counters with the table.';

CREATE TRIGGER conversations_count_insert AFTER INSERT ON conversations
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION conversations_count_insert();
CREATE TRIGGER conversations_count_update AFTER UPDATE ON conversations
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION conversations_count_update();
CREATE TRIGGER conversations_count_delete AFTER DELETE ON conversations
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION conversations_count_delete();
CREATE TRIGGER conversations_count_truncate AFTER TRUNCATE ON conversations
    FOR EACH STATEMENT EXECUTE FUNCTION conversations_count_truncate();

-- One statement, hence one snapshot: writers may go on meanwhile without making it cry wolf.
CREATE FUNCTION counters_check()
RETURNS TABLE (counter text, key text, counted bigint, actual bigint)
LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH actual_quality AS (
        SELECT tier, status, conversation_quality_step(quality_score) AS quality_step, count(*) AS row_count
        FROM conversations GROUP BY 1, 2, 3
    ), actual_days AS (
        SELECT conversation_day(created_at) AS day, tier, status, count(*) AS row_count
        FROM conversations GROUP BY 1, 2, 3
    ), differences AS (
        SELECT 'quality' AS counter, concat_ws(' ', tier, status, coalesce(quality_step::text, 'none')) AS key,
               row_count AS counted, 0 AS actual
        FROM conversation_quality_counts
        UNION ALL
        SELECT 'quality', concat_ws(' ', tier, status, coalesce(quality_step::text, 'none')), 0, row_count
        FROM actual_quality
        UNION ALL
        SELECT 'day', concat_ws(' ', day, tier, status), row_count, 0 FROM conversation_day_counts
        UNION ALL
        SELECT 'day', concat_ws(' ', day, tier, status), 0, row_count FROM actual_days
    )
    SELECT counter, key, sum(counted)::bigint, sum(actual)::bigint
    FROM differences
    GROUP BY counter, key
    HAVING sum(counted) <> sum(actual)
    ORDER BY counter, key;
END;
COMMENT ON FUNCTION counters_check() IS 'The counters that differ from count(*), in one snapshot; no rows when all are right.';

CREATE FUNCTION counters_repair() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE conversations IN SHARE MODE;
    PERFORM pg_advisory_xact_lock('conversation_quality_counts'::regclass::oid::bigint);
    DELETE FROM conversation_quality_counts;
    DELETE FROM conversation_day_counts;
    INSERT INTO conversation_quality_counts (tier, status, quality_step, row_count)
    SELECT tier, status, conversation_quality_step(quality_score), count(*) FROM conversations GROUP BY 1, 2, 3;
    INSERT INTO conversation_day_counts (day, tier, status, row_count)
    SELECT conversation_day(created_at), tier, status, count(*) FROM conversations GROUP BY 1, 2, 3;
END
$$;
COMMENT ON FUNCTION counters_repair() IS 'Rebuilds the counters from the table. Blocks writers, not readers, for the time of two scans.';

SELECT counters_repair();
