-- no-transaction
-- How a conversation was generated.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_generation_logs_conversation_id ON generation_logs (conversation_id);
