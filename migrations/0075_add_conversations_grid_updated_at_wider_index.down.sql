-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_grid_updated_at_wider;
