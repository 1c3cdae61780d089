-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_scan_title_wider;
