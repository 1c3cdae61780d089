//! The plan of a statement, node by node.
//!
//! A node's own time is what it took in all its loops, less what its children took in theirs; so is its own cost. Workers
//! of a parallel plan count as loops, which makes their times add up to more than the clock's. What stands under `WITH` runs
//! within the `CTE Scan` that reads it, so its time is taken from there, and not from the node that it is written under.
//! What still comes out at less than nothing is taken for nothing.

use serde::Serialize;
use serde_json::{Map, Value};

/// The most nodes that are marked as slowest.
const MOST_MARKED: usize = 3;

/// The share of all own times from which on a node is worth a mark.
const MARKED_SHARE: f64 = 0.1;

/// The members of `EXPLAIN (FORMAT JSON)` that say what a node compares.
const CONDITIONS: [&str; 8] = [
    "Index Cond",
    "Recheck Cond",
    "Filter",
    "Join Filter",
    "Hash Cond",
    "Merge Cond",
    "One-Time Filter",
    "Order By",
];

/// Nodes that put bitmaps together: Postgres does not count their rows and says 0.
const UNCOUNTED: [&str; 2] = ["BitmapAnd", "BitmapOr"];

/// Nodes that read all of what is below them, whoever stops reading them.
const READING_ALL: [&str; 5] = ["Sort", "Hash", "Aggregate", "WindowAgg", "SetOp"];

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// What planning took, in milliseconds; only where it was run.
    pub planning_ms: Option<f64>,
    /// What running it took, in milliseconds; only where it was run.
    pub execution_ms: Option<f64>,
    /// What the planner expects it to cost, in its own units.
    pub cost: f64,
    /// The settings of the planner that are not at their defaults.
    pub settings: Map<String, Value>,
    /// Its nodes, each before its children.
    pub nodes: Vec<Node>,
}

/// One node of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Its place in [`Plan::nodes`].
    pub id: usize,
    /// Its parent's place.
    pub parent: Option<usize>,
    /// How deep it stands; 0 for the first.
    pub depth: usize,
    /// Such as `Index Scan`.
    pub kind: String,
    /// What it is to its parent where that is no plain child: `InitPlan`, `SubPlan`, with its name.
    pub role: Option<String>,
    /// The table that it reads.
    pub table: Option<String>,
    /// The index that it reads along.
    pub index: Option<String>,
    /// What it compares.
    pub conditions: Vec<Condition>,
    /// Rows that the planner expects, each time it runs.
    pub expected_rows: f64,
    /// Rows that there were, each time it ran, on average; none where Postgres does not count them.
    pub rows: Option<f64>,
    /// How often it ran.
    pub loops: Option<f64>,
    /// How many times too few or too many rows were expected; at least 1, and a row more or less of one is no error. None
    /// where a `LIMIT` above had enough before all of them were asked for.
    pub estimate_error: Option<f64>,
    /// Rows that it read and threw away, each time it ran.
    pub removed_rows: Option<f64>,
    /// What it and its children are expected to cost, in the planner's units.
    pub cost: f64,
    /// The same without its children.
    pub own_cost: f64,
    /// What it and its children took in all, in milliseconds.
    pub time_ms: Option<f64>,
    /// The same without its children.
    pub own_time_ms: Option<f64>,
    /// The blocks that it and its children touched.
    pub buffers: Buffers,
    /// Whether it is among those that took most, or cost most where it was not run.
    pub slowest: bool,
}

/// Something that a node compares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// Such as `Index Cond`.
    pub kind: &'static str,
    /// As Postgres writes it.
    pub text: String,
}

/// Blocks of 8 kB, as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Buffers {
    /// Found in shared memory.
    pub hit: i64,
    /// Read from the system.
    pub read: i64,
    /// Written or read for what did not fit into memory.
    pub temporary: i64,
}

