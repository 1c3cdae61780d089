-- One row per call to the model: what it cost, how long it took, how it ended.
--
-- A log outlives what it tells of: references are set to null when the conversation, template or job goes.
--
-- New table only: locks nothing that exists, apart from a brief share row exclusive lock on the referenced tables.
CREATE TABLE generation_logs (
    id              uuid           NOT NULL DEFAULT gen_random_uuid(),
    conversation_id uuid,
    template_id     uuid,
    job_id          uuid,
    model           text           NOT NULL,
    status          text           NOT NULL,
    input_tokens    integer        NOT NULL DEFAULT 0,
    output_tokens   integer        NOT NULL DEFAULT 0,
    cost_usd        numeric(12, 6) NOT NULL DEFAULT 0,
    duration_ms     integer        NOT NULL,
    error           text,
    parameters      jsonb          NOT NULL DEFAULT '{}',
    created_by      text           NOT NULL DEFAULT 'system',
    created_at      timestamptz    NOT NULL DEFAULT now(),
    CONSTRAINT generation_logs_pkey PRIMARY KEY (id),
    CONSTRAINT generation_logs_conversation_id_fkey
        FOREIGN KEY (conversation_id) REFERENCES conversations (id) ON DELETE SET NULL,
    CONSTRAINT generation_logs_template_id_fkey
        FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE SET NULL,
    CONSTRAINT generation_logs_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE SET NULL,
    CONSTRAINT generation_logs_status_known CHECK (status IN ('succeeded', 'failed')),
    CONSTRAINT generation_logs_error_when_failed CHECK ((status = 'failed') = (error IS NOT NULL)),
    CONSTRAINT generation_logs_tokens_range CHECK (input_tokens >= 0 AND output_tokens >= 0),
    CONSTRAINT generation_logs_cost_usd_range CHECK (cost_usd >= 0),
    CONSTRAINT generation_logs_duration_ms_range CHECK (duration_ms >= 0),
    CONSTRAINT generation_logs_parameters_object CHECK (jsonb_typeof(parameters) = 'object')
);
CREATE INDEX idx_generation_logs_job_id ON generation_logs (job_id) WHERE job_id IS NOT NULL;
COMMENT ON TABLE generation_logs IS 'One row per call to the model: cost, duration, outcome.';
COMMENT ON COLUMN generation_logs.model IS 'Model name as the API reported it.';
COMMENT ON COLUMN generation_logs.cost_usd IS 'Price of the call in US dollars at the time of the call.';
COMMENT ON COLUMN generation_logs.duration_ms IS 'Time from request to last byte, in milliseconds.';
COMMENT ON COLUMN generation_logs.error IS 'What went wrong; null when the call succeeded.';
COMMENT ON COLUMN generation_logs.parameters IS 'Sampling parameters of the call, as a JSON object; no prompts, no keys.';
COMMENT ON COLUMN generation_logs.created_by IS 'Subject (sub claim) of whoever caused the call.';
