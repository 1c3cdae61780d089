-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_scan_created_at_wider;
