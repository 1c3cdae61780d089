-- no-transaction
-- Replaced by conversation_turns_pkey, which begins with the same column: docs/decisions/005 has the plan.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversation_turns_conversation_id;
