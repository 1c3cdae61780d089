-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversation_turns_conversation_turn ON conversation_turns (conversation_id, turn_number);
