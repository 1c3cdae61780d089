//! Web vitals: a report is counted against its user's cap and stored, in one statement.

use crate::statement::{Statement, Value};
use parley_domain::web_vital::Report;

/// Reports that one user may send in a minute. A page sends one as it hides, so a person does not come near it.
pub const MAX_REPORTS_PER_MINUTE: i64 = 60;

/// Old counts that one report deletes at most: no report pays for a long pause.
const MAX_FORGOTTEN: u64 = 100;

/// Stores a report of the user with this subject. Gives one `int8`: 0, or, where the user has sent as many as may be, the
/// seconds until the next minute, and then nothing is stored.
///
/// The count is a row that every report of that user and minute waits for, on whatever node it arrives, so the cap is
/// exact. The commit does not wait for the disk: what a crash of the server may lose is a fraction of a second.
///
/// # Errors
/// When a measurement cannot be written as JSON, which a finite number always can.
pub fn store(subject: &str, report: &Report) -> serde_json::Result<Statement> {
    let measurements = serde_json::to_string(&report.measurements)?;
    let mut statement = Statement::new(
        "WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), \
         counted AS (INSERT INTO web_vital_reports AS sent (subject_hash, minute, reports) \
         SELECT sha256(convert_to(",
    );
    statement
        .bind_text(subject)
        .push(
            ", 'UTF8')), date_trunc('minute', now()), 1 FROM unhurried \
             ON CONFLICT (minute, subject_hash) DO UPDATE SET reports = sent.reports + 1 WHERE sent.reports < ",
        )
        .bind(Value::Integer(MAX_REPORTS_PER_MINUTE))
        .push(
            " RETURNING reports), \
             stored AS (INSERT INTO web_vitals (page, metric, value) SELECT ",
        )
        .bind_text(&report.page)
        .push(", metric, value FROM counted, json_to_recordset(")
        .bind_text(measurements)
        // Those that another report is deleting are left to it: two that took them in different orders would deadlock.
        .push(
            "::json) AS measured (metric text, value float8)), \
             forgotten AS (DELETE FROM web_vital_reports WHERE (minute, subject_hash) IN (\
             SELECT minute, subject_hash FROM web_vital_reports \
             WHERE minute < now() - interval '2 minutes' AND EXISTS (SELECT FROM counted WHERE reports = 1) \
             LIMIT ",
        )
        .push_number(MAX_FORGOTTEN)
        .push(
            " FOR UPDATE SKIP LOCKED)) \
             SELECT CASE WHEN EXISTS (SELECT FROM counted) THEN 0 \
             ELSE ceil(60 - extract(second FROM now())) END::int8",
        );
    Ok(statement)
}
