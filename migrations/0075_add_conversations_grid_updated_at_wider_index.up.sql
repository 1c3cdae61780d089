-- no-transaction
-- Knows the dates and qualities of what it lists, so that what they leave out is not fetched
-- (docs/decisions/015).
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_updated_at_wider
    ON conversations (tier, status, updated_at, id, created_at, quality_score);
