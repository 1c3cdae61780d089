//! How many conversations a filter selects.

use super::condition::push_where;
use crate::statement::Statement;
use parley_domain::filter::Filter;

/// One row, one `int8`: the number of conversations, counted to the last one.
pub fn exact(filter: &Filter) -> Statement {
    let mut statement = Statement::new("SELECT count(*) FROM conversations");
    push_where(&mut statement, filter);
    statement
}
