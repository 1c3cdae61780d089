-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_grid_quality_score_wider;
