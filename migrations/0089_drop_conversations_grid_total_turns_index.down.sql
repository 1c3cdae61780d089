-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_total_turns
    ON conversations (tier, status, total_turns, id);
