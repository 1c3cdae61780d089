-- Leaves conversations with the indexes that the source specification names, as it defines them, with those that unique
-- and foreign keys need, and with no other.
CREATE TEMPORARY TABLE specified (name text, definition text);
INSERT INTO specified VALUES
    ('idx_conversations_status', 'btree (status)'),
    ('idx_conversations_tier', 'btree (tier)'),
    ('idx_conversations_quality_score', 'btree (quality_score)'),
    ('idx_conversations_created_at', 'btree (created_at DESC)'),
    ('idx_conversations_updated_at', 'btree (updated_at DESC)'),
    ('idx_conversations_status_quality', 'btree (status, quality_score)'),
    ('idx_conversations_tier_status_created', 'btree (tier, status, created_at DESC)'),
    ('idx_conversations_review', 'btree (created_at DESC) WHERE (status = ''pending_review''::text)'),
    ('idx_conversations_parameters', 'gin (parameters jsonb_path_ops)'),
    ('idx_conversations_category', 'gin (category)'),
    ('idx_conversations_review_history', 'gin (review_history)'),
    ('idx_conversations_search', 'gin (search_vector)'),
    ('idx_conversations_template_id', 'btree (template_id) WHERE (template_id IS NOT NULL)'),
    ('idx_conversations_scenario_id', 'btree (scenario_id) WHERE (scenario_id IS NOT NULL)'),
    ('idx_conversations_edge_case_id', 'btree (edge_case_id) WHERE (edge_case_id IS NOT NULL)');

SELECT format('DROP INDEX %I', relname)
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE indrelid = 'conversations'::regclass AND NOT indisunique
  AND (relname, split_part(pg_get_indexdef(indexrelid), ' USING ', 2)) NOT IN (SELECT name, definition FROM specified) \gexec

SELECT format('CREATE INDEX %I ON conversations USING %s', name, definition)
FROM specified WHERE to_regclass(name) IS NULL \gexec
