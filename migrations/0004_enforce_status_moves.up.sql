-- Status moves, review history and versions are enforced here, whoever writes.
--
-- Who decided and why has to reach the trigger within one statement: application connections are pooled and run single
-- statements, and set_config() in a data-modifying CTE would depend on the order of evaluation. So a decision travels
-- in the row itself: the UPDATE that moves `status` also sets decided_by and, as it applies, decision_reason,
-- decision_note and decision_batch. The trigger writes them into review_history and clears them again, so that the next
-- UPDATE cannot inherit them; a CHECK holds that they are null in every stored row.
--
--     UPDATE conversations SET status = 'rejected', decided_by = $2, decision_reason = 'off_topic' WHERE id = $1
--
-- One move outside the table of moves is allowed: undoing a bulk action. It puts a row back to where the last entry of
-- its history came from, and must name that entry's batch in decision_batch. The new entry is marked "undo".
--
-- Errors: PL422 a move that is not allowed; PL400 a move without decided_by, or a rejection without a reason code;
-- PL403 a direct change of review_history.
--
-- Lock-safe: adding nullable columns without default rewrites nothing; NOT VALID and VALIDATE keep the exclusive lock
-- from lasting as long as a scan.
ALTER TABLE conversations
    ADD COLUMN decided_by text,
    ADD COLUMN decision_reason text,
    ADD COLUMN decision_note text,
    ADD COLUMN decision_batch uuid,
    ADD CONSTRAINT conversations_decision_consumed CHECK (
        num_nonnulls(decided_by, decision_reason, decision_note, decision_batch) = 0) NOT VALID;
ALTER TABLE conversations VALIDATE CONSTRAINT conversations_decision_consumed;
COMMENT ON COLUMN conversations.decided_by IS 'Write-only: subject (sub claim) of whoever moves the status. Always null in stored rows.';
COMMENT ON COLUMN conversations.decision_reason IS 'Write-only: reason code of a move, needed for a rejection. Always null in stored rows.';
COMMENT ON COLUMN conversations.decision_note IS 'Write-only: free text that goes with a move. Always null in stored rows.';
COMMENT ON COLUMN conversations.decision_batch IS 'Write-only: bulk_batches.id of the bulk action a move belongs to. Always null in stored rows.';

CREATE FUNCTION conversation_status_moves(from_status text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE from_status
    WHEN 'draft'          THEN ARRAY['generated', 'pending_review', 'archived']
    WHEN 'generated'      THEN ARRAY['pending_review', 'draft', 'archived']
    WHEN 'pending_review' THEN ARRAY['approved', 'rejected', 'needs_revision', 'archived']
    WHEN 'needs_revision' THEN ARRAY['pending_review', 'draft', 'archived']
    WHEN 'approved'       THEN ARRAY['needs_revision', 'archived']
    WHEN 'rejected'       THEN ARRAY['needs_revision', 'archived']
    WHEN 'failed'         THEN ARRAY['draft', 'archived']
    WHEN 'archived'       THEN ARRAY['draft']
END;
COMMENT ON FUNCTION conversation_status_moves(text) IS 'The statuses a conversation may move to from the given one; also for WHERE clauses of bulk statements.';

CREATE FUNCTION conversations_record_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    changed_at timestamptz := greatest(clock_timestamp(), OLD.updated_at);
    last_move jsonb := OLD.review_history -> -1;
    undo boolean;
BEGIN
    IF NEW.review_history IS DISTINCT FROM OLD.review_history THEN
        RAISE EXCEPTION USING ERRCODE = 'PL403',
            MESSAGE = 'review_history is append-only',
            HINT = 'Set status together with decided_by (and decision_reason, decision_note, decision_batch); the move is recorded by itself.';
    END IF;

    IF NEW.status IS DISTINCT FROM OLD.status OR NEW.decided_by IS NOT NULL THEN
        undo := NOT coalesce(NEW.status = ANY (conversation_status_moves(OLD.status)), false)
            AND NEW.status <> OLD.status
            AND coalesce(last_move ->> 'batch' = NEW.decision_batch::text, false)
            AND coalesce(last_move ->> 'from' = NEW.status, false);
        IF NOT undo AND NOT coalesce(NEW.status = ANY (conversation_status_moves(OLD.status)), false) THEN
            RAISE EXCEPTION USING ERRCODE = 'PL422',
                MESSAGE = format('a conversation cannot move from %s to %s; from %s it can move to %s',
                    OLD.status, NEW.status, OLD.status,
                    array_to_string(conversation_status_moves(OLD.status), ', '));
        END IF;
        IF coalesce(NEW.decided_by, '') = '' THEN
            RAISE EXCEPTION USING ERRCODE = 'PL400',
                MESSAGE = 'a status move must say who decided it',
                HINT = 'Set decided_by in the UPDATE that sets status.';
        END IF;
        IF NEW.status = 'rejected' AND NOT undo AND coalesce(NEW.decision_reason, '') !~ '^[a-z][a-z0-9_]{0,63}$' THEN
            RAISE EXCEPTION USING ERRCODE = 'PL400',
                MESSAGE = 'a rejection must carry a reason code',
                HINT = 'Set decision_reason to a code of lower-case letters, digits and underscores, such as off_topic.';
        END IF;
        NEW.review_history := OLD.review_history || jsonb_strip_nulls(jsonb_build_object(
            'at', to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'by', NEW.decided_by,
            'from', OLD.status,
            'to', NEW.status,
            'reason', NEW.decision_reason,
            'note', NEW.decision_note,
            'batch', NEW.decision_batch,
            'undo', CASE WHEN undo THEN true END));
    ELSIF num_nonnulls(NEW.decision_reason, NEW.decision_note, NEW.decision_batch) > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'PL400',
            MESSAGE = 'a reason, note or batch belongs to a status move',
            HINT = 'Set status and decided_by in the same UPDATE, or leave the decision columns alone.';
    END IF;

    NEW.decided_by := NULL;
    NEW.decision_reason := NULL;
    NEW.decision_note := NULL;
    NEW.decision_batch := NULL;
    NEW.version := OLD.version + 1;
    NEW.updated_at := changed_at;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION conversations_record_change() IS 'Refuses forbidden status moves, records allowed ones in review_history, counts the version and stamps updated_at.';

CREATE TRIGGER conversations_record_change BEFORE UPDATE ON conversations
    FOR EACH ROW EXECUTE FUNCTION conversations_record_change();
