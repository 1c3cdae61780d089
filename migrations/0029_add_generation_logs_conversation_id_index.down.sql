-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_generation_logs_conversation_id;
