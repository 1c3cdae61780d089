-- no-transaction
-- Reads what a bulk action did not change, by outcome or all of it, in id order. Those that it changed are nearly all of
-- a large batch and are read along the primary key; without them the index costs a chunk next to nothing.
--
-- CONCURRENTLY: writers go on.
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_bulk_batch_items_not_changed ON bulk_batch_items (batch_id, outcome, conversation_id)
    WHERE outcome <> 'changed';
