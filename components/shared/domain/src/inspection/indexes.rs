//! Indexes that cost more than they give, and tables that lack one.
//!
//! An index that keeps a rule is never a candidate for removal: one of a primary key, a unique or an exclusion constraint,
//! a unique one without a constraint, and the replica identity. A partitioned index counts as one, with the sizes and
//! the scans of all its parts, as its parts cannot be dropped alone.

use super::{percent, quoted, size};
use crate::query::IndexesQuery;
use serde::{Deserialize, Serialize};

/// The share of a table's scans that go by an index under which one is missing, in percent.
pub const INDEX_SCAN_PERCENT: f64 = 95.0;

/// Sequential scans before a share means anything: a migration and an `ANALYZE` make a few.
pub const LEAST_SCANS: i64 = 100;

/// A column of an index's key, with all that two of them have to agree in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KeyPart {
    /// The column or expression, as `pg_get_indexdef` writes it.
    pub expression: String,
    /// Operator class, collation and order, by the numbers that Postgres has for them.
    pub kind: String,
}

/// An index as the catalogue has it.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs, reason = "named by PostgreSQL's manual, 53.26")]
pub struct Index {
    pub schema: String,
    pub table: String,
    pub name: String,
    pub method: String,
    pub key: Vec<KeyPart>,
    /// Columns of `INCLUDE`.
    pub included: Vec<String>,
    pub predicate: Option<String>,
    pub definition: String,
    pub is_unique: bool,
    /// The constraint that it keeps.
    pub constraint: Option<String>,
    pub is_replica_identity: bool,
    pub is_partitioned: bool,
    pub is_valid: bool,
    pub scans: i64,
    pub bytes: i64,
}

/// A table with its scans.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Table {
    pub schema: String,
    pub name: String,
    pub rows: i64,
    pub bytes: i64,
    pub sequential_scans: i64,
    pub sequential_rows: i64,
    pub index_scans: i64,
}

/// A B-tree with the size that its entries would need.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Tree {
    pub schema: String,
    pub table: String,
    pub name: String,
    pub bytes: i64,
    pub needed_bytes: i64,
}

/// What the statement of `parley_store::inspection::indexes` tells.
#[derive(Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Facts {
    /// When Postgres began to count scans, as RFC 3339; null where it has counted since the database was made.
    pub since: Option<String>,
    pub indexes: Vec<Index>,
    pub tables: Vec<Table>,
    pub trees: Vec<Tree>,
}

/// A verdict on an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    schema: String,
    table: String,
    index: String,
    bytes: i64,
    reason: String,
    action: String,
    /// What to run, one statement.
    sql: String,
}

/// A verdict on a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    schema: String,
    table: String,
    rows: i64,
    bytes: i64,
    sequential_scans: i64,
    index_scans: i64,
    index_scan_percent: f64,
    reason: String,
    action: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    schema: String,
    table: String,
    name: String,
    method: String,
    definition: String,
    unique: bool,
    constraint: Option<String>,
    valid: bool,
    scans: i64,
    bytes: i64,
}

/// The answer of `GET /api/admin/performance/indexes`.
#[derive(Debug, Serialize)]
pub struct Indexes<'a> {
    since: Option<String>,
    thresholds: &'a IndexesQuery,
    indexes: Vec<Listed>,
    unused: Vec<Verdict>,
    duplicate: Vec<Verdict>,
    missing: Vec<Missing>,
    bloated: Vec<Verdict>,
}

impl<'a> Indexes<'a> {
    /// Judges what there is.
    pub fn judge(query: &'a IndexesQuery, facts: Facts) -> Self {
        let since = facts.since.as_deref();
        let indexes = &facts.indexes;
        Self {
            unused: indexes
                .iter()
                .filter_map(|index| unused(index, query, since))
                .collect(),
            duplicate: indexes
                .iter()
                .filter_map(|index| duplicate(index, indexes))
                .collect(),
            missing: facts
                .tables
                .into_iter()
                .filter_map(|table| missing(table, query))
                .collect(),
            bloated: facts
                .trees
                .into_iter()
                .filter_map(|tree| bloated(tree, query))
                .collect(),
            indexes: facts.indexes.into_iter().map(Listed::from).collect(),
            since: facts.since,
            thresholds: query,
        }
    }
}

impl From<Index> for Listed {
    fn from(index: Index) -> Self {
        Self {
            schema: index.schema,
            table: index.table,
            name: index.name,
            method: index.method,
            definition: index.definition,
            unique: index.is_unique,
            constraint: index.constraint,
            valid: index.is_valid,
            scans: index.scans,
            bytes: index.bytes,
        }
    }
}

impl Index {
    fn keeps_a_rule(&self) -> bool {
        self.is_unique || self.constraint.is_some() || self.is_replica_identity
    }

