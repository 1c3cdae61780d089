//! A statement that runs long enough to be ended by another.
//!
//! A host does not end what a guest no longer waits for, and `statement_timeout` does not end a statement that waits for
//! its reader. So the statement says in each of its rows who runs it, and another ends it from outside. It is known by its
//! session and the moment it began: what the session runs afterwards is not hit.

use crate::statement::Statement;

/// Adds a column, a `text` that names the running statement. Computed once, whatever the number of rows.
pub fn push_identity(statement: &mut Statement) {
    statement.push("(SELECT pg_backend_pid() || ' ' || statement_timestamp())");
}

/// Ends the statement of that name. Its session lives on.
pub fn cancel(identity: &str) -> Statement {
    end("SELECT pg_cancel_backend(pid)", identity)
}

/// Ends the session of that statement, which is what reaches one that waits for its reader.
pub fn terminate(identity: &str) -> Statement {
    end("SELECT pg_terminate_backend(pid)", identity)
}

fn end(how: &'static str, identity: &str) -> Statement {
    let mut statement = Statement::new(how);
    statement
        .push(" FROM pg_stat_activity WHERE state = 'active' AND pid || ' ' || query_start = ")
        .bind_text(identity);
    statement
}
