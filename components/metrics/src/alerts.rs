//! Thresholds and their states, evaluated as they are read; changes of state go to the webhook after the response.

use parley_domain::{alert, problem::Problem, query, role::Role};
use parley_platform::{
    config::{self, Config},
    database::{self, Session},
    reply::Reply,
    serve::Call,
    telemetry::log,
    webhook,
};
use parley_store::alerts::{self, Evaluated, Told};
use spin_sdk::wasip3::spawn;

/// The largest change, in bytes: every alert with every member is a quarter of it.
const MAX_CHANGE_BYTES: usize = 8 * 1024;

/// The alerts as they stand.
pub async fn get(call: &Call) -> Result<Reply, Problem> {
    call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let session = Session::open(&call.timing).await?;
    answer(&session).await
}

/// Changes thresholds, and answers what follows from them.
pub async fn put(call: &Call) -> Result<Reply, Problem> {
    let caller = call.require_role(Role::Admin).await?;
    query::none(call.query()).map_err(Problem::invalid)?;
    let changes = call
        .json(MAX_CHANGE_BYTES)
        .await
        .and_then(|fields| alert::read(fields).map_err(Problem::invalid))?;
    let statement = alerts::change(&changes, &caller.subject).map_err(Problem::internal)?;
    let session = Session::open(&call.timing).await?;
    session.integer(statement).await?;
    answer(&session).await
}

async fn answer(session: &Session<'_>) -> Result<Reply, Problem> {
    let alerts = evaluated(session).await?;
    Ok(Reply::json(
        format!(r#"{{"alerts":{alerts}}}"#).into_bytes(),
    ))
}

/// The alerts as a JSON list. Tells the webhook of those that changed, in a task of its own.
pub async fn evaluated(session: &Session<'_>) -> Result<String, Problem> {
    let url = config::own("alert_webhook_url").await?;
    let text = session.text(alerts::evaluate(!url.is_empty())).await?;
    let evaluated: Evaluated =
        serde_json::from_slice(text.as_bytes()).map_err(Problem::internal)?;
    if !evaluated.untold.is_empty() {
        let untold = evaluated.untold.iter().map(|alert| alert.get().to_owned());
        spawn(tell(Config::get().await?, url, untold.collect()));
    }
    Ok(evaluated.alerts.get().to_owned())
}

/// Tells of each change of state by itself, so that one which is refused keeps no other back.
async fn tell(config: &'static Config, url: String, untold: Vec<String>) {
    for alert in untold {
        let sent = webhook::post(&url, &alert).await;
        if let Err(problem) = &sent {
            log(problem, None);
        }
        let Ok(told) = serde_json::from_slice::<Told>(alert.as_bytes()) else {
            continue;
        };
        let settled = alerts::settle(&told, sent.is_ok());
        if let Err(problem) = database::execute(config, settled).await {
            log(&problem, None);
        }
    }
}
