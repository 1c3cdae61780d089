-- no-transaction
-- The template_id filter, and the check that a template to be deleted is not in use; partial, as most rows have none.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_template_id ON conversations (template_id) WHERE template_id IS NOT NULL;
