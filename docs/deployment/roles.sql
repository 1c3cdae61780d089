-- The roles that the API connects as: all that it needs and nothing more, with a statement timeout each, for a pooler
-- that takes no timeout from the connection string. Run it as the owner of the schema, once the migrations are applied:
--
--   psql "$DATABASE_URL" --set=ON_ERROR_STOP=1 --file=docs/deployment/roles.sql
--
-- Then set the passwords: \password parley_pages, \password parley_batches.
CREATE ROLE parley_pages LOGIN;
CREATE ROLE parley_batches LOGIN;
ALTER ROLE parley_pages SET statement_timeout = '5s';
-- An export is one statement from its first row to its last.
ALTER ROLE parley_batches SET statement_timeout = '900s';

GRANT USAGE ON SCHEMA public TO parley_pages, parley_batches;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO parley_pages, parley_batches;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO parley_pages, parley_batches;
-- What later migrations add.
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO parley_pages, parley_batches;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO parley_pages, parley_batches;
-- The admin routes read statistics about other sessions' statements.
GRANT pg_read_all_stats TO parley_pages;
