-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_edge_case_id;
