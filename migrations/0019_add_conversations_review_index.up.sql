-- no-transaction
-- The review queue; partial, as the queue is a small part of the table.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_review ON conversations (created_at DESC) WHERE status = 'pending_review';
