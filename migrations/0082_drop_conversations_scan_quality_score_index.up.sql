-- no-transaction
-- Replaced by idx_conversations_scan_quality_score_wider, which then takes its name.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_scan_quality_score;
