-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_grid_total_turns_wider;
