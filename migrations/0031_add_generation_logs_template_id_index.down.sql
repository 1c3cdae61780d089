-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_generation_logs_template_id;
