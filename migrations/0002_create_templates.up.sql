-- Templates, scenarios and edge cases: what conversations are generated from. One shape three times, so that one
-- piece of API code serves all three; a scenario may belong to a template, an edge case to a scenario.
--
-- New tables and functions only: locks nothing that exists.

-- Versions are the optimistic lock behind If-Match and must not depend on every writer remembering to count.
-- updated_at takes the clock at the time of the write, not of the transaction's start, and never goes back, so that
-- "changed since" is answered rightly even after a server's clock was set back.
CREATE FUNCTION bump_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := greatest(clock_timestamp(), OLD.updated_at);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION bump_version() IS 'Counts the row''s version and stamps updated_at on every update.';

CREATE TABLE templates (
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    name        text        NOT NULL,
    description text        NOT NULL DEFAULT '',
    body        text        NOT NULL DEFAULT '',
    category    text[]      NOT NULL DEFAULT '{}',
    parameters  jsonb       NOT NULL DEFAULT '{}',
    active      boolean     NOT NULL DEFAULT true,
    created_by  text        NOT NULL DEFAULT 'system',
    version     bigint      NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT templates_pkey PRIMARY KEY (id),
    CONSTRAINT templates_name_key UNIQUE (name),
    CONSTRAINT templates_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT templates_category_no_nulls CHECK (array_position(category, NULL) IS NULL),
    CONSTRAINT templates_parameters_object CHECK (jsonb_typeof(parameters) = 'object')
);
COMMENT ON TABLE templates IS 'Prompt templates that conversations of tier "template" are generated from.';
COMMENT ON COLUMN templates.body IS 'Prompt text; {{name}} is filled from parameters when a conversation is generated.';
COMMENT ON COLUMN templates.parameters IS 'Defaults for the placeholders of body, as a JSON object.';
COMMENT ON COLUMN templates.active IS 'False hides it from new generation; conversations that used it keep their reference.';
COMMENT ON COLUMN templates.created_by IS 'Subject (sub claim) of whoever created it.';
COMMENT ON COLUMN templates.version IS 'Optimistic lock (If-Match); counted by the trigger, never by the writer.';

CREATE TABLE scenarios (
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    template_id uuid,
    name        text        NOT NULL,
    description text        NOT NULL DEFAULT '',
    body        text        NOT NULL DEFAULT '',
    category    text[]      NOT NULL DEFAULT '{}',
    parameters  jsonb       NOT NULL DEFAULT '{}',
    active      boolean     NOT NULL DEFAULT true,
    created_by  text        NOT NULL DEFAULT 'system',
    version     bigint      NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT scenarios_pkey PRIMARY KEY (id),
    CONSTRAINT scenarios_name_key UNIQUE (name),
    CONSTRAINT scenarios_template_id_fkey FOREIGN KEY (template_id) REFERENCES templates (id) ON DELETE RESTRICT,
    CONSTRAINT scenarios_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT scenarios_category_no_nulls CHECK (array_position(category, NULL) IS NULL),
    CONSTRAINT scenarios_parameters_object CHECK (jsonb_typeof(parameters) = 'object')
);
CREATE INDEX idx_scenarios_template_id ON scenarios (template_id);
COMMENT ON TABLE scenarios IS 'Situations that conversations of tier "scenario" are generated from.';
COMMENT ON COLUMN scenarios.template_id IS 'The template it varies, if any; a template still referenced cannot be deleted.';
COMMENT ON COLUMN scenarios.body IS 'Prompt text; {{name}} is filled from parameters when a conversation is generated.';
COMMENT ON COLUMN scenarios.parameters IS 'Defaults for the placeholders of body, as a JSON object.';
COMMENT ON COLUMN scenarios.active IS 'False hides it from new generation; conversations that used it keep their reference.';
COMMENT ON COLUMN scenarios.created_by IS 'Subject (sub claim) of whoever created it.';
COMMENT ON COLUMN scenarios.version IS 'Optimistic lock (If-Match); counted by the trigger, never by the writer.';

CREATE TABLE edge_cases (
    id          uuid        NOT NULL DEFAULT gen_random_uuid(),
    scenario_id uuid,
    name        text        NOT NULL,
    description text        NOT NULL DEFAULT '',
    body        text        NOT NULL DEFAULT '',
    category    text[]      NOT NULL DEFAULT '{}',
    parameters  jsonb       NOT NULL DEFAULT '{}',
    active      boolean     NOT NULL DEFAULT true,
    created_by  text        NOT NULL DEFAULT 'system',
    version     bigint      NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT edge_cases_pkey PRIMARY KEY (id),
    CONSTRAINT edge_cases_name_key UNIQUE (name),
    CONSTRAINT edge_cases_scenario_id_fkey FOREIGN KEY (scenario_id) REFERENCES scenarios (id) ON DELETE RESTRICT,
    CONSTRAINT edge_cases_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT edge_cases_category_no_nulls CHECK (array_position(category, NULL) IS NULL),
    CONSTRAINT edge_cases_parameters_object CHECK (jsonb_typeof(parameters) = 'object')
);
CREATE INDEX idx_edge_cases_scenario_id ON edge_cases (scenario_id);
COMMENT ON TABLE edge_cases IS 'Boundary situations that conversations of tier "edge_case" are generated from.';
COMMENT ON COLUMN edge_cases.scenario_id IS 'The scenario it strains, if any; a scenario still referenced cannot be deleted.';
COMMENT ON COLUMN edge_cases.body IS 'Prompt text; {{name}} is filled from parameters when a conversation is generated.';
COMMENT ON COLUMN edge_cases.parameters IS 'Defaults for the placeholders of body, as a JSON object.';
COMMENT ON COLUMN edge_cases.active IS 'False hides it from new generation; conversations that used it keep their reference.';
COMMENT ON COLUMN edge_cases.created_by IS 'Subject (sub claim) of whoever created it.';
COMMENT ON COLUMN edge_cases.version IS 'Optimistic lock (If-Match); counted by the trigger, never by the writer.';

CREATE TRIGGER templates_bump_version BEFORE UPDATE ON templates
    FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER scenarios_bump_version BEFORE UPDATE ON scenarios
    FOR EACH ROW EXECUTE FUNCTION bump_version();
CREATE TRIGGER edge_cases_bump_version BEFORE UPDATE ON edge_cases
    FOR EACH ROW EXECUTE FUNCTION bump_version();
