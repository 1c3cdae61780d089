-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_total_turns
    ON conversations (total_turns, id);
