//! Alerts: evaluated as they are read (migration 0067), and told to a webhook once for each change of state.

use crate::statement::Statement;
use parley_domain::alert::Change;
use serde::Deserialize;
use serde_json::value::RawValue;

/// What an evaluation gives.
#[derive(Deserialize)]
pub struct Evaluated<'a> {
    /// Every alert, as it is answered.
    #[serde(borrow)]
    pub alerts: &'a RawValue,
    /// Those whose change of state the caller has to tell of.
    #[serde(borrow)]
    pub untold: Vec<&'a RawValue>,
}

/// Which change of state was told of.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Told<'a> {
    /// The alert.
    pub name: &'a str,
    /// When it changed, as it came from Postgres.
    pub state_since: &'a str,
}

/// Measures every alert and keeps the states that follow. Gives one text, an [`Evaluated`]. Where there is a webhook, the
/// caller has a minute to tell it, then [`settle`]s it; after that another evaluation may.
pub fn evaluate(has_webhook: bool) -> Statement {
    if has_webhook {
        Statement::new("SELECT alerts_evaluate(true)::text")
    } else {
        Statement::new("SELECT alerts_evaluate(false)::text")
    }
}

/// Notes that the webhook took a change of state, or did not, so that the next evaluation tells it again. Does nothing where
/// the state has changed since.
pub fn settle(told: &Told<'_>, is_taken: bool) -> Statement {
    let mut statement = Statement::new("UPDATE alert_thresholds SET told_by = NULL, is_untold = ");
    statement
        .push(if is_taken { "false" } else { "true" })
        .push(" WHERE name = ")
        .bind_text(told.name)
        .push(" AND state_since = ")
        .bind_text(told.state_since)
        .push("::timestamptz");
    statement
}

/// Changes thresholds, for this user. Gives one `int8`: how many.
///
/// # Errors
/// When a change cannot be written as JSON, which a finite number always can.
pub fn change(changes: &[Change], subject: &str) -> serde_json::Result<Statement> {
    let json = serde_json::to_string(changes)?;
    let mut statement = Statement::new(
        "WITH changed AS (UPDATE alert_thresholds AS alert SET \
         threshold = coalesce(change.threshold, alert.threshold), \
         window_seconds = coalesce(change.window_seconds, alert.window_seconds), \
         enabled = coalesce(change.enabled, alert.enabled), updated_by = ",
    );
    statement
        .bind_text(subject)
        .push(" FROM json_to_recordset(")
        .bind_text(json)
        .push(
            "::json) AS change (name text, threshold float8, window_seconds int4, enabled boolean) \
             WHERE change.name = alert.name RETURNING 1) SELECT count(*) FROM changed",
        );
    Ok(statement)
}
