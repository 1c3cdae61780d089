-- no-transaction
-- Pages over all conversations, by creation; with the id, so that ties have one order and a cursor a place among them.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_created_at ON conversations (created_at, id);
