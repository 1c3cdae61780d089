-- no-transaction
-- Conversations with a rare emotion, and that there is none with an unknown one.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_emotion ON conversations (emotion);
