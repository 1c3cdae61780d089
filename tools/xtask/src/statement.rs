//! Running the store's statements on a connection of one's own, as a component runs them: prepared anew each time.

use anyhow::{Context, Result};
use parley_store::statement::{Statement, Value};
use sqlx::{
    AssertSqlSafe, Decode, PgConnection, Postgres, Row, Type, postgres::PgArguments, query::Query,
};

/// A statement with its parameters, after `prefix`, which is empty or an `EXPLAIN` with a space behind it.
pub fn bound(statement: &Statement, prefix: &'static str) -> Query<'static, Postgres, PgArguments> {
    let (text, values) = statement.clone().into_parts();
    let query = sqlx::query(AssertSqlSafe(format!("{prefix}{text}"))).persistent(false);
    values.into_iter().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Texts(texts) => query.bind(texts),
        Value::Integer(integer) => query.bind(integer),
    })
}

/// The first column of the first row that a statement gives.
///
/// # Errors
/// When it fails or gives none; the error shows the statement.
pub async fn fetch<T>(connection: &mut PgConnection, statement: &Statement) -> Result<T>
where
    T: for<'r> Decode<'r, Postgres> + Type<Postgres>,
{
    let row = bound(statement, "").fetch_one(connection).await;
    Ok(row
        .with_context(|| statement.text().to_owned())?
        .try_get(0)?)
}
