-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_grid_created_at_wider;
