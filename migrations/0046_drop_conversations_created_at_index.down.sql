-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_created_at ON conversations (created_at DESC);
