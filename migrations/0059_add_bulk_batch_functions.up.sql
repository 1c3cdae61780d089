-- One chunk of a bulk action, and of its undo, as one statement and so one transaction.
--
-- Both lock the batch first: two requests that work on the same batch take turns, and each finds the next chunk. Then
-- the chunk's conversations, in id order, so that two batches over the same rows cannot deadlock. What is decided about
-- a row is decided by a statement of its own after that, whose snapshot has what others committed before the lock.
--
-- New functions only: locks nothing that exists.
CREATE FUNCTION bulk_batch_refusal(action text, from_status text, to_status text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN action = 'restore' AND from_status <> 'archived' THEN
        format('only an archived conversation can be restored; this one is %s', from_status)
    WHEN NOT to_status = ANY (conversation_status_moves(from_status)) THEN
        format('a conversation cannot move from %s to %s; from %s it can move to %s',
            from_status, to_status, from_status, array_to_string(conversation_status_moves(from_status), ', '))
END;
COMMENT ON FUNCTION bulk_batch_refusal(text, text, text) IS 'Why a bulk action may not move a conversation to this status; null where it may.';

CREATE FUNCTION bulk_batch_step(the_batch uuid) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    batch bulk_batches;
    chunk integer;
    ids uuid[];
BEGIN
    SELECT * INTO STRICT batch FROM bulk_batches WHERE id = the_batch FOR UPDATE;
    SELECT number, conversation_ids INTO chunk, ids
    FROM bulk_batch_chunks WHERE batch_id = the_batch ORDER BY number LIMIT 1;
    IF NOT FOUND THEN
        UPDATE bulk_batches SET finished_at = clock_timestamp() WHERE id = the_batch AND finished_at IS NULL;
        RETURN 'finished';
    END IF;

    PERFORM FROM conversations WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    WITH judged AS MATERIALIZED (
        SELECT wanted.id, c.status,
               CASE WHEN c.updated_at > batch.as_of THEN 'it was changed after the selection was made'
                    ELSE bulk_batch_refusal(batch.action, c.status, batch.parameters ->> 'to') END AS refusal
        FROM unnest(ids) AS wanted (id) LEFT JOIN conversations c USING (id)
    ), moved AS (
        UPDATE conversations c
        SET status = batch.parameters ->> 'to',
            decided_by = batch.created_by,
            decision_reason = batch.parameters ->> 'reason',
            decision_note = batch.parameters ->> 'note',
            decision_batch = batch.id
        FROM judged
        WHERE c.id = judged.id AND judged.status <> batch.parameters ->> 'to' AND judged.refusal IS NULL
        RETURNING c.id, c.version
    ), written AS (
        INSERT INTO bulk_batch_items (batch_id, conversation_id, outcome, detail, before, version_after)
        SELECT batch.id, id,
               CASE WHEN version IS NOT NULL THEN 'changed'
                    WHEN status IS NULL THEN 'missing'
                    WHEN status = batch.parameters ->> 'to' THEN 'unchanged'
                    ELSE 'refused' END,
               CASE WHEN version IS NULL AND status <> batch.parameters ->> 'to' THEN refusal END,
               CASE WHEN version IS NOT NULL THEN jsonb_build_object('status', status) END,
               version
        FROM judged LEFT JOIN moved USING (id)
        RETURNING outcome
    ), done AS (
        DELETE FROM bulk_batch_chunks WHERE batch_id = the_batch AND number = chunk
    )
    UPDATE bulk_batches
    SET changed = bulk_batches.changed + added.changed,
        unchanged = bulk_batches.unchanged + added.unchanged,
        refused = bulk_batches.refused + added.refused,
        missing = bulk_batches.missing + added.missing
    FROM (
        SELECT count(*) FILTER (WHERE outcome = 'changed') AS changed,
               count(*) FILTER (WHERE outcome = 'unchanged') AS unchanged,
               count(*) FILTER (WHERE outcome = 'refused') AS refused,
               count(*) FILTER (WHERE outcome = 'missing') AS missing
        FROM written
    ) AS added
    WHERE id = the_batch;
    RETURN 'running';
END
$$;
COMMENT ON FUNCTION bulk_batch_step(uuid) IS 'Does the next chunk of a bulk action and answers "running"; "finished" when there was none left.';

-- A cut or running action is undone as far as it came: what it had yet to do is dropped first.
CREATE FUNCTION bulk_batch_undo_step(the_batch uuid, by_whom text, chunk_rows integer) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    batch bulk_batches;
    ids uuid[];
BEGIN
    SELECT * INTO batch FROM bulk_batches WHERE id = the_batch FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'unknown';
    ELSIF batch.undone_at IS NOT NULL THEN
        RETURN 'undone before';
    ELSIF batch.undone_through IS NULL THEN
        DELETE FROM bulk_batch_chunks WHERE batch_id = the_batch;
        batch.undone_through := '00000000-0000-0000-0000-000000000000';
    END IF;

    ids := ARRAY(
        SELECT conversation_id FROM bulk_batch_items
        WHERE batch_id = the_batch AND outcome = 'changed' AND conversation_id >= batch.undone_through
        ORDER BY conversation_id LIMIT chunk_rows);
    IF cardinality(ids) = 0 THEN
        UPDATE bulk_batches
        SET undone_by = by_whom, undone_at = clock_timestamp(), undone_through = batch.undone_through,
            finished_at = coalesce(finished_at, clock_timestamp())
        WHERE id = the_batch;
        RETURN 'undone';
    END IF;

    PERFORM FROM conversations WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    WITH restored AS (
        UPDATE conversations c
        SET status = item.before ->> 'status', decided_by = by_whom, decision_batch = the_batch
        FROM bulk_batch_items item
        WHERE item.batch_id = the_batch AND item.conversation_id = ANY (ids)
          AND c.id = item.conversation_id AND c.version = item.version_after
        RETURNING c.id, c.version
    ), judged AS (
        SELECT wanted.id, restored.version,
               CASE WHEN restored.id IS NOT NULL THEN NULL
                    WHEN c.id IS NULL THEN 'it was deleted since'
                    ELSE 'it was changed since' END AS detail
        FROM unnest(ids) AS wanted (id) LEFT JOIN restored USING (id) LEFT JOIN conversations c USING (id)
    ), written AS (
        UPDATE bulk_batch_items item
        SET outcome = CASE WHEN judged.detail IS NULL THEN 'undone' ELSE 'changed_since' END,
            detail = judged.detail,
            version_after = coalesce(judged.version, item.version_after)
        FROM judged
        WHERE item.batch_id = the_batch AND item.conversation_id = judged.id
        RETURNING item.outcome
    )
    UPDATE bulk_batches
    SET undone = bulk_batches.undone + added.undone,
        changed_since = bulk_batches.changed_since + added.changed_since,
        undone_through = ids[cardinality(ids)]
    FROM (
        SELECT count(*) FILTER (WHERE outcome = 'undone') AS undone,
               count(*) FILTER (WHERE outcome = 'changed_since') AS changed_since
        FROM written
    ) AS added
    WHERE id = the_batch;
    RETURN 'undoing';
END
$$;
COMMENT ON FUNCTION bulk_batch_undo_step(uuid, text, integer) IS 'Undoes the next chunk of what a bulk action changed: "undoing"; "undone" when none was left, "undone before" when an earlier undo was done, "unknown" without such a batch.';
