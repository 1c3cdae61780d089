-- no-transaction
-- Audit questions: by whom, in which batch, for what reason.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_review_history ON conversations USING GIN (review_history);
