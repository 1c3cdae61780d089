-- Bulk actions, and what is needed to undo them.
--
-- An item keeps the values it replaced and the version it left behind: undo restores exactly those rows whose version
-- is still that one, so nobody's later work is overwritten.
--
-- New tables only: locks nothing that exists.
CREATE TABLE bulk_batches (
    id           uuid        NOT NULL DEFAULT gen_random_uuid(),
    action       text        NOT NULL,
    parameters   jsonb       NOT NULL DEFAULT '{}',
    selection    jsonb       NOT NULL,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    undone_by    text,
    undone_at    timestamptz,
    CONSTRAINT bulk_batches_pkey PRIMARY KEY (id),
    CONSTRAINT bulk_batches_action_name CHECK (action ~ '^[a-z][a-z_]{0,31}$'),
    CONSTRAINT bulk_batches_parameters_object CHECK (jsonb_typeof(parameters) = 'object'),
    CONSTRAINT bulk_batches_selection_object CHECK (jsonb_typeof(selection) = 'object'),
    CONSTRAINT bulk_batches_undone_by_someone CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE INDEX idx_bulk_batches_created_at ON bulk_batches (created_at DESC);
COMMENT ON TABLE bulk_batches IS 'One row per bulk action; its id is the batchId of the API and "batch" in review_history.';
COMMENT ON COLUMN bulk_batches.action IS 'What was done: approve, reject, archive, …';
COMMENT ON COLUMN bulk_batches.parameters IS 'Arguments of the action: reason, note, new values.';
COMMENT ON COLUMN bulk_batches.selection IS 'The selection as asked for: {"ids": […]} or {"filter": …, "asOf": …, "maxAffected": …}.';
COMMENT ON COLUMN bulk_batches.finished_at IS 'When the last chunk was done; null while running or when cut off.';

CREATE TABLE bulk_batch_items (
    batch_id        uuid   NOT NULL,
    conversation_id uuid   NOT NULL,
    outcome         text   NOT NULL,
    detail          text,
    before          jsonb,
    version_after   bigint,
    CONSTRAINT bulk_batch_items_pkey PRIMARY KEY (batch_id, conversation_id),
    CONSTRAINT bulk_batch_items_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES bulk_batches (id) ON DELETE CASCADE,
    CONSTRAINT bulk_batch_items_outcome_known CHECK (outcome IN ('changed', 'unchanged', 'refused', 'missing', 'undone')),
    CONSTRAINT bulk_batch_items_undoable_when_changed CHECK (
        outcome NOT IN ('changed', 'undone') OR (before IS NOT NULL AND version_after IS NOT NULL)),
    CONSTRAINT bulk_batch_items_before_object CHECK (jsonb_typeof(before) = 'object')
);
COMMENT ON TABLE bulk_batch_items IS 'What a bulk action did to each conversation. No foreign key to conversations: the record outlives them.';
COMMENT ON COLUMN bulk_batch_items.detail IS 'Why it was refused.';
COMMENT ON COLUMN bulk_batch_items.before IS 'The replaced values, by column name.';
COMMENT ON COLUMN bulk_batch_items.version_after IS 'conversations.version that the action left; undo restores only rows that still have it.';
