//! What a filter is expected to match, asked of Postgres where the plan of a page or a count depends on it.

use crate::database::Session;
use parley_domain::{filter::Filter, problem::Problem, query::ListQuery};
use parley_store::conversations::{
    count,
    plan::{self, Inquiry, Plan},
};

/// The plan of a page.
pub async fn of_page(session: &Session<'_>, query: &ListQuery) -> Result<Plan, Problem> {
    if let Some(plan) = plan::at_once(query) {
        return Ok(plan);
    }
    let mut inquiry = Inquiry::for_page(&query.filter);
    ask(session, &mut inquiry).await?;
    Ok(inquiry.plan(query))
}

/// How many conversations are expected to match, where that is too many to count.
pub async fn too_many(session: &Session<'_>, filter: &Filter) -> Result<Option<i64>, Problem> {
    let mut inquiry = count::inquiry(filter);
    ask(session, &mut inquiry).await?;
    Ok((!count::is_countable(&inquiry)).then(|| inquiry.expected()))
}

/// Asks all that an inquiry wants to know.
async fn ask(session: &Session<'_>, inquiry: &mut Inquiry<'_>) -> Result<(), Problem> {
    while let Some(statement) = inquiry.next() {
        let answer = session.text(statement).await?;
        inquiry
            .answer(&answer)
            .map_err(|_| Problem::internal(format!("no estimate in {answer:?}")))?;
    }
    Ok(())
}
