//! Connections against those that there may be.

use super::percent;
use serde::{Deserialize, Serialize};

/// Utilisation above which there is a warning, in percent: what is left has to carry the next burst.
pub const WARNING_PERCENT: f64 = 80.0;

/// What Postgres counts.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Counts {
    /// Running a statement.
    pub active: i64,
    /// Waiting for a statement.
    pub idle: i64,
    /// Waiting for a statement with a transaction open, failed or not.
    pub idle_in_transaction: i64,
    /// Of the active ones, those that wait for a lock.
    pub waiting: i64,
    /// Whose state is not told, as they belong to another role.
    pub hidden: i64,
    /// `max_connections`.
    pub most: i64,
    /// What is kept for superusers and for `pg_use_reserved_connections`.
    pub reserved: i64,
}

/// The answer of `GET /api/admin/db-stats`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connections {
    active: i64,
    idle: i64,
    idle_in_transaction: i64,
    waiting: i64,
    hidden: i64,
    total: i64,
    limit: i64,
    utilisation_percent: f64,
    warning: Option<String>,
}

impl From<Counts> for Connections {
    fn from(counts: Counts) -> Self {
        let total = counts.active + counts.idle + counts.idle_in_transaction + counts.hidden;
        let limit = counts.most - counts.reserved;
        let utilisation_percent = percent(total as f64, limit as f64);
        let warning = (utilisation_percent > WARNING_PERCENT).then(|| {
            format!(
                "{total} of {limit} connections are taken, which is over {} %; close idle ones, put a pooler before \
                 Postgres, or raise max_connections",
                WARNING_PERCENT as i64
            )
        });
        Self {
            active: counts.active,
            idle: counts.idle,
            idle_in_transaction: counts.idle_in_transaction,
            waiting: counts.waiting,
            hidden: counts.hidden,
            total,
            limit,
            utilisation_percent,
            warning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_idle(idle: i64) -> Connections {
        Connections::from(Counts {
            active: 1,
            idle,
            idle_in_transaction: 0,
            waiting: 0,
            hidden: 0,
            most: 103,
            reserved: 3,
        })
    }

    #[test]
    fn reserved_connections_are_none_to_be_had() {
        assert_eq!(with_idle(49).limit, 100);
        assert_eq!(with_idle(49).utilisation_percent, 50.0);
    }

    #[test]
    fn a_warning_begins_above_its_threshold() {
        assert!(with_idle(79).warning.is_none());
        assert!(with_idle(80).warning.is_some());
    }
}
