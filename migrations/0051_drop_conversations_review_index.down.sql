-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_review ON conversations (created_at DESC) WHERE status = 'pending_review';
