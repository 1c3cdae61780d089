-- How many reports of web vitals a user has sent in a minute, so that the cap on them holds over every instance and node:
-- the statement that stores a report counts it here first.
--
-- Unlogged: a count is of use for a minute, and one that a crash of the server loses lets a user send some more.
--
-- New table only: locks nothing that exists.
CREATE UNLOGGED TABLE web_vital_reports (
    subject_hash bytea       NOT NULL,
    minute       timestamptz NOT NULL,
    reports      integer     NOT NULL,
    CONSTRAINT web_vital_reports_pkey PRIMARY KEY (minute, subject_hash),
    CONSTRAINT web_vital_reports_subject_hash_length CHECK (octet_length(subject_hash) = 32),
    CONSTRAINT web_vital_reports_reports_range CHECK (reports > 0)
);
COMMENT ON TABLE web_vital_reports IS 'Reports of web vitals per user and minute, for their cap. Rows of past minutes are deleted by the reports that follow.';
COMMENT ON COLUMN web_vital_reports.subject_hash IS 'SHA-256 of the token''s subject: who reported stays out of the table.';
COMMENT ON COLUMN web_vital_reports.minute IS 'Start of the minute, UTC.';
