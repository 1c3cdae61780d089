-- no-transaction
-- Conversations with a rare persona, and that there is none with an unknown one.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_persona ON conversations (persona);
