-- no-transaction
-- Replaced by idx_conversations_grid_created_at: docs/decisions/005 has the plans.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_tier_status_created;
