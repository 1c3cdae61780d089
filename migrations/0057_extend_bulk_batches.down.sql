-- Loses how far an action is and what it has yet to do: one that was cut off cannot be finished. An item that an undo
-- left alone is a changed one again.
UPDATE bulk_batch_items SET outcome = 'changed', detail = NULL WHERE outcome = 'changed_since';
ALTER TABLE bulk_batch_items
    ADD CONSTRAINT bulk_batch_items_outcome_known CHECK (outcome IN ('changed', 'unchanged', 'refused', 'missing', 'undone')),
    DROP CONSTRAINT bulk_batch_items_outcome_name;
COMMENT ON COLUMN bulk_batch_items.outcome IS NULL;
COMMENT ON COLUMN bulk_batch_items.detail IS 'Why it was refused.';
COMMENT ON COLUMN bulk_batch_items.version_after IS 'conversations.version that the action left; undo restores only rows that still have it.';
DROP TABLE bulk_batch_chunks;
ALTER TABLE bulk_batches
    DROP COLUMN as_of,
    DROP COLUMN matching,
    DROP COLUMN changed,
    DROP COLUMN unchanged,
    DROP COLUMN refused,
    DROP COLUMN missing,
    DROP COLUMN undone,
    DROP COLUMN changed_since,
    DROP COLUMN undone_through;
COMMENT ON COLUMN bulk_batches.parameters IS 'Arguments of the action: reason, note, new values.';
