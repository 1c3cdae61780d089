-- no-transaction
-- Replaced by idx_conversations_grid_created_at_wider, which then takes its name.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_grid_created_at;
