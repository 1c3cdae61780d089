-- no-transaction
-- The check that a scenario to be deleted is not in use; partial, as most rows have none.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_scenario_id ON conversations (scenario_id) WHERE scenario_id IS NOT NULL;
