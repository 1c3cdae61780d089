-- no-transaction
-- Replaced by idx_conversations_day_updated_at_wider, which then takes its name.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_day_updated_at;
