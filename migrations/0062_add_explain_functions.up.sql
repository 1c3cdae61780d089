-- Plans of statements, for POST /api/admin/explain.
--
-- Both functions run with the rights of whoever calls them, in a subtransaction that is read-only and always rolled
-- back: a failure of its own ends it, and the plan leaves it in a variable. What is explained is one statement, as a
-- cursor takes no more. The time it may take is the caller's statement_timeout, which a statement that runs already
-- cannot change for itself. Takes no lock on any table.

-- EXPLAIN of a statement whose text comes in pieces, with a value between each two. Values become literals here, quoted
-- by Postgres itself: the plan is the one that the same values have as parameters, since those are planned as constants.
CREATE FUNCTION explain_query(pieces text[], literals text[], analysed boolean, indexes text[]) RETURNS json
LANGUAGE plpgsql AS $$
DECLARE
    query text := '';
    plan json;
BEGIN
    FOR place IN 1 .. cardinality(pieces) LOOP
        query := query || pieces[place] || coalesce(quote_literal(literals[place]), '');
    END LOOP;
    BEGIN
        PERFORM set_config('transaction_read_only', 'on', true);
        PERFORM add_hypothetical_indexes(indexes);
        -- HypoPG looks for the word ANALYZE alone, and would not help an `ANALYZE false`.
        FOR plan IN EXECUTE 'EXPLAIN (FORMAT JSON, BUFFERS, SETTINGS' || CASE WHEN analysed THEN ', ANALYZE) ' ELSE ') ' END || query LOOP
        END LOOP;
        RAISE EXCEPTION USING ERRCODE = 'PL000', MESSAGE = 'rolled back, as always';
    EXCEPTION
        WHEN SQLSTATE 'PL000' THEN NULL;
        WHEN OTHERS OR query_canceled THEN
            PERFORM remove_hypothetical_indexes(indexes);
            RAISE;
    END;
    PERFORM remove_hypothetical_indexes(indexes);
    RETURN plan;
END
$$;

COMMENT ON FUNCTION explain_query IS
    'The plan of a statement, as EXPLAIN (FORMAT JSON) gives it; read-only and rolled back. indexes are CREATE INDEX statements for HypoPG.';

-- EXPLAIN of a query that this role has run, by its id in pg_stat_statements. Its values are not kept there, so the plan
-- is the generic one; null where there is no such query. EXPLAIN (GENERIC_PLAN) is of PostgreSQL 16, hence PREPARE.
CREATE FUNCTION explain_statement(id text, indexes text[]) RETURNS json
LANGUAGE plpgsql AS $$
DECLARE
    known text;
    nulls text;
    plan json;
BEGIN
    SELECT statements.query INTO known FROM pg_stat_statements AS statements
    WHERE statements.queryid::text = id
      AND statements.userid = (SELECT oid FROM pg_roles WHERE rolname = current_user)
      AND statements.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND statements.toplevel;
    IF known IS NULL THEN
        RETURN NULL;
    END IF;
    IF known !~* '^(\s|--[^\n]*\n|/\*([^*]|\*[^/])*\*/)*(SELECT|WITH)\M' THEN
        RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'only queries can be explained, and this statement is none';
    END IF;
    -- What is prepared belongs to the session, and is not rolled back: one that was cancelled in the middle left it.
    PERFORM forget_explained();
    BEGIN
        PERFORM set_config('transaction_read_only', 'on', true);
        PERFORM set_config('plan_cache_mode', 'force_generic_plan', true);
        PERFORM add_hypothetical_indexes(indexes);
        EXECUTE 'PREPARE parley_explained AS ' || known;
        SELECT '(' || string_agg('NULL', ', ') || ')' INTO nulls
        FROM pg_prepared_statements AS prepared, unnest(prepared.parameter_types)
        WHERE prepared.name = 'parley_explained';
        FOR plan IN EXECUTE 'EXPLAIN (FORMAT JSON, BUFFERS, SETTINGS) EXECUTE parley_explained' || coalesce(nulls, '') LOOP
        END LOOP;
        RAISE EXCEPTION USING ERRCODE = 'PL000', MESSAGE = 'rolled back, as always';
    EXCEPTION
        WHEN SQLSTATE 'PL000' THEN NULL;
        -- Without its constants a text may no longer be SQL: `interval $1` is none.
        WHEN syntax_error OR indeterminate_datatype OR ambiguous_function OR undefined_function OR datatype_mismatch
            OR invalid_parameter_value OR undefined_table OR undefined_column OR read_only_sql_transaction THEN
            plan := NULL;
        WHEN OTHERS OR query_canceled THEN
            PERFORM forget_explained();
            PERFORM remove_hypothetical_indexes(indexes);
            RAISE;
    END;
    PERFORM forget_explained();
    PERFORM remove_hypothetical_indexes(indexes);
    IF plan IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'this statement cannot be planned without the values that it was run with';
    END IF;
    IF jsonb_path_exists(plan::jsonb, '$.**."Node Type" ? (@ == "ModifyTable")') THEN
        RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'only queries can be explained, and this statement writes';
    END IF;
    RETURN plan;
EXCEPTION
    WHEN undefined_table OR object_not_in_prerequisite_state OR insufficient_privilege THEN
        RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'pg_stat_statements is not available, so no statement is known by its id';
END
$$;

COMMENT ON FUNCTION explain_statement IS
    'The generic plan of a query that this role has run, by its id in pg_stat_statements; read-only and rolled back.';

CREATE FUNCTION forget_explained() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_prepared_statements WHERE name = 'parley_explained') THEN
        EXECUTE 'DEALLOCATE parley_explained';
    END IF;
END
$$;

COMMENT ON FUNCTION forget_explained IS 'Lets go of what explain_statement prepared.';

-- Indexes that the planner of this session takes for real; with none given, nothing is asked of HypoPG.
CREATE FUNCTION add_hypothetical_indexes(indexes text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    definition text;
BEGIN
    FOREACH definition IN ARRAY indexes LOOP
        PERFORM hypopg_create_index(definition);
    END LOOP;
END
$$;

CREATE FUNCTION remove_hypothetical_indexes(indexes text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(indexes) > 0 THEN
        PERFORM hypopg_reset();
    END IF;
END
$$;

COMMENT ON FUNCTION add_hypothetical_indexes IS 'Adds indexes that only the planner of this session sees, by HypoPG.';
COMMENT ON FUNCTION remove_hypothetical_indexes IS 'Takes them away again.';
