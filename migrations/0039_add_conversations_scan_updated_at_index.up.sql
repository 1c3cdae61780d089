-- no-transaction
-- Pages over all conversations, by last change; with the id, so that ties have one order and a cursor a place among them.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_updated_at ON conversations (updated_at, id);
