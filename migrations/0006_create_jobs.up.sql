-- Long work that outlives a request: batch generation, imports, exports.
--
-- Items are claimed under a lease that ends by itself, so that a worker that was dropped in mid-item loses nothing:
-- the next one takes the item when the lease has run out.
--
-- New tables only: locks nothing that exists.
CREATE TABLE jobs (
    id                  uuid        NOT NULL DEFAULT gen_random_uuid(),
    kind                text        NOT NULL,
    status              text        NOT NULL DEFAULT 'queued',
    parameters          jsonb       NOT NULL DEFAULT '{}',
    total_items         integer     NOT NULL DEFAULT 0,
    succeeded_items     integer     NOT NULL DEFAULT 0,
    failed_items        integer     NOT NULL DEFAULT 0,
    error               text,
    cancel_requested_at timestamptz,
    started_at          timestamptz,
    finished_at         timestamptz,
    created_by          text        NOT NULL DEFAULT 'system',
    version             bigint      NOT NULL DEFAULT 1,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT jobs_pkey PRIMARY KEY (id),
    CONSTRAINT jobs_kind_known CHECK (kind IN ('generate', 'import', 'export')),
    CONSTRAINT jobs_status_known CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    CONSTRAINT jobs_parameters_object CHECK (jsonb_typeof(parameters) = 'object'),
    CONSTRAINT jobs_items_range CHECK (
        succeeded_items >= 0 AND failed_items >= 0 AND succeeded_items + failed_items <= total_items),
    CONSTRAINT jobs_finished_when_over CHECK (
        (status IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
CREATE INDEX idx_jobs_created_at ON jobs (created_at DESC);
CREATE INDEX idx_jobs_unfinished ON jobs (created_at) WHERE finished_at IS NULL;
COMMENT ON TABLE jobs IS 'Long work that outlives a request, with its progress.';
COMMENT ON COLUMN jobs.parameters IS 'What was asked for, as a JSON object.';
COMMENT ON COLUMN jobs.error IS 'Why the job as a whole failed; errors of single items are in job_items.';
COMMENT ON COLUMN jobs.cancel_requested_at IS 'When someone asked to stop; workers look before each item.';
COMMENT ON COLUMN jobs.created_by IS 'Subject (sub claim) of whoever started it.';
COMMENT ON COLUMN jobs.version IS 'Optimistic lock; counted by the trigger, never by the writer.';

CREATE TRIGGER jobs_bump_version BEFORE UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION bump_version();

CREATE TABLE job_items (
    job_id          uuid        NOT NULL,
    item_number     integer     NOT NULL,
    status          text        NOT NULL DEFAULT 'queued',
    input           jsonb       NOT NULL DEFAULT '{}',
    attempts        integer     NOT NULL DEFAULT 0,
    leased_until    timestamptz,
    conversation_id uuid,
    error           text,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT job_items_pkey PRIMARY KEY (job_id, item_number),
    CONSTRAINT job_items_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
    CONSTRAINT job_items_conversation_id_fkey
        FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE SET NULL,
    CONSTRAINT job_items_item_number_range CHECK (item_number >= 1),
    CONSTRAINT job_items_status_known CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    CONSTRAINT job_items_attempts_range CHECK (attempts >= 0),
    CONSTRAINT job_items_leased_while_running CHECK ((status = 'running') = (leased_until IS NOT NULL))
);
CREATE INDEX idx_job_items_open ON job_items (job_id, item_number) WHERE status IN ('queued', 'running');
CREATE INDEX idx_job_items_conversation_id ON job_items (conversation_id) WHERE conversation_id IS NOT NULL;
COMMENT ON TABLE job_items IS 'The single pieces of a job; each becomes at most one conversation.';
COMMENT ON COLUMN job_items.item_number IS 'Position in the job, from 1.';
COMMENT ON COLUMN job_items.leased_until IS 'While running: when another worker may take the item over.';
COMMENT ON COLUMN job_items.conversation_id IS 'The conversation that came of it.';
