//! What a filter is expected to match, asked of Postgres where the plan of a page or a count depends on it.

use crate::database::Session;
use parley_domain::{filter::Filter, problem::Problem};
use parley_store::conversations::plan::{self, Estimate, Facts};

/// Asks what `filter` is expected to match: two short statements.
pub async fn expect(session: &Session<'_>, filter: &Filter) -> Result<(Estimate, Facts), Problem> {
    let estimate = session.text(plan::explain(filter)).await?;
    let facts = session.text(plan::facts(filter)).await?;
    Estimate::parse(&estimate)
        .zip(Facts::parse(&facts))
        .ok_or_else(|| Problem::internal(format!("no estimate in {estimate:?}, {facts:?}")))
}
