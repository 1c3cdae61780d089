-- Loses no data. TRUNCATE above READ COMMITTED is let through again, as before, and may leave the counters wrong.
CREATE OR REPLACE FUNCTION conversations_count_truncate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('conversation_quality_counts'::regclass::oid::bigint);
    DELETE FROM conversation_quality_counts;
    DELETE FROM conversation_day_counts;
    RETURN NULL;
END
$$;
