-- no-transaction
-- Filters by status, and the share of each.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_status ON conversations (status);
