//! Plans, and the tables in them.
//!
//! What is explained is a statement of this crate, or one that Postgres itself knows by its id: no text of a request gets
//! here. The functions are those of `migrations/0062`, which explain in a transaction that is read-only and rolled back.

use crate::statement::Statement;

/// One row, one text: the plan of a statement, as `EXPLAIN (FORMAT JSON)` has it; run as well where `analysed`. With
/// hypothetical `indexes` it needs HypoPG.
pub fn query(explained: Statement, analysed: bool, indexes: &[String]) -> Statement {
    let (pieces, values) = explained.into_pieces();
    let mut statement = Statement::new("SELECT explain_query(");
    statement
        .bind_texts(pieces)
        .push(", ")
        .bind_texts(values)
        .push(if analysed { ", true, " } else { ", false, " })
        .bind_texts(indexes)
        .push(")::text");
    statement
}

/// One row, one text, or no row: the generic plan of a query that our role has run, by its id in `pg_stat_statements`.
pub fn statement(queryid: &str, indexes: &[String]) -> Statement {
    let mut statement = Statement::new("SELECT plan::text FROM explain_statement(");
    statement
        .bind_text(queryid)
        .push(", ")
        .bind_texts(indexes)
        .push(") AS plan WHERE plan IS NOT NULL");
    statement
}

/// One row, one text: [`parley_domain::inspection::suggestion::Surroundings`] as JSON, with the tables of these names.
pub fn surroundings<'a>(tables: impl IntoIterator<Item = &'a str>) -> Statement {
    let mut statement = Statement::new(
        "SELECT json_build_object(\
         \n  'has_hypothetical_indexes', to_regproc('hypopg_create_index') IS NOT NULL AND to_regproc('hypopg_reset') IS NOT NULL,\
         \n  'tables', coalesce(json_agg(json_build_object(\
         \n    'name', t.relname,\
         \n    'rows', greatest(t.reltuples, pg_stat_get_live_tuples(t.oid), 0)::bigint,\
         \n    'indexes', (SELECT coalesce(json_agg((SELECT json_agg(pg_get_indexdef(x.indexrelid, part, false) ORDER BY part)\
         \n         FROM generate_series(1, x.indnkeyatts) AS part)), '[]')\
         \n       FROM pg_index AS x WHERE x.indrelid = t.oid AND x.indisvalid AND x.indpred IS NULL))), '[]'))::text\
         \nFROM pg_class AS t\
         \nWHERE t.relkind IN ('r', 'p', 'm') AND pg_table_is_visible(t.oid) AND t.relname = ANY (",
    );
    statement.bind_texts(tables).push(")");
    statement
}
