-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_scan_total_turns_wider;
