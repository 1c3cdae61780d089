-- TRUNCATE is refused above READ COMMITTED, where it would leave the counters wrong.
--
-- TRUNCATE empties the table of all that is committed once it has its lock. Its trigger takes the counters' rows away by
-- DELETE, which takes what its snapshot shows; and above READ COMMITTED the snapshot is older than the lock. What others
-- committed in between would go from the table and stay in the counters. Truncating the counters' tables instead would
-- see through that, but holds readers of every count off until the transaction ends.
--
-- Replaces a function: locks nothing.
CREATE OR REPLACE FUNCTION conversations_count_truncate() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
        RAISE EXCEPTION USING ERRCODE = 'feature_not_supported',
            MESSAGE = format('conversations cannot be truncated in a transaction that is %s', current_setting('transaction_isolation')),
            HINT = 'Use READ COMMITTED: an older snapshot does not show every counter that has to go.';
    END IF;
    -- TRUNCATE holds ACCESS EXCLUSIVE on conversations, so no writer is under way; a fold called by itself may be.
    PERFORM pg_advisory_xact_lock('conversation_quality_counts'::regclass::oid::bigint);
    DELETE FROM conversation_quality_counts;
    DELETE FROM conversation_day_counts;
    RETURN NULL;
END
$$;
