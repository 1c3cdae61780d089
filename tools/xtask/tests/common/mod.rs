//! What the database tests share.

use anyhow::{Context, Result};
use parley_xtask::{
    migrate,
    postgres::{Choice, Cluster},
};
use sqlx::{Connection, PgConnection};

/// The Postgres to test on: `PARLEY_TEST_POSTGRES`, as `cargo xtask up --postgres` takes it, else the default.
pub fn choice() -> Choice {
    std::env::var("PARLEY_TEST_POSTGRES").map_or(Choice::default(), |name| {
        clap::ValueEnum::from_str(&name, true)
            .expect("PARLEY_TEST_POSTGRES is auto, system or embedded")
    })
}

/// A cluster of its own, its database `parley` migrated.
#[allow(dead_code, reason = "not every test binary needs it")]
pub async fn migrated() -> Result<(Cluster, PgConnection)> {
    let cluster = Cluster::temporary(choice()).await?;
    migrate::up(&cluster.url()).await?;
    let connection = PgConnection::connect(&cluster.url()).await?;
    Ok((cluster, connection))
}

/// Adds a conversation in the given status and answers its id.
#[allow(dead_code, reason = "not every test binary needs it")]
pub async fn insert(connection: &mut PgConnection, status: &str) -> Result<String> {
    sqlx::query_scalar(
        "INSERT INTO conversations (title, tier, status) VALUES ('A title', 'template', $1) RETURNING id::text",
    )
    .bind(status)
    .fetch_one(connection)
    .await
    .context("cannot add a conversation")
}

/// The SQLSTATE of a refused statement; fails the test when the statement was accepted.
#[allow(dead_code, reason = "not every test binary needs it")]
pub fn refusal<T: std::fmt::Debug>(result: Result<T, sqlx::Error>) -> (String, String) {
    let error = result.expect_err("the statement should have been refused");
    let error = error
        .as_database_error()
        .expect("the refusal should come from the database");
    (
        error
            .code()
            .map(|code| code.into_owned())
            .unwrap_or_default(),
        error.message().to_owned(),
    )
}
