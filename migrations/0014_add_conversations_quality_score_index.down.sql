-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_quality_score;
