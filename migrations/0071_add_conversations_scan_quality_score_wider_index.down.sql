-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_scan_quality_score_wider;
