//! How many conversations a filter selects.
//!
//! | the filter | the count |
//! |---|---|
//! | tier, status, and quality or creation | exact, from the counters |
//! | any other, while what matches is cheap to gather | exact, from the most selective index |
//! | any other | the planner's estimate, and said to be one |
//!
//! The second row replaces a cap on the number of rows: what a count costs is the rows it reads, and the planner's cost
//! of gathering them bounds that whether many of them match or few. A word that the statistics do not list is gathered in
//! any case, for the reason given in [`super::plan`].

use super::{
    condition::push_all,
    counters::{Counters, has_edges},
    plan::Inquiry,
};
use crate::statement::Statement;
use parley_domain::filter::Filter;

/// Up to this cost, in the planner's units, an exact count is made: about 13,000 rows scattered over the table, which
/// take some 35 ms (2.7 µs a row, `cargo xtask bench list`) of the 60 ms that a count may.
const COUNTABLE_COST: f64 = 15_000.0;

/// One row, one `int8`: the count from the counters; `None` where they do not know it.
pub fn counted(filter: &Filter) -> Option<Statement> {
    let counters = Counters::of(filter)?;
    let mut statement = Statement::new("SELECT ");
    counters.push_sum(&mut statement, filter);
    Some(statement)
}

/// Adds the count as an `int8`, or null where the counters alone do not know it: a page does not wait for its total.
pub(super) fn push_total(statement: &mut Statement, filter: &Filter) {
    match Counters::of(filter) {
        Some(counters) if !has_edges(filter) => counters.push_sum(statement, filter),
        _ => {
            statement.push("NULL::int8");
        }
    }
}

/// What to ask before counting.
pub const fn inquiry(filter: &Filter) -> Inquiry<'_> {
    Inquiry::new(filter, COUNTABLE_COST)
}

/// Whether an exact count, [`exact`], is cheap enough, from what was asked.
pub fn is_countable(inquiry: &Inquiry<'_>) -> bool {
    inquiry.is_few()
}

/// One row, one `int8`: the number of conversations, counted to the last one.
///
/// The rows are materialised, so that they are gathered the way that was estimated.
pub fn exact(filter: &Filter) -> Statement {
    let mut statement =
        Statement::new("WITH found AS MATERIALIZED (SELECT FROM conversations WHERE true");
    push_all(&mut statement, filter);
    statement.push("\n) SELECT count(*) FROM found");
    statement
}
