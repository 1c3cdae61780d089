-- no-transaction
-- Pages over all conversations, by title, as far as a cursor carries it; with the id, so that ties have one order and a cursor a place among them.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_title ON conversations ((left(title, 80) COLLATE "C"), id);
