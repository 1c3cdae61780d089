-- no-transaction
-- Pages under a status or a tier, by last change.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_updated_at ON conversations (tier, status, updated_at, id);
