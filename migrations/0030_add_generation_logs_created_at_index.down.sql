-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_generation_logs_created_at;
