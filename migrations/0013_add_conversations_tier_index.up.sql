-- no-transaction
-- Filters by tier, and the share of each.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_tier ON conversations (tier);
