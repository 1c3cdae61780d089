-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_scan_updated_at_wider;
