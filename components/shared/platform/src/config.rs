//! The variables of `spin.toml`, read once per instance.
//!
//! A missing or unreadable setting is a 503 that names the variable: the operator sees at the first request what to
//! set, and no request is ever served by a default that opens something.

use crate::{auth::Keys, cors::Origins};
use futures::future::LocalBoxFuture;
use parley_domain::problem::{Kind, Problem};
use spin_sdk::variables;
use std::{sync::OnceLock, time::Duration};

/// What an API component is set up with.
pub struct Config {
    /// Where Postgres is, with the statement timeout among its options.
    pub database_url: String,
    /// The same for what is written after responses. Hosts keep a pool for each address, and go round all the connections
    /// that a pool ever had: what is taken for a moment beside the pages' connections would make them colder for good
    /// (docs/decisions/008).
    pub recording_url: String,
    /// What tokens are checked against.
    pub keys: Keys,
    /// How long a request may take, whatever it waits for.
    pub request_timeout: Duration,
    /// Of it, how long one may wait for its connection: what is left then is as long as a statement may take.
    pub connection_wait: Duration,
    /// From which other origins a browser may call.
    pub cors: Origins,
    /// Whether requests are recorded in `request_histograms`.
    pub metrics: bool,
    /// How long what was read may be served again, by the variable's name.
    ttls: Vec<(&'static str, Duration)>,
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

    /// This instance's settings, where a request has read them already.
    pub fn known() -> Option<&'static Self> {
        CONFIG.get()
    }

    /// Boxed: an `async fn` is copied into each place that awaits it, and [`Self::get`] is awaited in every component in several.
    fn read() -> LocalBoxFuture<'static, Result<Self, Problem>> {
        Box::pin(async {
            let variables = Variables::read().await;
            let statement_ms = variables.milliseconds("statement_timeout_ms")?;
            let request_ms = variables.milliseconds("request_timeout_ms")?;
            let database_url =
                with_statement_timeout(variables.text("database_url")?, statement_ms);
            Ok(Self {
                recording_url: with_application_name(&database_url, "parley-recording"),
                database_url,
                keys: Keys::new(
                    variables.text("jwt_secret")?,
                    variables.text("jwt_public_key")?,
                    variables.text("jwt_audience")?,
                    variables.text("jwt_issuer")?,
                )?,
                request_timeout: Duration::from_millis(request_ms),
                connection_wait: Duration::from_millis(
                    match request_ms.checked_sub(statement_ms) {
                        None | Some(0) => request_ms,
                        Some(wait) => wait,
                    },
                ),
                cors: match variables.text("cors_allowed_origins") {
                    Ok(origins) => Origins::parse(origins)?,
                    // A component that is not granted the list is called by its own origin alone.
                    Err(_) => Origins::default(),
                },
                metrics: variables.switch("metrics")?,
                ttls: variables.ttls()?,
            })
        })
    }

    /// A TTL, by the name of its variable; zero turns that cache off.
    pub fn ttl(&self, name: &str) -> Result<Duration, Problem> {
        let ttl = self.ttls.iter().find(|(known, _)| *known == name);
        ttl.map(|(_, ttl)| *ttl)
            .ok_or_else(|| misconfigured(name, "is not set"))
    }
}

/// What an API component is told by its part of `spin.toml`.
const NAMES: [&str; 14] = [
    "database_url",
    "statement_timeout_ms",
    "jwt_secret",
    "jwt_public_key",
    "jwt_audience",
    "jwt_issuer",
    "cors_allowed_origins",
    "request_timeout_ms",
    "metrics",
    "cache_list_s",
    "cache_count_s",
    "cache_facets_s",
    "cache_library_list_s",
    "cache_library_item_s",
];

/// The values of [`NAMES`], or why one cannot be had. Read in a loop before any of them is looked at: each variable
/// awaited where it is used would be 1 kB of code.
struct Variables(Vec<(&'static str, Result<String, variables::Error>)>);

impl Variables {
    async fn read() -> Self {
        let mut values = Vec::with_capacity(NAMES.len());
        for name in NAMES {
            values.push((name, variables::get(name).await));
        }
        Self(values)
    }

    fn text(&self, name: &str) -> Result<&str, Problem> {
        let value = self.0.iter().find(|(known, _)| *known == name);
        match value {
            Some((_, Ok(text))) => Ok(text),
            Some((_, Err(error))) => Err(misconfigured(name, "is not set").because(error)),
            None => Err(misconfigured(name, "is not set")),
        }
    }

    fn milliseconds(&self, name: &str) -> Result<u64, Problem> {
        let text = self.text(name)?;
        text.parse()
            .map_err(|_| misconfigured(name, "is not a whole number of milliseconds"))
    }

    /// Those that the component is granted.
    fn ttls(&self) -> Result<Vec<(&'static str, Duration)>, Problem> {
        let mut ttls = Vec::new();
        for (name, value) in &self.0 {
            if let Ok(text) = value
                && name.starts_with("cache_")
            {
                let seconds = text
                    .parse()
                    .map_err(|_| misconfigured(name, "is not a whole number of seconds"))?;
                ttls.push((*name, Duration::from_secs(seconds)));
            }
        }
        Ok(ttls)
    }

    fn switch(&self, name: &str) -> Result<bool, Problem> {
        match self.text(name)? {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(misconfigured(name, "is neither `on` nor `off`")),
        }
    }
}

/// A variable that one component alone is granted; empty where the operator has set none.
pub async fn own(name: &'static str) -> Result<String, Problem> {
    let value = variables::get(name).await;
    value.map_err(|error| misconfigured(name, "is not set").because(error))
}

/// 503: the operator has to change a variable.
pub(crate) fn misconfigured(name: &str, what: &str) -> Problem {
    let variable = name.to_ascii_uppercase();
    Problem::new(
        Kind::Unavailable,
        format!("the variable {name} {what}; set SPIN_VARIABLE_{variable} and restart"),
    )
}

/// Adds `statement_timeout` to a connection string, unless it brings options of its own or the timeout is 0, which is for
/// poolers that accept no options.
fn with_statement_timeout(database_url: &str, timeout_ms: u64) -> String {
    if timeout_ms == 0 || database_url.contains("options=") {
        return database_url.to_owned();
    }
    let is_url = database_url.contains("://");
    let value = if is_url {
        format!("-c%20statement_timeout%3D{timeout_ms}")
    } else {
        format!("'-c statement_timeout={timeout_ms}'")
    };
    with_parameter(database_url, "options", &value)
}

/// Adds the name that Postgres shows for a connection, unless the connection string brings one.
fn with_application_name(database_url: &str, name: &str) -> String {
    if database_url.contains("application_name=") {
        return database_url.to_owned();
    }
    with_parameter(database_url, "application_name", name)
}

/// Adds a parameter to a connection string, a URL or `key=value`; `value` is written as that one asks for it.
fn with_parameter(database_url: &str, name: &str, value: &str) -> String {
    let separator = match (database_url.contains("://"), database_url.contains('?')) {
        (true, true) => '&',
        (true, false) => '?',
        (false, _) => ' ',
    };
    format!("{database_url}{separator}{name}={value}")
}
