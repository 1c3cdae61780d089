-- no-transaction
-- Replaced by idx_conversations_grid_quality_score, one range for each tier: docs/decisions/005 has the plans.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_status_quality;
