-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_updated_at
    ON conversations (updated_at, id);
