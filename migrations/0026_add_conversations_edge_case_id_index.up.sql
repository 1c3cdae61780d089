-- no-transaction
-- The check that an edge case to be deleted is not in use; partial, as most rows have none.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_edge_case_id ON conversations (edge_case_id) WHERE edge_case_id IS NOT NULL;
