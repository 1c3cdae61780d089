-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_tier_status_created ON conversations (tier, status, created_at DESC);
