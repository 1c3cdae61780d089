-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_status_quality ON conversations (status, quality_score);
