-- no-transaction
-- Knows the quality of what it lists, so that what it leaves out is not fetched
-- (docs/decisions/015).
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_created_at_wider
    ON conversations (tier, status, created_at, id, quality_score);
