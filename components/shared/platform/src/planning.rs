//! What a filter is expected to match, asked of Postgres where the plan of a page or a count depends on it.

use crate::database::Session;
use parley_domain::problem::Problem;
use parley_store::conversations::plan::Inquiry;

/// Asks all that an inquiry wants to know.
pub async fn ask(session: &Session<'_>, inquiry: &mut Inquiry<'_>) -> Result<(), Problem> {
    while let Some(statement) = inquiry.next() {
        let answer = session.text(statement).await?;
        inquiry
            .answer(&answer)
            .map_err(|_| Problem::internal(format!("no estimate in {answer:?}")))?;
    }
    Ok(())
}
