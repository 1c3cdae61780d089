-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_title
    ON conversations (tier, status, (left(title, 80) COLLATE "C"), id);
