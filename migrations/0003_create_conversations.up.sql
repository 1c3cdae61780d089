-- Conversations, the one table everything else is about.
--
-- Statuses and tiers are text with CHECK, not enum types: a client that does not know an enum's OID asks the catalogue
-- for it on every new connection, and a value cannot be taken out of an enum again.
--
-- New table only: locks nothing that exists, apart from a brief share row exclusive lock on the referenced tables.
CREATE TABLE conversations (
    id              uuid          NOT NULL DEFAULT gen_random_uuid(),
    title           text          NOT NULL,
    persona         text          NOT NULL DEFAULT '',
    emotion         text          NOT NULL DEFAULT '',
    tier            text          NOT NULL,
    status          text          NOT NULL DEFAULT 'draft',
    quality_score   numeric(4, 2),
    total_turns     integer       NOT NULL DEFAULT 0,
    category        text[]        NOT NULL DEFAULT '{}',
    parameters      jsonb         NOT NULL DEFAULT '{}',
    review_history  jsonb         NOT NULL DEFAULT '[]',
    template_id     uuid,
    scenario_id     uuid,
    edge_case_id    uuid,
    content_hash    bytea,
    created_by      text          NOT NULL DEFAULT 'system',
    version         bigint        NOT NULL DEFAULT 1,
    created_at      timestamptz   NOT NULL DEFAULT now(),
    updated_at      timestamptz   NOT NULL DEFAULT now(),
    search_vector   tsvector      GENERATED ALWAYS AS (
        to_tsvector('english',
            coalesce(title, '') || ' ' ||
            coalesce(persona, '') || ' ' ||
            coalesce(emotion, '')
        )
    ) STORED,
    CONSTRAINT conversations_pkey PRIMARY KEY (id),
    CONSTRAINT conversations_template_id_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE RESTRICT,
    CONSTRAINT conversations_scenario_id_fkey FOREIGN KEY (scenario_id) REFERENCES scenarios (id) ON DELETE RESTRICT,
    CONSTRAINT conversations_edge_case_id_fkey FOREIGN KEY (edge_case_id) REFERENCES edge_cases (id) ON DELETE RESTRICT,
    CONSTRAINT conversations_title_length CHECK (char_length(title) BETWEEN 1 AND 500),
    CONSTRAINT conversations_persona_length CHECK (char_length(persona) <= 200),
    CONSTRAINT conversations_emotion_length CHECK (char_length(emotion) <= 200),
    CONSTRAINT conversations_tier_known CHECK (tier IN ('template', 'scenario', 'edge_case')),
    CONSTRAINT conversations_status_known CHECK (status IN (
        'draft', 'generated', 'pending_review', 'approved', 'rejected', 'needs_revision', 'failed', 'archived')),
    CONSTRAINT conversations_quality_score_range CHECK (quality_score BETWEEN 0 AND 10),
    CONSTRAINT conversations_total_turns_range CHECK (total_turns >= 0),
    CONSTRAINT conversations_category_no_nulls CHECK (array_position(category, NULL) IS NULL),
    CONSTRAINT conversations_parameters_object CHECK (jsonb_typeof(parameters) = 'object'),
    CONSTRAINT conversations_review_history_ends_at_status CHECK (
        CASE WHEN jsonb_typeof(review_history) = 'array'
             THEN review_history = '[]' OR coalesce(review_history -> -1 ->> 'to' = status, false)
             ELSE false END),
    CONSTRAINT conversations_content_hash_length CHECK (octet_length(content_hash) = 32),
    CONSTRAINT conversations_version_range CHECK (version >= 1)
);

-- Import answers "seen before" from this index (ON CONFLICT DO NOTHING), so a re-sent file creates nothing twice.
CREATE UNIQUE INDEX conversations_content_hash_key ON conversations (content_hash) WHERE content_hash IS NOT NULL;

COMMENT ON TABLE conversations IS 'Training conversations with their review state; the turns are in conversation_turns.';
COMMENT ON COLUMN conversations.persona IS 'Who the user of the conversation is; empty where unknown, as in most imports.';
COMMENT ON COLUMN conversations.emotion IS 'What that user feels; empty where unknown.';
COMMENT ON COLUMN conversations.tier IS 'What it was made from: template, scenario or edge_case.';
COMMENT ON COLUMN conversations.status IS 'Review state; which moves are allowed is in conversation_status_moves().';
COMMENT ON COLUMN conversations.quality_score IS 'Judged quality from 0 to 10; null where nobody has judged it.';
COMMENT ON COLUMN conversations.total_turns IS 'Number of turns. Set by the statement that writes the turns and checked against them at its end.';
COMMENT ON COLUMN conversations.parameters IS 'What the generator was given, as a JSON object.';
COMMENT ON COLUMN conversations.review_history IS 'Every status move, oldest first: {at, by, from, to, reason?, note?, batch?, undo?}. Only the trigger appends to it.';
COMMENT ON COLUMN conversations.content_hash IS 'SHA-256 of the turns of an imported conversation; null for others, which may repeat.';
COMMENT ON COLUMN conversations.created_by IS 'Subject (sub claim) of whoever created it.';
COMMENT ON COLUMN conversations.version IS 'Optimistic lock (If-Match); counted by the trigger, never by the writer.';
COMMENT ON COLUMN conversations.updated_at IS 'Last change of the row, from the clock at the time of writing; never goes back.';
COMMENT ON COLUMN conversations.search_vector IS 'English full-text document of title, persona and emotion.';