impl Plan {
    /// Reads what `EXPLAIN (FORMAT JSON)` gives; `None` for anything else.
    pub fn read(json: &str) -> Option<Self> {
        let mut whole: Value = serde_json::from_slice(json.as_bytes()).ok()?;
        let whole = whole.get_mut(0)?;
        let root = whole.get("Plan")?;
        let mut nodes = Vec::new();
        let mut ctes = Vec::new();
        gather(root, &mut ctes);
        collect(root, None, &ctes, &mut nodes);
        mark(&mut nodes);
        Some(Self {
            planning_ms: number(whole, "Planning Time"),
            execution_ms: number(whole, "Execution Time"),
            cost: number(root, "Total Cost").unwrap_or_default(),
            nodes,
            settings: match whole.get_mut("Settings").map(Value::take) {
                Some(Value::Object(settings)) => settings,
                _ => Map::new(),
            },
        })
    }
}

fn number(value: &Value, name: &str) -> Option<f64> {
    value.get(name)?.as_f64()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

fn children(value: &Value) -> &[Value] {
    value
        .get("Plans")
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What a node and its children took in all its loops, in milliseconds.
fn time_ms(value: &Value) -> Option<f64> {
    Some(number(value, "Actual Total Time")? * number(value, "Actual Loops")?)
}

/// To three decimals, which is what Postgres measures in, and not below nothing.
fn own(all: f64, children: f64) -> f64 {
    rounded((all - children).max(0.0))
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// What stands under `WITH`, by its name, with what it took.
type Ctes = Vec<(String, f64)>;

fn cte_name(value: &Value) -> Option<&str> {
    value.get("Subplan Name")?.as_str()?.strip_prefix("CTE ")
}

fn gather(value: &Value, ctes: &mut Ctes) {
    if let Some((name, time)) = cte_name(value).zip(time_ms(value)) {
        ctes.push((name.to_owned(), time));
    }
    for child in children(value) {
        gather(child, ctes);
    }
}

/// What ran within a node, in milliseconds.
fn inner_time_ms(value: &Value, ctes: &Ctes) -> f64 {
    let read = value.get("CTE Name").and_then(Value::as_str);
    let read = ctes.iter().filter(|(name, _)| Some(name.as_str()) == read);
    let plain = children(value)
        .iter()
        .filter(|child| cte_name(child).is_none());
    read.map(|(_, time)| time).sum::<f64>() + plain.filter_map(time_ms).sum::<f64>()
}

/// What a node is to its children.
#[derive(Clone, Copy)]
struct Parent {
    id: usize,
    depth: usize,
    /// It may have enough before it has read all of theirs.
    stops_early: bool,
}

fn collect(value: &Value, parent: Option<Parent>, ctes: &Ctes, nodes: &mut Vec<Node>) {
    let id = nodes.len();
    let depth = parent.map_or(0, |parent| parent.depth + 1);
    let expected_rows = number(value, "Plan Rows").unwrap_or_default();
    let loops = number(value, "Actual Loops");
    let kind = text(value, "Node Type").unwrap_or_default();
    let rows = number(value, "Actual Rows").filter(|_| !UNCOUNTED.contains(&kind.as_str()));
    let ran = loops.is_some_and(|loops| loops > 0.0);
    let is_stopped = parent.is_some_and(|parent| parent.stops_early);
    let stops_early = kind == "Limit" || is_stopped && !READING_ALL.contains(&kind.as_str());
    let cost = number(value, "Total Cost").unwrap_or_default();
    let costs = children(value)
        .iter()
        .filter_map(|child| number(child, "Total Cost"));
    let inner_cost: f64 = costs.sum();
    let blocks = |name| number(value, name).unwrap_or_default() as i64;
    nodes.push(Node {
        id,
        parent: parent.map(|parent| parent.id),
        depth,
        kind,
        role: role(value),
        table: text(value, "Relation Name"),
        index: text(value, "Index Name"),
        conditions: CONDITIONS
            .iter()
            .filter_map(|kind| {
                Some(Condition {
                    kind,
                    text: condition(value.get(kind)?)?,
                })
            })
            .collect(),
        expected_rows,
        rows,
        loops,
        estimate_error: rows
            .filter(|rows| ran && !(is_stopped && *rows < expected_rows))
            .map(|rows| {
                let (rows, expected) = (rows.max(1.0), expected_rows.max(1.0));
                (rows.max(expected) / rows.min(expected) * 10.0).round() / 10.0
            }),
        removed_rows: number(value, "Rows Removed by Filter"),
        cost,
        own_cost: own(cost, inner_cost),
        time_ms: time_ms(value).map(rounded),
        own_time_ms: time_ms(value).map(|time| own(time, inner_time_ms(value, ctes))),
        buffers: Buffers {
            hit: blocks("Shared Hit Blocks"),
            read: blocks("Shared Read Blocks"),
            temporary: blocks("Temp Read Blocks") + blocks("Temp Written Blocks"),
        },
        slowest: false,
    });
    for child in children(value) {
        let parent = Parent {
            id,
            depth,
            stops_early,
        };
        collect(child, Some(parent), ctes, nodes);
    }
}

fn role(value: &Value) -> Option<String> {
    let relationship = text(value, "Parent Relationship")?;
    if !["InitPlan", "SubPlan"].contains(&relationship.as_str()) {
        return None;
    }
    // `CTE found` and `InitPlan 1 (returns $0)` say what they are by themselves.
    text(value, "Subplan Name").or(Some(relationship))
}

/// A text, or the texts of a list.
fn condition(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(texts) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            Some(texts.join(", "))
        }
        _ => None,
    }
}

/// Marks the nodes that took most by themselves.
fn mark(nodes: &mut [Node]) {
    let weight = |node: &Node| node.own_time_ms.unwrap_or(node.own_cost);
    let least = nodes.iter().map(weight).sum::<f64>() * MARKED_SHARE;
    for _ in 0..MOST_MARKED {
        let slowest = nodes
            .iter_mut()
            .filter(|node| !node.slowest && weight(node) > 0.0 && weight(node) >= least)
            .max_by(|a, b| weight(a).total_cmp(&weight(b)));
        match slowest {
            Some(node) => node.slowest = true,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANALYSED: &str = r#"[{"Plan": {"Node Type": "Limit", "Total Cost": 10.5, "Plan Rows": 1, "Actual Rows": 1,
        "Actual Loops": 1, "Actual Total Time": 9.0, "Plans": [
          {"Node Type": "Nested Loop", "Parent Relationship": "Outer", "Total Cost": 50.25, "Plan Rows": 100,
           "Actual Rows": 10, "Actual Loops": 1, "Actual Total Time": 8.9, "Plans": [
            {"Node Type": "Seq Scan", "Parent Relationship": "Outer", "Relation Name": "t", "Filter": "(a = 1)",
             "Rows Removed by Filter": 990, "Total Cost": 20.0, "Plan Rows": 0, "Actual Rows": 10, "Actual Loops": 1,
             "Actual Total Time": 1.4, "Shared Hit Blocks": 3, "Shared Read Blocks": 4},
            {"Node Type": "Index Scan", "Parent Relationship": "Inner", "Index Name": "i", "Total Cost": 3.0,
             "Plan Rows": 1, "Actual Rows": 1, "Actual Loops": 10, "Actual Total Time": 0.7}]}]},
        "Settings": {"random_page_cost": "1.1"}, "Planning Time": 0.5, "Execution Time": 9.2}]"#;

    fn plan() -> Plan {
        Plan::read(ANALYSED).expect("a plan")
    }

    #[test]
    fn nodes_come_before_their_children() {
        let places: Vec<_> = plan()
            .nodes
            .iter()
            .map(|node| (node.id, node.parent, node.depth))
            .collect();
        assert_eq!(
            places,
            [
                (0, None, 0),
                (1, Some(0), 1),
                (2, Some(1), 2),
                (3, Some(1), 2)
            ]
        );
    }

    #[test]
    fn a_node_s_own_time_is_without_its_children_in_all_their_loops() {
        let own: Vec<_> = plan()
            .nodes
            .iter()
            .map(|node| node.own_time_ms.expect("a time"))
            .collect();
        assert_eq!(own, [0.1, 0.5, 1.4, 7.0]);
    }

    #[test]
    fn rows_that_are_not_counted_are_no_error_of_the_planner() {
        let json = r#"[{"Plan": {"Node Type": "BitmapAnd", "Plan Rows": 1304, "Actual Rows": 0, "Actual Loops": 1}}]"#;
        let plan = Plan::read(json).expect("a plan");
        let figures = plan
            .nodes
            .first()
            .map(|node| (node.rows, node.estimate_error));
        assert_eq!(figures, Some((None, None)));
    }

    #[test]
    fn what_stands_under_with_took_its_time_in_the_scan_of_it() {
        let json = r#"[{"Plan": {"Node Type": "Limit", "Actual Total Time": 31.2, "Actual Loops": 1, "Plans": [
            {"Node Type": "Seq Scan", "Parent Relationship": "InitPlan", "Subplan Name": "CTE found",
             "Actual Total Time": 31.0, "Actual Loops": 1},
            {"Node Type": "CTE Scan", "Parent Relationship": "Outer", "CTE Name": "found", "Actual Total Time": 31.1,
             "Actual Loops": 1}]}}]"#;
        let plan = Plan::read(json).expect("a plan");
        let own: Vec<_> = plan
            .nodes
            .iter()
            .map(|node| node.own_time_ms.expect("a time"))
            .collect();
        assert_eq!(own, [0.1, 31.0, 0.1]);
        let marked: Vec<_> = plan.nodes.iter().map(|node| node.slowest).collect();
        assert_eq!(marked, [false, true, false]);
    }

    #[test]
    fn a_cost_below_nothing_is_nothing() {
        assert_eq!(plan().nodes[0].own_cost, 0.0);
    }

    fn errors(json: &str) -> Vec<Option<f64>> {
        let plan = Plan::read(json).expect("a plan");
        plan.nodes.iter().map(|node| node.estimate_error).collect()
    }

    #[test]
    fn an_estimate_is_wrong_by_a_factor_either_way() {
        let whole = ANALYSED.replace("Limit", "Unique");
        let wrong = [1.0, 10.0, 10.0, 1.0].map(Some);
        assert_eq!(errors(&whole), wrong);
    }

    #[test]
    fn rows_that_a_limit_did_not_ask_for_are_no_error_of_the_planner() {
        assert_eq!(errors(ANALYSED), [Some(1.0), None, Some(10.0), Some(1.0)]);
    }

    #[test]
    fn a_sort_under_a_limit_has_read_all_that_is_below_it() {
        let sorted = ANALYSED
            .replace("Nested Loop", "Sort")
            .replace("\"Plan Rows\": 0", "\"Plan Rows\": 100");
        assert_eq!(errors(&sorted), [Some(1.0), None, Some(10.0), Some(1.0)]);
    }

    #[test]
    fn the_slowest_are_marked_from_a_tenth_on() {
        let marked: Vec<_> = plan()
            .nodes
            .iter()
            .filter(|node| node.slowest)
            .map(|node| node.id)
            .collect();
        assert_eq!(marked, [2, 3]);
    }

    #[test]
    fn what_was_not_run_is_marked_by_its_cost() {
        let json = r#"[{"Plan": {"Node Type": "Sort", "Total Cost": 12, "Plan Rows": 1, "Plans": [
            {"Node Type": "Seq Scan", "Total Cost": 11.5, "Plan Rows": 1}]}}]"#;
        let plan = Plan::read(json).expect("a plan");
        assert_eq!(plan.execution_ms, None);
        assert_eq!(
            plan.nodes
                .iter()
                .map(|node| node.slowest)
                .collect::<Vec<_>>(),
            [false, true]
        );
    }

    #[test]
    fn anything_else_is_no_plan() {
        for json in ["", "[]", "{}", "[{}]"] {
            assert_eq!(Plan::read(json), None, "{json}");
        }
    }
}
