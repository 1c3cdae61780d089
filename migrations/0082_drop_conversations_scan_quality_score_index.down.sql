-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_quality_score
    ON conversations (quality_score, id);
