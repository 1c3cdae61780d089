-- no-transaction
-- The turns of a conversation in order, as the source specification names it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversation_turns_conversation_turn ON conversation_turns (conversation_id, turn_number);
