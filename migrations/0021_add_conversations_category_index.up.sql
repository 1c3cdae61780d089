-- no-transaction
-- Conversations that carry given categories.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_category ON conversations USING GIN (category);
