-- no-transaction
-- Replaced by conversation_turns_pkey, which has the same columns: docs/decisions/005 has the plan.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversation_turns_conversation_turn;
