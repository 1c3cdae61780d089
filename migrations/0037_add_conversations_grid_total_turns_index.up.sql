-- no-transaction
-- Pages under a status or a tier, by length.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_total_turns ON conversations (tier, status, total_turns, id);
