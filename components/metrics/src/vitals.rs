//! What a page of the dashboard measured.

use parley_domain::{
    problem::{Kind, Problem},
    role::Role,
    web_vital::Report,
};
use parley_platform::{database::Session, reply::Reply, serve::Call};
use parley_store::web_vitals;

/// The largest report, in bytes: [`parley_domain::web_vital::MAX_METRICS`] of them are a tenth of it.
const MAX_REPORT_BYTES: usize = 32 * 1024;

/// Stores a report.
pub async fn store(call: &Call) -> Result<Reply, Problem> {
    let caller = call.require_role(Role::Viewer).await?;
    let report = call
        .json(MAX_REPORT_BYTES)
        .await
        .and_then(|fields| Report::read(fields).map_err(Problem::invalid))?;

    let statement = web_vitals::store(&caller.subject, &report).map_err(Problem::internal)?;
    let session = Session::open(&call.timing).await?;
    match u32::try_from(session.integer(statement).await?) {
        Ok(0) => Ok(Reply::no_content()),
        Ok(seconds) => Err(too_many(seconds)),
        Err(error) => Err(Problem::internal(error)),
    }
}

fn too_many(retry_after_s: u32) -> Problem {
    Problem {
        retry_after_s: Some(retry_after_s),
        ..Problem::new(
            Kind::TooManyRequests,
            format!(
                "at most {} reports a minute",
                web_vitals::MAX_REPORTS_PER_MINUTE
            ),
        )
    }
}
