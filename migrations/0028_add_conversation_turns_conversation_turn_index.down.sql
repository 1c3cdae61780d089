-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversation_turns_conversation_turn;
