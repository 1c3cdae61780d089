-- no-transaction
-- Pages over all conversations, by length; with the id, so that ties have one order and a cursor a place among them.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_total_turns ON conversations (total_turns, id);
