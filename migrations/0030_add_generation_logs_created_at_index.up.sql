-- no-transaction
-- Cost and failures over time.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_generation_logs_created_at ON generation_logs (created_at DESC);
