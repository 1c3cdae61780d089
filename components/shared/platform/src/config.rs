//! The variables of `spin.toml`, read once per instance.
//!
//! A missing or unreadable setting is a 503 that names the variable: the operator sees at the first request what to
//! set, and no request is ever served by a default that opens something.

use crate::auth::Keys;
use parley_domain::problem::{Kind, Problem};
use spin_sdk::variables;
use std::{sync::OnceLock, time::Duration};

/// What an API component is set up with.
pub struct Config {
    /// Where Postgres is, with the statement timeout among its options.
    pub database_url: String,
    /// What tokens are checked against.
    pub keys: Keys,
    /// How long a request may take, whatever it waits for.
    pub request_timeout: Duration,
}

static CONFIG: OnceLock<Config> = OnceLock::new();

impl Config {
    /// This instance's settings; reads them on its first request.
    pub async fn get() -> Result<&'static Self, Problem> {
        match CONFIG.get() {
            Some(config) => Ok(config),
            None => {
                let config = Self::read().await?;
                Ok(CONFIG.get_or_init(|| config))
            }
        }
    }

    async fn read() -> Result<Self, Problem> {
        let statement_timeout_ms = milliseconds("statement_timeout_ms").await?;
        Ok(Self {
            database_url: with_statement_timeout(
                &text("database_url").await?,
                statement_timeout_ms,
            ),
            keys: Keys::new(
                &text("jwt_secret").await?,
                &text("jwt_public_key").await?,
                &text("jwt_audience").await?,
                &text("jwt_issuer").await?,
            )?,
            request_timeout: Duration::from_millis(milliseconds("request_timeout_ms").await?),
        })
    }
}

async fn text(name: &str) -> Result<String, Problem> {
    variables::get(name)
        .await
        .map_err(|error| misconfigured(name, "is not set").because(error))
}

async fn milliseconds(name: &str) -> Result<u64, Problem> {
    text(name)
        .await?
        .parse()
        .map_err(|_| misconfigured(name, "is not a whole number of milliseconds"))
}

/// 503: the operator has to change a variable.
pub(crate) fn misconfigured(name: &str, what: &str) -> Problem {
    let variable = name.to_ascii_uppercase();
    Problem::new(
        Kind::Unavailable,
        format!("the variable {name} {what}; set SPIN_VARIABLE_{variable} and restart"),
    )
}

/// Adds `statement_timeout` to a connection string (URL or `key=value`), unless it brings options of its own or the
/// timeout is 0, which is for poolers that accept no options.
fn with_statement_timeout(database_url: &str, timeout_ms: u64) -> String {
    if timeout_ms == 0 || database_url.contains("options=") {
        return database_url.to_owned();
    }
    if !database_url.contains("://") {
        return format!("{database_url} options='-c statement_timeout={timeout_ms}'");
    }
    let separator = if database_url.contains('?') { '&' } else { '?' };
    format!("{database_url}{separator}options=-c%20statement_timeout%3D{timeout_ms}")
}
