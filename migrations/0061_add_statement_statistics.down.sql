-- Loses nothing: what it reads is kept by pg_stat_statements.
DROP FUNCTION statement_statistics(bigint, bigint, bigint, bigint);
