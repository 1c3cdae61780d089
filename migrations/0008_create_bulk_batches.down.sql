-- Loses the record of bulk actions; they can no longer be undone.
DROP TABLE bulk_batch_items;
DROP TABLE bulk_batches;