    fn verdict(&self, reason: String, action: String) -> Verdict {
        // A partitioned index cannot be dropped concurrently (PostgreSQL manual, DROP INDEX).
        let how = if self.is_partitioned {
            ""
        } else {
            "CONCURRENTLY "
        };
        Verdict {
            schema: self.schema.clone(),
            table: self.table.clone(),
            index: self.name.clone(),
            bytes: self.bytes,
            reason,
            action,
            sql: format!(
                "DROP INDEX {how}{}.{};",
                quoted(&self.schema),
                quoted(&self.name)
            ),
        }
    }

    /// Whether whatever this index answers, the other does as well.
    fn is_covered_by(&self, other: &Self) -> bool {
        self.schema == other.schema
            && self.table == other.table
            && self.name != other.name
            && self.method == other.method
            && self.predicate == other.predicate
            && other.is_valid
            && other.key.starts_with(&self.key)
            && self.included.iter().all(|column| {
                other.included.contains(column)
                    || other.key.iter().any(|part| part.expression == *column)
            })
    }

    /// Of two that cover each other, one is kept: the one that keeps a rule, else the more used, else the first by name.
    fn is_kept_before(&self, other: &Self) -> bool {
        let rank = |index: &Self| {
            (
                index.constraint.is_some(),
                index.keeps_a_rule(),
                index.scans,
            )
        };
        (rank(self), &other.name) > (rank(other), &self.name)
    }

    /// Whether it can go where there is another that covers it.
    fn is_spared(&self, other: &Self) -> bool {
        let same_key = self.key.len() == other.key.len();
        self.constraint.is_some()
            || self.is_replica_identity
            || (self.is_unique && !(other.is_unique && same_key))
    }
}

fn unused(index: &Index, query: &IndexesQuery, since: Option<&str>) -> Option<Verdict> {
    if index.scans > 0 || index.bytes < query.unused_min_bytes || index.keeps_a_rule() {
        return None;
    }
    let since = since.unwrap_or("the database was made");
    Some(index.verdict(
        format!("{} and not one scan since {since}", size(index.bytes)),
        "Every write keeps it up to date for nothing. Make sure that replicas and rare reports do not use it, then drop it."
            .to_owned(),
    ))
}

fn duplicate(index: &Index, all: &[Index]) -> Option<Verdict> {
    let other = all.iter().find(|other| {
        index.is_covered_by(other)
            && !index.is_spared(other)
            && !(other.is_covered_by(index)
                && !other.is_spared(index)
                && index.is_kept_before(other))
    })?;
    let same = if index.key.len() == other.key.len() {
        "has the same columns"
    } else {
        "begins with the same columns"
    };
    Some(index.verdict(
        format!(
            "{} {same}, by the same method, under the same predicate",
            other.name
        ),
        format!("{} answers what this one does; drop this one.", other.name),
    ))
}

fn missing(table: Table, query: &IndexesQuery) -> Option<Missing> {
    let scans = table.sequential_scans + table.index_scans;
    let index_scan_percent = percent(table.index_scans as f64, scans as f64);
    if table.rows < query.missing_min_rows
        || table.sequential_scans < LEAST_SCANS
        || table.index_scans as f64 * 100.0 >= INDEX_SCAN_PERCENT * scans as f64
    {
        return None;
    }
    let read = table.sequential_rows / table.sequential_scans.max(1);
    Some(Missing {
        reason: format!(
            "{index_scan_percent} % of {scans} scans went by an index, which is under {} %; the others read {read} of {} \
             rows on average",
            INDEX_SCAN_PERCENT as i64, table.rows
        ),
        action: "Look for slow statements on this table and explain them: what they filter by wants an index.".to_owned(),
        schema: table.schema,
        table: table.name,
        rows: table.rows,
        bytes: table.bytes,
        sequential_scans: table.sequential_scans,
        index_scans: table.index_scans,
        index_scan_percent,
    })
}

fn bloated(tree: Tree, query: &IndexesQuery) -> Option<Verdict> {
    let wasted = tree.bytes - tree.needed_bytes;
    if wasted < query.bloat_min_bytes.max(1) {
        return None;
    }
    let share = percent(wasted as f64, tree.bytes as f64);
    Some(Verdict {
        reason: format!(
            "about {} of {} ({share} %) are not needed for its entries, by an estimate from column widths",
            size(wasted),
            size(tree.bytes)
        ),
        action: "Rebuild it; that needs its size in free space for a while and lets readers and writers go on.".to_owned(),
        sql: format!(
            "REINDEX INDEX CONCURRENTLY {}.{};",
            quoted(&tree.schema),
            quoted(&tree.name)
        ),
        schema: tree.schema,
        table: tree.table,
        index: tree.name,
        bytes: tree.bytes,
    })
}

#[cfg(test)]
mod tests;
