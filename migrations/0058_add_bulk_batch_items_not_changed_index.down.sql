-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS idx_bulk_batch_items_not_changed;
