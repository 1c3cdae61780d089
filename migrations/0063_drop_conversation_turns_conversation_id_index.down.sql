-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversation_turns_conversation_id ON conversation_turns (conversation_id);
