-- One conversation is created, edited and deleted by these functions, each called as one statement.
--
-- A writer has to lock the row, look at it, write, and answer with the row as it then stands, all in one transaction.
-- One statement of SQL cannot: all of it reads the snapshot from before it waited for the lock, so it would hand out the
-- turns of one version together with the version of another. Each statement within a volatile function reads a snapshot
-- of its own, taken when the row is locked already.
--
-- Every writer answers with one row, or with none where there is no such conversation:
--
--     outcome    id   version   detail
--     done       id   now       the conversation as it stands now, as JSON (before it went, for a delete)
--     stale      id   now       the same; nothing was written, as the version is none of those the caller named
--     forbidden  id   now       the same; nothing was written, as the status cannot move there
--     unknown    id   0         the fields, comma-separated, that refer to a row which does not exist
--
-- All of it as text, and names in the JSON as the API has them. The caller has validated the JSON; what it got wrong
-- the tables' constraints refuse. Versions that are null match any.
--
-- Deadlocks: each locks the conversation before anything that belongs to it.
--
-- New functions only: locks nothing.
CREATE FUNCTION conversation_document(wanted uuid) RETURNS text
LANGUAGE sql STABLE STRICT
RETURN (
    SELECT json_build_object(
        'id', c.id,
        'title', c.title,
        'persona', c.persona,
        'emotion', c.emotion,
        'tier', c.tier,
        'status', c.status,
        'qualityScore', trim_scale(c.quality_score),
        'totalTurns', c.total_turns,
        'category', c.category,
        'parameters', c.parameters,
        'templateId', c.template_id,
        'scenarioId', c.scenario_id,
        'edgeCaseId', c.edge_case_id,
        'createdBy', c.created_by,
        'version', c.version,
        'createdAt', to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'updatedAt', to_char(c.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'turns', (
            SELECT coalesce(json_agg(json_build_object(
                'turnNumber', t.turn_number,
                'role', t.role,
                'content', t.content,
                'tokenCount', t.token_count) ORDER BY t.turn_number), '[]')
            FROM conversation_turns t
            WHERE t.conversation_id = c.id),
        'reviewHistory', c.review_history)::text
    FROM conversations c
    WHERE c.id = wanted
);
COMMENT ON FUNCTION conversation_document(uuid) IS 'A conversation with its turns and its history, as the API shows it.';

CREATE FUNCTION conversation_unknown_references(given jsonb) RETURNS text
LANGUAGE sql STABLE STRICT
RETURN concat_ws(',',
    CASE WHEN given ->> 'templateId' IS NOT NULL
          AND NOT EXISTS (SELECT FROM templates WHERE id = (given ->> 'templateId')::uuid) THEN 'templateId' END,
    CASE WHEN given ->> 'scenarioId' IS NOT NULL
          AND NOT EXISTS (SELECT FROM scenarios WHERE id = (given ->> 'scenarioId')::uuid) THEN 'scenarioId' END,
    CASE WHEN given ->> 'edgeCaseId' IS NOT NULL
          AND NOT EXISTS (SELECT FROM edge_cases WHERE id = (given ->> 'edgeCaseId')::uuid) THEN 'edgeCaseId' END
);
COMMENT ON FUNCTION conversation_unknown_references(jsonb) IS 'The fields, comma-separated, that refer to a row which does not exist; empty where all do.';

CREATE FUNCTION conversation_create(actor text, given jsonb)
RETURNS TABLE (outcome text, id text, version text, detail text)
LANGUAGE plpgsql AS $$
DECLARE
    made uuid := gen_random_uuid();
    unknown text := conversation_unknown_references(given);
BEGIN
    IF unknown <> '' THEN
        RETURN QUERY SELECT 'unknown', made::text, '0', unknown;
        RETURN;
    END IF;
    -- The total and the turns in one statement, at whose end a trigger compares them.
    WITH turns AS (
        INSERT INTO conversation_turns (conversation_id, turn_number, role, content)
        SELECT made, place, turn ->> 'role', turn ->> 'content'
        FROM jsonb_array_elements(given -> 'turns') WITH ORDINALITY AS said (turn, place)
    )
    INSERT INTO conversations (
        id, title, persona, emotion, tier, status, quality_score, total_turns, category, parameters,
        template_id, scenario_id, edge_case_id, created_by)
    VALUES (
        made, given ->> 'title', given ->> 'persona', given ->> 'emotion', given ->> 'tier', given ->> 'status',
        (given ->> 'qualityScore')::numeric, jsonb_array_length(given -> 'turns'),
        ARRAY(SELECT jsonb_array_elements_text(given -> 'category')), given -> 'parameters',
        (given ->> 'templateId')::uuid, (given ->> 'scenarioId')::uuid, (given ->> 'edgeCaseId')::uuid, actor);
    RETURN QUERY SELECT 'done', made::text, '1', conversation_document(made);
END
$$;
COMMENT ON FUNCTION conversation_create(text, jsonb) IS 'Creates a conversation with its turns.';

CREATE FUNCTION conversation_edit(wanted uuid, actor text, versions bigint[], changes jsonb)
RETURNS TABLE (outcome text, id text, version text, detail text)
LANGUAGE plpgsql AS $$
DECLARE
    standing conversations;
    unknown text := conversation_unknown_references(changes);
    done_version bigint;
BEGIN
    SELECT * INTO standing FROM conversations c WHERE c.id = wanted FOR UPDATE;
    IF standing.id IS NULL THEN
        RETURN;
    ELSIF NOT coalesce(standing.version = ANY (versions), versions IS NULL) THEN
        RETURN QUERY SELECT 'stale', wanted::text, standing.version::text, conversation_document(wanted);
        RETURN;
    ELSIF changes ? 'status' AND NOT changes ->> 'status' = ANY (conversation_status_moves(standing.status)) THEN
        RETURN QUERY SELECT 'forbidden', wanted::text, standing.version::text, conversation_document(wanted);
        RETURN;
    ELSIF unknown <> '' THEN
        RETURN QUERY SELECT 'unknown', wanted::text, '0', unknown;
        RETURN;
    END IF;
    UPDATE conversations c SET
        title = coalesce(changes ->> 'title', c.title),
        persona = coalesce(changes ->> 'persona', c.persona),
        emotion = coalesce(changes ->> 'emotion', c.emotion),
        tier = coalesce(changes ->> 'tier', c.tier),
        category = CASE WHEN changes ? 'category'
            THEN ARRAY(SELECT jsonb_array_elements_text(changes -> 'category')) ELSE c.category END,
        quality_score = CASE WHEN changes ? 'qualityScore'
            THEN (changes ->> 'qualityScore')::numeric ELSE c.quality_score END,
        parameters = coalesce(changes -> 'parameters', c.parameters),
        template_id = CASE WHEN changes ? 'templateId'
            THEN (changes ->> 'templateId')::uuid ELSE c.template_id END,
        scenario_id = CASE WHEN changes ? 'scenarioId'
            THEN (changes ->> 'scenarioId')::uuid ELSE c.scenario_id END,
        edge_case_id = CASE WHEN changes ? 'edgeCaseId'
            THEN (changes ->> 'edgeCaseId')::uuid ELSE c.edge_case_id END,
        status = coalesce(changes ->> 'status', c.status),
        decided_by = CASE WHEN changes ? 'status' THEN actor END,
        decision_reason = changes ->> 'reason',
        decision_note = changes ->> 'note'
    WHERE c.id = wanted
    RETURNING c.version INTO done_version;
    RETURN QUERY SELECT 'done', wanted::text, done_version::text, conversation_document(wanted);
END
$$;
COMMENT ON FUNCTION conversation_edit(uuid, text, bigint[], jsonb) IS 'Changes the fields that are given, and moves the status where that is.';

CREATE FUNCTION conversation_replace_turns(wanted uuid, versions bigint[], turns jsonb)
RETURNS TABLE (outcome text, id text, version text, detail text)
LANGUAGE plpgsql AS $$
DECLARE
    found_version bigint;
    done_version bigint;
BEGIN
    SELECT c.version INTO found_version FROM conversations c WHERE c.id = wanted FOR UPDATE;
    IF found_version IS NULL THEN
        RETURN;
    ELSIF NOT coalesce(found_version = ANY (versions), versions IS NULL) THEN
        RETURN QUERY SELECT 'stale', wanted::text, found_version::text, conversation_document(wanted);
        RETURN;
    END IF;
    -- In one statement with the total, and no turn twice: rows that go are none of those that are written. A turn that
    -- says the same in the same place keeps its number of tokens; of another nobody has counted them.
    WITH surplus AS (
        DELETE FROM conversation_turns t
        WHERE t.conversation_id = wanted AND t.turn_number > jsonb_array_length(turns)
    ), said AS (
        INSERT INTO conversation_turns AS t (conversation_id, turn_number, role, content)
        SELECT wanted, place, turn ->> 'role', turn ->> 'content'
        FROM jsonb_array_elements(turns) WITH ORDINALITY AS given (turn, place)
        ON CONFLICT (conversation_id, turn_number) DO UPDATE
            SET role = excluded.role, content = excluded.content, token_count = NULL, created_at = now()
            WHERE (t.role, t.content) <> (excluded.role, excluded.content)
    )
    UPDATE conversations c SET total_turns = jsonb_array_length(turns)
    WHERE c.id = wanted
    RETURNING c.version INTO done_version;
    RETURN QUERY SELECT 'done', wanted::text, done_version::text, conversation_document(wanted);
END
$$;
COMMENT ON FUNCTION conversation_replace_turns(uuid, bigint[], jsonb) IS 'Puts these turns in the place of those a conversation has.';

CREATE FUNCTION conversation_delete(wanted uuid, versions bigint[])
RETURNS TABLE (outcome text, id text, version text, detail text)
LANGUAGE plpgsql AS $$
DECLARE
    found_version bigint;
    document text;
BEGIN
    SELECT c.version INTO found_version FROM conversations c WHERE c.id = wanted FOR UPDATE;
    IF found_version IS NULL THEN
        RETURN;
    END IF;
    document := conversation_document(wanted);
    IF NOT coalesce(found_version = ANY (versions), versions IS NULL) THEN
        RETURN QUERY SELECT 'stale', wanted::text, found_version::text, document;
        RETURN;
    END IF;
    DELETE FROM conversations c WHERE c.id = wanted;
    RETURN QUERY SELECT 'done', wanted::text, found_version::text, document;
END
$$;
COMMENT ON FUNCTION conversation_delete(uuid, bigint[]) IS 'Deletes a conversation with its turns.';
