-- no-transaction
-- Knows when what it lists was created, so that what dates leave out is not fetched
-- (docs/decisions/015).
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_quality_score_wider
    ON conversations (quality_score, id, created_at);
