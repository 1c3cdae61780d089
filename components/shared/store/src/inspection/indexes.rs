//! Indexes, scans of tables, and how large B-trees need to be.
//!
//! A B-tree needs its entries and little else. An entry is a line pointer of 4 bytes, a header of 8, its columns at their
//! mean widths by `pg_stats`, and where a column may be null 8 more for the bitmap, each part rounded up to 8 (PostgreSQL
//! manual, 73.6; `src/include/access/itup.h`). A page has 24 bytes of header and 16 of its own, and is filled to the
//! index's fill factor. Inner pages come to a hundredth. Trees with a column that has no statistics are left out, and one
//! whose equal entries were merged (deduplication) comes out smaller than it needs to be: the estimate errs towards silence.

use crate::statement::Statement;

/// Temporary tables belong to a session, and the system's own are not ours to change.
const OURS: &str = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/// One row, one text: [`parley_domain::inspection::indexes::Facts`] as JSON.
pub fn facts() -> Statement {
    let mut statement = Statement::new(
        "SELECT json_build_object(\
         \n  'since', (SELECT to_char(stats_reset AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')\
         \n    FROM pg_stat_database WHERE datname = current_database()),\
         \n  'indexes', (SELECT coalesce(json_agg(found ORDER BY found.bytes DESC, found.name), '[]') FROM (",
    );
    push_indexes(&mut statement);
    statement.push(
        ") AS found),\n  'tables', (SELECT coalesce(json_agg(found ORDER BY found.bytes DESC), '[]') FROM (",
    );
    push_tables(&mut statement);
    statement.push(
        ") AS found),\n  'trees', (SELECT coalesce(json_agg(found ORDER BY found.bytes DESC), '[]') FROM (",
    );
    push_trees(&mut statement);
    statement.push(") AS found))::text");
    statement
}

fn push_indexes(statement: &mut Statement) {
    statement
        .push(
            "\n    SELECT n.nspname AS schema, t.relname AS table, i.relname AS name, am.amname AS method,\
             \n      (SELECT json_agg(json_build_object('expression', pg_get_indexdef(i.oid, part, false),\
             \n         'kind', concat_ws(' ', x.indclass[part - 1], x.indcollation[part - 1], x.indoption[part - 1])) ORDER BY part)\
             \n       FROM generate_series(1, x.indnkeyatts) AS part) AS key,\
             \n      (SELECT coalesce(json_agg(pg_get_indexdef(i.oid, part, false)), '[]')\
             \n       FROM generate_series(x.indnkeyatts + 1, x.indnatts) AS part) AS included,\
             \n      pg_get_expr(x.indpred, x.indrelid) AS predicate, pg_get_indexdef(i.oid) AS definition,\
             \n      x.indisunique AS is_unique,\
             \n      (SELECT min(conname) FROM pg_constraint WHERE conindid = i.oid AND contype IN ('p', 'u', 'x')) AS constraint,\
             \n      x.indisreplident AS is_replica_identity, i.relkind = 'I' AS is_partitioned, x.indisvalid AS is_valid,\
             \n      CASE i.relkind WHEN 'I' THEN (SELECT coalesce(sum(pg_stat_get_numscans(relid)), 0) FROM pg_partition_tree(i.oid))\
             \n        ELSE pg_stat_get_numscans(i.oid) END AS scans,\
             \n      CASE i.relkind WHEN 'I' THEN (SELECT coalesce(sum(pg_relation_size(relid)), 0) FROM pg_partition_tree(i.oid))\
             \n        ELSE pg_relation_size(i.oid) END AS bytes\
             \n    FROM pg_index AS x\
             \n    JOIN pg_class AS i ON i.oid = x.indexrelid\
             \n    JOIN pg_class AS t ON t.oid = x.indrelid\
             \n    JOIN pg_namespace AS n ON n.oid = t.relnamespace\
             \n    JOIN pg_am AS am ON am.oid = i.relam\
             \n    WHERE NOT i.relispartition AND ",
        )
        .push(OURS);
}

fn push_tables(statement: &mut Statement) {
    statement
        .push(
            "\n    SELECT n.nspname AS schema, t.relname AS name, greatest(t.reltuples, s.n_live_tup, 0)::bigint AS rows,\
             \n      pg_table_size(t.oid) AS bytes, s.seq_scan AS sequential_scans, s.seq_tup_read AS sequential_rows,\
             \n      coalesce(s.idx_scan, 0) AS index_scans\
             \n    FROM pg_stat_user_tables AS s\
             \n    JOIN pg_class AS t ON t.oid = s.relid\
             \n    JOIN pg_namespace AS n ON n.oid = t.relnamespace\
             \n    WHERE ",
        )
        .push(OURS);
}

fn push_trees(statement: &mut Statement) {
    statement
        .push(
            "\n    SELECT n.nspname AS schema, t.relname AS table, i.relname AS name, pg_relation_size(i.oid) AS bytes,\
             \n      (block.bytes * (1 + ceil(1.01 * i.reltuples / greatest(1, floor((block.bytes - 40) * block.filled / (4 + 8 * ceil((8\
             \n        + columns.bitmap + columns.width) / 8.0)))))))::bigint AS needed_bytes\
             \n    FROM pg_index AS x\
             \n    JOIN pg_class AS i ON i.oid = x.indexrelid\
             \n    JOIN pg_class AS t ON t.oid = x.indrelid\
             \n    JOIN pg_namespace AS n ON n.oid = t.relnamespace\
             \n    CROSS JOIN LATERAL (SELECT current_setting('block_size')::float8 AS bytes,\
             \n      coalesce(substring(array_to_string(i.reloptions, ' ') FROM 'fillfactor=([0-9]+)')::float8, 90) / 100 AS filled) AS block\
             \n    CROSS JOIN LATERAL (\
             \n      SELECT count(*) AS known, sum((1 - s.null_frac) * s.avg_width) AS width, max(CASE WHEN s.null_frac > 0 THEN 8 ELSE 0 END) AS bitmap\
             \n      FROM generate_series(1, x.indnatts) AS part\
             \n      LEFT JOIN pg_attribute AS of_table ON of_table.attrelid = x.indrelid AND of_table.attnum = x.indkey[part - 1] AND of_table.attnum > 0\
             \n      LEFT JOIN pg_attribute AS of_index ON of_index.attrelid = x.indexrelid AND of_index.attnum = part AND of_table.attnum IS NULL\
             \n      JOIN pg_stats AS s ON s.schemaname = n.nspname AND NOT s.inherited\
             \n        AND s.tablename = CASE WHEN of_table.attnum IS NULL THEN i.relname ELSE t.relname END\
             \n        AND s.attname = coalesce(of_table.attname, of_index.attname)\
             \n    ) AS columns\
             \n    WHERE i.relkind = 'i' AND i.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')\
             \n      AND i.relpages > 0 AND i.reltuples >= 0 AND columns.known = x.indnatts AND ",
        )
        .push(OURS);
}
