-- no-transaction
-- Replaced by idx_conversations_scan_quality_score: docs/decisions/005 has the plans.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_quality_score;
