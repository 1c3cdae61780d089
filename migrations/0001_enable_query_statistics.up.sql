-- Query statistics for GET /api/admin/performance/database.
--
-- A server that lacks the extension, or does not let this role create it, is still a good server for everything
-- else: the migration says so in a notice and goes on. Takes no lock on any table.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
        RAISE NOTICE 'pg_stat_statements is not available (%); slow-query statistics stay empty. Ask an administrator to run CREATE EXTENSION pg_stat_statements and to add it to shared_preload_libraries', SQLERRM;
END
$$;
