-- The turns of a conversation, in order.
--
-- conversations.total_turns is set by the statement that writes the turns, and checked here at that statement's end.
-- A trigger that counted by itself would change the row after the statement's RETURNING was computed, so the caller
-- would be handed a version and a total that are already wrong. Checking per statement, not per transaction, fits
-- writers that have only single statements: one statement writes the turns and the total.
--
-- New tables and functions only: locks nothing that exists, apart from a brief share row exclusive lock on conversations.
CREATE TABLE conversation_turns (
    conversation_id uuid        NOT NULL,
    turn_number     integer     NOT NULL,
    role            text        NOT NULL,
    content         text        NOT NULL,
    token_count     integer,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT conversation_turns_pkey PRIMARY KEY (conversation_id, turn_number),
    CONSTRAINT conversation_turns_conversation_id_fkey
        FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE CASCADE,
    CONSTRAINT conversation_turns_turn_number_range CHECK (turn_number >= 1),
    CONSTRAINT conversation_turns_role_known CHECK (role IN ('system', 'user', 'assistant')),
    CONSTRAINT conversation_turns_content_not_blank CHECK (content ~ '\S'),
    CONSTRAINT conversation_turns_token_count_range CHECK (token_count >= 0)
);
COMMENT ON TABLE conversation_turns IS 'What was said, one row a turn.';
COMMENT ON COLUMN conversation_turns.turn_number IS 'Position in the conversation, from 1.';
COMMENT ON COLUMN conversation_turns.role IS 'Who speaks: system, user or assistant.';
COMMENT ON COLUMN conversation_turns.token_count IS 'Length in tokens as the generator reported it; null where nobody counted.';

CREATE FUNCTION conversation_turns_check_total() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    SELECT c.id, c.total_turns, t.turns INTO wrong
    FROM (SELECT DISTINCT conversation_id FROM changed) AS touched
    JOIN conversations c ON c.id = touched.conversation_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS turns FROM conversation_turns WHERE conversation_id = c.id
    ) AS t
    WHERE c.total_turns <> t.turns
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'PL400',
            MESSAGE = format('conversation %s has %s turns but total_turns says %s', wrong.id, wrong.turns, wrong.total_turns),
            HINT = 'Write the turns and set conversations.total_turns in one statement (a data-modifying WITH).';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION conversation_turns_check_total() IS 'Holds conversations.total_turns against the turns at the end of each statement that writes turns.';

CREATE TRIGGER conversation_turns_check_total_insert AFTER INSERT ON conversation_turns
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION conversation_turns_check_total();
CREATE TRIGGER conversation_turns_check_total_delete AFTER DELETE ON conversation_turns
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION conversation_turns_check_total();

-- A turn never changes its conversation: that would alter two totals, and nothing needs it.
CREATE FUNCTION conversation_turns_stay() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'PL400',
        MESSAGE = 'a turn cannot be moved to another conversation',
        HINT = 'Delete it there and insert it here.';
END
$$;
COMMENT ON FUNCTION conversation_turns_stay() IS 'Refuses to move a turn to another conversation.';

CREATE TRIGGER conversation_turns_stay BEFORE UPDATE OF conversation_id ON conversation_turns
    FOR EACH ROW WHEN (NEW.conversation_id <> OLD.conversation_id) EXECUTE FUNCTION conversation_turns_stay();
