-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_title
    ON conversations ((left(title, 80) COLLATE "C"), id);
