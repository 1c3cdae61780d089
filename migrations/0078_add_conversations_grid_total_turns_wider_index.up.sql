-- no-transaction
-- Knows the dates and qualities of what it lists, so that what they leave out is not fetched
-- (docs/decisions/015).
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_total_turns_wider
    ON conversations (tier, status, total_turns, id, created_at, quality_score);
