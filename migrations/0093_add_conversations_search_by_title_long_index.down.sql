-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_conversations_search_by_title_long;
