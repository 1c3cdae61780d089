//! Whether Postgres answers.

use crate::statement::Statement;

/// Gives one `int8`. Looks at no table: one that a migration holds for a moment must not take every node out of service.
pub fn probe() -> Statement {
    Statement::new("SELECT 1::int8")
}
