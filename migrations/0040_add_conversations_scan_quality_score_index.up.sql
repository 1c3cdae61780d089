-- no-transaction
-- Pages over all conversations, by quality; with the id, so that ties have one order and a cursor a place among them.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_quality_score ON conversations (quality_score, id);
