-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_day_updated_at_wider;
