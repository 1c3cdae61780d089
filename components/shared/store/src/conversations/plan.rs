//! Which way to a page, decided from the filter.
//!
//! Left to itself the planner compares guesses, and one guess is dangerous: a word or a category that the statistics do
//! not list is taken for half as common as the rarest that they do. A number that stands in one title of ten million was
//! once looked for along the whole sort index, for 29 s. So the statement leaves the planner one way, and this module
//! chooses it:
//!
//! | plan | what it reads | when |
//! |---|---|---|
//! | [`Plan::Scan`] | the index `(<sort key>, id)`, from the cursor on | no tier, no status; the rest, if any, is common |
//! | [`Plan::Grid`] | one range of `(tier, status, <sort key>, id)` for each pair of tier and status, merged | tier or status; the rest, if any, is common among them |
//! | [`Plan::Collect`] | all that matches, from the most selective index, then sorts it | the rest is rare |
//!
//! Without a rest (a condition on neither tier, status nor the sort key) there is nothing to ask: every row read is a
//! row shown. With one, two short statements are asked first. `EXPLAIN` of the collecting says how many rows are expected
//! and what they cost; the counters say, exactly, how many rows there are and how many have the tiers and statuses. From
//! those follow the rows that a scan or a grid would read until its page is full, and the cheapest way wins, under two
//! rules that keep a wrong guess from hurting:
//!
//! * a word or category that the statistics do not list is rare (`ANALYZE` lists, by its own rule, whatever stands in
//!   more than about 0.05 % of the rows it samples), so a filter with one is collected unless the rest of it is common;
//! * a scan or a grid that has a rest reads a bounded number of rows and then collects after all, in the same statement.

use super::condition::{has_rest, pairs, push_all, push_pairs};
use crate::statement::Statement;
use parley_domain::{filter::Filter, page::Limit, query::ListQuery, sort::SortKey};

/// The way to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Along the sort's own index.
    Scan {
        /// Rows to read at most before collecting; `None` where every row read is shown.
        bound: Option<u32>,
    },
    /// Along one index range for each pair of tier and status.
    Grid {
        /// Rows to read at most in each range before collecting; `None` where every row read may be shown.
        bound: Option<u32>,
    },
    /// Everything that matches, sorted.
    Collect,
}

impl Plan {
    /// Its name in `Server-Timing` and in measurements.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scan { .. } => "scan",
            Self::Grid { .. } => "grid",
            Self::Collect => "collect",
        }
    }
}

/// Below this cost of collecting, in the planner's units, nothing else is considered: it is a few milliseconds however
/// the guesses turn out, while a scan that finds too little is not.
const CHEAP_COLLECTING: f64 = 3_000.0;

/// Cost of reading one row along an index, in the planner's units: its page at `random_page_cost` 1.1, and its tests.
const ROW_COST: f64 = 1.2;

/// A filter is common where it is expected to match at least one row in this many.
const COMMON_ONE_IN: f64 = 100.0;

/// A scan may read this many times the rows it is expected to before it is given up.
const BOUND_FACTOR: f64 = 8.0;

/// The least and the most rows of a bound: less is not worth a second way, more takes longer than collecting.
const BOUND_ROWS: (f64, f64) = (2_000.0, 40_000.0);

/// What the planner expects of a statement, from the first line of its `EXPLAIN`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Rows.
    pub rows: f64,
    /// Cost of the last row, in the planner's units.
    pub cost: f64,
}

impl Estimate {
    /// Reads `… (cost=0.42..8.44 rows=1 width=24)`; `None` for anything else.
    pub fn parse(line: &str) -> Option<Self> {
        let (_, figures) = line.split_once("(cost=")?;
        let (cost, rest) = figures.split_once("..")?.1.split_once(" rows=")?;
        let (rows, _) = rest.split_once(' ')?;
        // Without their decimals: what parses a float would be the larger part of this module.
        let whole = |text: &str| text.split('.').next()?.parse::<u64>().ok();
        Some(Self {
            rows: whole(rows)? as f64,
            cost: whole(cost)? as f64,
        })
    }
}

