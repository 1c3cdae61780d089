-- Every write of request metrics adds to a histogram, on every instance several times a second. As a function in SQL,
-- histogram_add was planned anew by each statement, which took most of the statement's time; PL/pgSQL keeps its plan
-- with the connection. Measured on a row of 316 buckets, PostgreSQL 15: 0.72 ms a write before, 0.21 ms after.
--
-- Replaces a function only, under its own name: locks no table, and histogram_sum uses it from then on as well.
CREATE OR REPLACE FUNCTION histogram_add(a bigint[], b bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    longer  bigint[] := CASE WHEN cardinality(a) >= cardinality(b) THEN a ELSE b END;
    shorter bigint[] := CASE WHEN cardinality(a) >= cardinality(b) THEN b ELSE a END;
BEGIN
    FOR i IN 1 .. cardinality(shorter) LOOP
        IF shorter[i] <> 0 THEN
            longer[i] := longer[i] + shorter[i];
        END IF;
    END LOOP;
    RETURN longer;
END
$$;
