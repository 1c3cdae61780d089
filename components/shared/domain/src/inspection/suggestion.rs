//! Indexes that a plan would have used, from what its nodes compare.
//!
//! A node that reads a large table from end to end, or throws most of what it read along an index away, is looked at.
//! Columns that are compared for equality come first, in the order of the condition, then at most one that is compared
//! as a range, since nothing behind a range narrows it (PostgreSQL manual, 11.3). What is matched within a value (a
//! text search, an array) wants a GIN index of its own. Under an `OR`, nothing is suggested: one index answers half of it.

use super::{
    plan::{Node, Plan},
    quoted,
    sql_text::mask,
};
use serde::{Deserialize, Serialize};

/// Rows of a table from which on reading all of them is worth an index.
pub const LEAST_ROWS: i64 = 10_000;

/// An index is suggested where it would leave at most one row in this many.
const SELECTIVE_ONE_IN: f64 = 10.0;

/// Operators that a B-tree answers as an equality.
const EQUALITIES: [&str; 2] = ["= ANY", "="];

/// Operators that a B-tree answers as a range.
const RANGES: [&str; 4] = [">=", "<=", ">", "<"];

/// Operators that GIN answers.
const MATCHES: [&str; 3] = ["@@", "&&", "@>"];

/// A table of a plan, with what indexes it has.
#[derive(Debug, Clone, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// About how many rows it has.
    pub rows: i64,
    /// The key of each index, column by column.
    pub indexes: Vec<Vec<String>>,
}

/// What a plan is judged by besides itself.
#[derive(Debug, Deserialize)]
pub struct Surroundings {
    /// Whether HypoPG is installed.
    pub has_hypothetical_indexes: bool,
    /// The tables that the plan reads.
    pub tables: Vec<Table>,
}

/// An index that might help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// On this table.
    pub table: String,
    /// `btree` or `gin`.
    pub method: &'static str,
    /// Its key.
    pub columns: Vec<String>,
    /// Why.
    pub reason: String,
    /// What to run.
    pub sql: String,
}

impl Suggestion {
    /// The same as HypoPG takes it: an index that is built by nobody is not built concurrently, and is no GIN index.
    pub fn hypothetical(&self) -> Option<String> {
        (self.method == "btree").then(|| self.sql.replacen(" CONCURRENTLY", "", 1))
    }
}

/// The tables that a plan reads.
pub fn tables(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.nodes.iter().filter_map(|node| node.table.as_deref())
}

/// The indexes that would have spared a plan its reading.
pub fn suggest(plan: &Plan, tables: &[Table]) -> Vec<Suggestion> {
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for node in &plan.nodes {
        let table = tables
            .iter()
            .find(|table| Some(&table.name) == node.table.as_ref());
        let Some((table, reason)) = table.and_then(|table| Some((table, wasted(node, table)?)))
        else {
            continue;
        };
        let filter = node
            .conditions
            .iter()
            .find(|condition| condition.kind == "Filter");
        for suggestion in filter
            .into_iter()
            .flat_map(|filter| indexes(&filter.text, table, &reason))
        {
            if !suggestions.contains(&suggestion) {
                suggestions.push(suggestion);
            }
        }
    }
    suggestions
}

