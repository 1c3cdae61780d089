-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_updated_at
    ON conversations (tier, status, updated_at, id);
