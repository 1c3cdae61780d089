-- no-transaction
-- Knows the quality, tier and status of what it lists, so that facets under dates and qualities are read from it alone
-- (docs/decisions/015).
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scan_created_at_wider
    ON conversations (created_at, id, quality_score) INCLUDE (tier, status);