/// What the counters and the statistics say of a filter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    /// Conversations in all.
    pub all: f64,
    /// Conversations with the filter's tiers and statuses.
    pub paired: f64,
    /// Every word and category of the filter is in the statistics.
    pub listed: bool,
}

impl Facts {
    /// Reads the answer of [`facts`].
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut count = || Some(parts.next()?.parse::<u64>().ok()? as f64);
        let (all, paired) = (count()?, count()?);
        Some(Self {
            all,
            paired,
            listed: parts.next()? == "true",
        })
    }
}

/// The plan of a list that needs no asking; `None` where [`explain`] and [`facts`] have to be asked.
pub fn at_once(query: &ListQuery) -> Option<Plan> {
    let filter = &query.filter;
    if has_rest(filter, query.sort.key) {
        return None;
    }
    Some(if selects_pairs(filter) {
        Plan::Grid { bound: None }
    } else {
        Plan::Scan { bound: None }
    })
}

/// The plan, from what was asked.
pub fn choose(filter: &Filter, limit: Limit, estimate: Estimate, facts: Facts) -> Plan {
    let expected = estimate.rows.max(1.0);
    let is_common = expected * COMMON_ONE_IN >= facts.all;
    if estimate.cost <= CHEAP_COLLECTING || !(facts.listed || is_common) {
        return Plan::Collect;
    }
    let shown = limit.fetch() as f64;
    let scanned = shown * facts.all / expected;
    let ranges = pairs(filter).count() as f64;
    let in_range = (shown * facts.paired / expected).min(facts.paired);
    let gridded = ranges * in_range;
    let bound = |rows: f64| {
        let (least, most) = BOUND_ROWS;
        Some((rows * BOUND_FACTOR).clamp(least, most) as u32)
    };
    let (plan, rows) = if selects_pairs(filter) && gridded < scanned {
        (
            Plan::Grid {
                bound: bound(in_range),
            },
            gridded,
        )
    } else {
        (
            Plan::Scan {
                bound: bound(scanned),
            },
            scanned,
        )
    };
    if estimate.cost <= rows * ROW_COST {
        Plan::Collect
    } else {
        plan
    }
}

/// One row, one `text` that [`Estimate::parse`] reads: what the planner expects of all that matches.
pub fn explain(filter: &Filter) -> Statement {
    let mut statement =
        Statement::new("EXPLAIN SELECT updated_at, id FROM conversations WHERE true");
    push_all(&mut statement, filter);
    statement
}

/// One row, one `text` that [`Facts::parse`] reads.
///
/// The lists of words and categories are those of `pg_stats`; a table that was never analysed has none.
pub fn facts(filter: &Filter) -> Statement {
    let mut statement = Statement::new(
        "SELECT concat_ws(' ', coalesce(sum(row_count), 0), coalesce(sum(row_count) FILTER (WHERE true",
    );
    push_pairs(&mut statement, filter);
    statement.push("), 0), (true");
    if let Some(search) = &filter.search {
        statement
            .push("\n  AND tsvector_to_array(to_tsvector('english', ")
            .bind_text(search);
        push_listed(statement.push("))"), "search_vector");
    }
    if !filter.categories.is_empty() {
        statement.push("\n  AND ").bind_texts(&filter.categories);
        push_listed(&mut statement, "category");
    }
    statement.push(")::text) FROM conversation_quality_counts");
    statement
}

/// Adds that all of an array is among the listed elements of a column.
fn push_listed(statement: &mut Statement, column: &'static str) {
    statement
        .push(" <@ coalesce((SELECT most_common_elems::text::text[] FROM pg_stats WHERE tablename = 'conversations' AND schemaname = ANY (current_schemas(false)) AND attname = '")
        .push(column)
        .push("'), '{}')");
}

fn selects_pairs(filter: &Filter) -> bool {
    !filter.tiers.is_empty() || !filter.statuses.is_empty()
}

/// The sort key that a statement without an order is planned for.
pub(super) const fn index_expression(key: SortKey) -> &'static str {
    match key {
        SortKey::CreatedAt => "created_at",
        SortKey::UpdatedAt => "updated_at",
        SortKey::QualityScore => "quality_score",
        SortKey::Title => r#"left(title, 80) COLLATE "C""#,
        SortKey::TotalTurns => "total_turns",
    }
}
