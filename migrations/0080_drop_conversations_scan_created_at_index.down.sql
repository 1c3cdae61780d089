-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_created_at
    ON conversations (created_at, id);
