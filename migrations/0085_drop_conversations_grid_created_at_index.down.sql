-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_created_at
    ON conversations (tier, status, created_at, id);