/// Why a node reads too much, where it does.
fn wasted(node: &Node, table: &Table) -> Option<String> {
    if table.rows < LEAST_ROWS {
        return None;
    }
    let name = &table.name;
    if node.kind == "Seq Scan" {
        let kept = node.rows.unwrap_or(node.expected_rows) * node.loops.unwrap_or(1.0);
        let of = format!(
            "{name} is read from end to end, {} rows, for about {} of them",
            table.rows, kept as i64
        );
        return (kept * SELECTIVE_ONE_IN <= table.rows as f64).then_some(of);
    }
    let (removed, rows) = (node.removed_rows?, node.rows?);
    (removed >= LEAST_ROWS as f64 && removed >= rows * SELECTIVE_ONE_IN).then(|| {
        format!(
            "{removed} rows of {name} are read along {} and thrown away, for {rows} that are kept",
            node.index.as_deref().unwrap_or("another index")
        )
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Compared {
    Equal,
    Range,
    Match,
}

fn indexes(filter: &str, table: &Table, reason: &str) -> Vec<Suggestion> {
    let filter = mask(filter);
    if filter.contains(" OR ") {
        return Vec::new();
    }
    let compared: Vec<(String, Compared)> = filter.split(" AND ").filter_map(comparison).collect();
    let of = |wanted| {
        let columns = compared
            .iter()
            .filter(move |(_, compared)| *compared == wanted);
        columns.map(|(column, _)| column.clone())
    };
    let mut columns: Vec<String> = Vec::new();
    for column in of(Compared::Equal).chain(of(Compared::Range).take(1)) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let tree = (!columns.is_empty()).then_some(("btree", columns));
    let matches = of(Compared::Match).map(|column| ("gin", vec![column]));
    tree.into_iter()
        .chain(matches)
        .filter(|(_, columns)| !is_indexed(columns, table))
        .map(|(method, columns)| Suggestion {
            sql: format!(
                "CREATE INDEX CONCURRENTLY ON {} USING {method} ({});",
                quoted(&table.name),
                columns.join(", ")
            ),
            table: table.name.clone(),
            method,
            columns,
            reason: reason.to_owned(),
        })
        .collect()
}

/// Whether an index begins with these columns, in whatever order: the planner has seen it, and did not want it.
fn is_indexed(columns: &[String], table: &Table) -> bool {
    table.indexes.iter().any(|key| {
        key.get(..columns.len())
            .is_some_and(|key| columns.iter().all(|column| key.contains(column)))
    })
}

/// The column that a condition compares with a value, and how.
fn comparison(condition: &str) -> Option<(String, Compared)> {
    let condition = condition
        .trim()
        .trim_start_matches('(')
        .trim_end_matches(')');
    let spaced = |operator: &str| {
        condition
            .split_once(&format!(" {operator} "))
            .map(|parts| (parts.0, parts.1))
    };
    let found = |operators: &[&str]| operators.iter().find_map(|operator| spaced(operator));
    let (left, right, compared) = found(&MATCHES)
        .map(|(left, right)| (left, right, Compared::Match))
        .or_else(|| found(&RANGES).map(|(left, right)| (left, right, Compared::Range)))
        .or_else(|| found(&EQUALITIES).map(|(left, right)| (left, right, Compared::Equal)))?;
    // A value, and no other column.
    if !right.trim_start_matches('(').starts_with(['?', '$', '-']) {
        return None;
    }
    let column = left.split("::").next()?.trim_matches(['(', ')']);
    let is_column = column.starts_with('"')
        || (column.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
            && column
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    is_column.then(|| (column.to_owned(), compared))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(indexes: &[&[&str]]) -> Table {
        let key = |columns: &&[&str]| columns.iter().map(ToString::to_string).collect();
        Table {
            name: "t".to_owned(),
            rows: 20_000,
            indexes: indexes.iter().map(key).collect(),
        }
    }

    fn scan(rows: i64, filter: &str) -> Plan {
        let json = format!(
            r#"[{{"Plan": {{"Node Type": "Seq Scan", "Relation Name": "t", "Plan Rows": {rows}, "Total Cost": 1, "Filter": "{filter}"}}}}]"#
        );
        Plan::read(&json).expect("a plan")
    }

    fn suggested(filter: &str, indexes: &[&[&str]]) -> Vec<(&'static str, Vec<String>)> {
        suggest(&scan(10, filter), &[table(indexes)])
            .into_iter()
            .map(|suggestion| (suggestion.method, suggestion.columns))
            .collect()
    }

    #[test]
    fn equalities_come_before_the_one_range() {
        let filter = "((a > 5) AND ((b)::text = 'x AND y = 1'::text) AND (c = ANY ('{1,2}'::integer[])) AND (d < $1))";
        let columns = ["b", "c", "a"].map(str::to_owned).to_vec();
        assert_eq!(suggested(filter, &[]), [("btree", columns)]);
    }

    #[test]
    fn what_is_matched_within_a_value_wants_gin() {
        let filter = "(words @@ '''tax'''::tsquery)";
        assert_eq!(suggested(filter, &[]), [("gin", vec!["words".to_owned()])]);
    }

    #[test]
    fn nothing_is_suggested_that_is_there() {
        assert!(suggested("((a = 1) AND (b = 2))", &[&["b", "a", "c"]]).is_empty());
        assert_eq!(suggested("((a = 1) AND (b = 2))", &[&["b", "c"]]).len(), 1);
    }

    #[test]
    fn nothing_is_suggested_for_what_no_index_answers() {
        for filter in [
            "((a = 1) OR (b = 2))",
            "(a = b)",
            "(lower(a) = 'x'::text)",
            "(a <> 1)",
        ] {
            assert!(suggested(filter, &[]).is_empty(), "{filter}");
        }
    }

    #[test]
    fn nothing_is_suggested_where_much_of_the_table_is_wanted() {
        assert!(suggest(&scan(2_001, "(a = 1)"), &[table(&[])]).is_empty());
    }

    #[test]
    fn the_index_is_built_without_stopping_writers() {
        let suggestion = suggest(&scan(10, "(a = 1)"), &[table(&[])]).remove(0);
        assert_eq!(
            suggestion.sql,
            r#"CREATE INDEX CONCURRENTLY ON "t" USING btree (a);"#
        );
    }
}
