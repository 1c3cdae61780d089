-- no-transaction
-- Pages under a status or a tier, by quality.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_quality_score ON conversations (tier, status, quality_score, id);
