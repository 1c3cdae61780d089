-- no-transaction
-- Full-text search over title, persona and emotion.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_search ON conversations USING GIN (search_vector);
