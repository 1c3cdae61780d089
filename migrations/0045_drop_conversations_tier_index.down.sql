-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_tier ON conversations (tier);
