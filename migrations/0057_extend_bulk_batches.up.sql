-- A bulk action in chunks: what is still to be done, and how far it is.
--
-- The selection is taken once, when the action begins, and kept as chunks of ids in id order. A chunk is worked on and
-- deleted in one transaction with what it did, so whatever is left tells how to go on after a cut, and nothing is done
-- twice. Arrays of ids and not a row an id: a snapshot of a million rows is a thousand rows, each written once.
--
-- Counts stand in the batch, as counting the items of a large one takes longer than a progress bar may ask for.
--
-- Lock-safe: columns that are nullable or have a constant default rewrite nothing; NOT VALID and VALIDATE keep the
-- exclusive lock from lasting as long as a scan.
ALTER TABLE bulk_batches
    ADD COLUMN as_of           timestamptz,
    ADD COLUMN matching        bigint NOT NULL DEFAULT 0,
    ADD COLUMN changed         bigint NOT NULL DEFAULT 0,
    ADD COLUMN unchanged       bigint NOT NULL DEFAULT 0,
    ADD COLUMN refused         bigint NOT NULL DEFAULT 0,
    ADD COLUMN missing         bigint NOT NULL DEFAULT 0,
    ADD COLUMN undone          bigint NOT NULL DEFAULT 0,
    ADD COLUMN changed_since   bigint NOT NULL DEFAULT 0,
    ADD COLUMN undone_through  uuid;
COMMENT ON COLUMN bulk_batches.parameters IS 'Arguments of the action: to (the status), reason, note.';
COMMENT ON COLUMN bulk_batches.as_of IS 'A filter selects what was not changed after this instant, and a row changed later is refused; null for ids.';
COMMENT ON COLUMN bulk_batches.matching IS 'Conversations selected.';
COMMENT ON COLUMN bulk_batches.changed IS 'Items that the action changed, whether undone later or not.';
COMMENT ON COLUMN bulk_batches.undone IS 'Of those changed: restored by the undo.';
COMMENT ON COLUMN bulk_batches.changed_since IS 'Of those changed: left alone by the undo, as somebody changed them since.';
COMMENT ON COLUMN bulk_batches.undone_through IS 'The last conversation that the undo has looked at; null until it begins.';

CREATE TABLE bulk_batch_chunks (
    batch_id         uuid    NOT NULL,
    number           integer NOT NULL,
    conversation_ids uuid[]  NOT NULL,
    CONSTRAINT bulk_batch_chunks_pkey PRIMARY KEY (batch_id, number),
    CONSTRAINT bulk_batch_chunks_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES bulk_batches (id) ON DELETE CASCADE,
    CONSTRAINT bulk_batch_chunks_not_empty CHECK (cardinality(conversation_ids) > 0)
);
COMMENT ON TABLE bulk_batch_chunks IS 'What a bulk action has yet to do. A chunk is deleted by the transaction that does it.';
COMMENT ON COLUMN bulk_batch_chunks.conversation_ids IS 'In ascending order, over all chunks of a batch.';

ALTER TABLE bulk_batch_items
    ADD CONSTRAINT bulk_batch_items_outcome_name CHECK (
        outcome IN ('changed', 'unchanged', 'refused', 'missing', 'undone', 'changed_since')) NOT VALID,
    DROP CONSTRAINT bulk_batch_items_outcome_known;
ALTER TABLE bulk_batch_items VALIDATE CONSTRAINT bulk_batch_items_outcome_name;
COMMENT ON COLUMN bulk_batch_items.outcome IS 'What the action did; undone and changed_since replace changed when it is undone.';
COMMENT ON COLUMN bulk_batch_items.detail IS 'Why it was refused, or left alone by the undo.';
COMMENT ON COLUMN bulk_batch_items.version_after IS 'conversations.version that the action left, or its undo; undo restores only rows that still have it.';
