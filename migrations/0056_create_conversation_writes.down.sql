-- Loses no data.
DROP FUNCTION conversation_delete(uuid, bigint[]);
DROP FUNCTION conversation_replace_turns(uuid, bigint[], jsonb);
DROP FUNCTION conversation_edit(uuid, text, bigint[], jsonb);
DROP FUNCTION conversation_create(text, jsonb);
DROP FUNCTION conversation_unknown_references(jsonb);
DROP FUNCTION conversation_document(uuid);
