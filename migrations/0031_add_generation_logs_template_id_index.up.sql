-- no-transaction
-- How a template performs.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_generation_logs_template_id ON generation_logs (template_id);
