-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_quality_score
    ON conversations (tier, status, quality_score, id);
