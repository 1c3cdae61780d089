-- no-transaction
-- Replaced by any grid index, which begins with the tier: docs/decisions/005 has the plans.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_tier;
