-- no-transaction
-- Replaced by idx_conversations_scan_updated_at, which is read backwards for the latest: docs/decisions/005 has the plans.
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_updated_at;
