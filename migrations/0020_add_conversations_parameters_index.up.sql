-- no-transaction
-- Containment (@>) in parameters; jsonb_path_ops is smaller and faster for that than the default class.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_parameters ON conversations USING GIN (parameters jsonb_path_ops);
