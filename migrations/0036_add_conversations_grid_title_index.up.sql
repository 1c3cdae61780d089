-- no-transaction
-- Pages under a status or a tier, by title, as far as a cursor carries it.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_grid_title ON conversations (tier, status, (left(title, 80) COLLATE "C"), id);
