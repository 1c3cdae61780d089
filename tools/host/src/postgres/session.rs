//! Pools and the connections taken from them.
//!
//! A statement given up half-way leaves its connection busy: the server works on, and the rest of the result is
//! still to be read. [`Running`] notices (it is dropped without having ended) and, if the statement was alone on its
//! connection, has the server cancel it and waits until the connection answers again. During that time the connection
//! is kept out of the pool; if it does not come to rest within [`SETTLE`], it is closed. With other statements in
//! flight on the same connection nothing is cancelled, because the request could hit one of those.
//!
//! Spin has the server reset a session before each use, which is a round trip and seven statements. Here a connection that
//! has run nothing but queries and changes of data goes back as it is, and one that has run anything else is closed.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio::sync::{OwnedRwLockReadGuard, RwLock};
use tokio_postgres::{
    Config, NoTls, RowStream, Statement,
    config::{Host, SslMode},
    error::Severity,
    types::ToSql,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{cancel, rows::Rows, values};
use crate::{
    allowed_hosts::AllowedHosts,
    bindings::spin::postgres::postgres::{DbError, Error, ParameterValue, QueryError},
    tls,
};

/// Connections per component and address; Spin's number.
const POOL_SIZE: usize = 64;
/// Prepared statements kept per connection. Filters combine to many texts, and each is held by the server too.
const MAX_STATEMENTS: usize = 256;
/// How long a connection may take to come to rest after its statement was given up.
const SETTLE: Duration = Duration::from_secs(5);

/// SQLSTATEs with which the server refuses, before it does anything, a prepared statement that the schema has left
/// behind: `feature_not_supported` ("cached plan must not change result type") and `invalid_sql_statement_name`.
const STALE: [&str; 2] = ["0A000", "26000"];

/// What a statement begins with that leaves the session as it was, unless it calls a function that is made to change it.
const LEAVING_THE_SESSION: [&str; 7] = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "EXPLAIN",
];

/// The address and the root certificate (PEM) of a pool.
type PoolKey = (String, Option<String>);

/// The pools of one component.
#[derive(Default)]
pub struct Pools(Mutex<HashMap<PoolKey, (Pool, Tls)>>);

#[derive(Clone)]
enum Tls {
    Off,
    On(MakeRustlsConnect),
}

impl fmt::Debug for Pools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Addresses hold passwords.
        f.write_str("Pools")
    }
}

impl Pools {
    /// Takes a connection from the pool, waiting for one if all are in use.
    pub async fn open(
        &self,
        allowed: &AllowedHosts,
        address: &str,
        root_certificate_pem: Option<&str>,
    ) -> Result<Arc<Session>, Error> {
        let config: Config = address
            .parse()
            .map_err(|error| Error::ConnectionFailed(format!("{error}")))?;
        check(allowed, &config)?;
        let (pool, tls) = self
            .pool(address, config.clone(), root_certificate_pem)
            .map_err(|error| Error::ConnectionFailed(format!("{error:#}")))?;
        let object = pool
            .get()
            .await
            .map_err(|error| Error::ConnectionFailed(format!("{:#}", anyhow!(error))))?;
        Ok(Arc::new(Session {
            object: Some(object),
            config,
            tls,
            in_use: Arc::new(RwLock::new(())),
            broken: AtomicBool::new(false),
        }))
    }

    fn pool(
        &self,
        address: &str,
        config: Config,
        root_certificate_pem: Option<&str>,
    ) -> Result<(Pool, Tls)> {
        let key = (address.to_owned(), root_certificate_pem.map(str::to_owned));
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = pools.get(&key) {
            return Ok(pool.clone());
        }
        let manager = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let (manager, tls) = if config.get_ssl_mode() == SslMode::Disable {
            (Manager::from_config(config, NoTls, manager), Tls::Off)
        } else {
            let connector = MakeRustlsConnect::new(tls::client_config(root_certificate_pem)?);
            (
                Manager::from_config(config, connector.clone(), manager),
                Tls::On(connector),
            )
        };
        let pool = Pool::builder(manager)
            .max_size(POOL_SIZE)
            .build()
            .context("building a Postgres pool")?;
        pools.insert(key, (pool.clone(), tls.clone()));
        Ok((pool, tls))
    }
}

/// Every host of the connection string must be allowed: which of them is used is decided later.
fn check(allowed: &AllowedHosts, config: &Config) -> Result<(), Error> {
    let refused = |what: String| Err(Error::ConnectionFailed(what));
    let port_of = |index: usize| match config.get_ports() {
        [port] => Some(*port),
        ports => ports.get(index).copied(),
    };
    for (index, host) in config.get_hosts().iter().enumerate() {
        let Host::Tcp(host) = host else {
            return refused("Unix sockets are not supported on WebAssembly".to_owned());
        };
        let port = port_of(index);
        if !allowed.allow("postgres", host, port) {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            return refused(format!("address postgres://{host}{port} is not permitted"));
        }
    }
    for (index, address) in config.get_hostaddrs().iter().enumerate() {
        if !allowed.allow("postgres", &address.to_string(), port_of(index)) {
            return refused(format!("address postgres://{address} is not permitted"));
        }
    }
    Ok(())
}

/// A connection out of a pool, which goes back when the last user drops it.
pub struct Session {
    /// Taken only in `drop`.
    object: Option<Object>,
    config: Config,
    tls: Tls,
    /// Held for reading by each statement, for writing while the connection comes to rest.
    in_use: Arc<RwLock<()>>,
    /// It is not to be used again.
    broken: AtomicBool,
}

fn leaves_the_session(statement: &str) -> bool {
    let first = statement.split_whitespace().next().unwrap_or_default();
    LEAVING_THE_SESSION
        .iter()
        .any(|word| word.eq_ignore_ascii_case(first))
}

impl Session {
    /// Runs a statement for its number of rows.
    pub async fn execute(
        self: &Arc<Self>,
        statement: &str,
        params: Vec<ParameterValue>,
    ) -> Result<u64, Error> {
        let params = values::to_sql(&params)
            .map_err(|error| Error::ValueConversionFailed(format!("{error:#}")))?;
        let running = self.start().await;
        let mut result = self.execute_once(statement, &params).await;
        if let Err(error) = &result
            && self.forget_stale(statement, error)
        {
            result = self.execute_once(statement, &params).await;
        }
        match result {
            Ok(count) => {
                running.end();
                Ok(count)
            }
            Err(error) => {
                running.fail(&error);
                Err(failed(&error))
            }
        }
    }

    /// Runs a statement for its rows. An error while rows are produced comes with the rows.
    pub async fn query(
        self: &Arc<Self>,
        statement: &str,
        params: Vec<ParameterValue>,
    ) -> Result<Rows, Error> {
        let params =
            values::to_sql(&params).map_err(|error| Error::BadParameter(format!("{error:#}")))?;
        let running = self.start().await;
        let mut result = self.query_once(statement, &params).await;
        if let Err(error) = &result
            && self.forget_stale(statement, error)
        {
            result = self.query_once(statement, &params).await;
        }
        match result {
            Ok(stream) => Ok(Rows::begin(stream, running).await),
            Err(error) => {
                running.fail(&error);
                Err(failed(&error))
            }
        }
    }

    async fn execute_once(
        &self,
        statement: &str,
        params: &[values::Parameter],
    ) -> Result<u64, tokio_postgres::Error> {
        let prepared = self.prepare(statement).await?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| &**value as _).collect();
        self.object().execute(&prepared, &params).await
    }

    async fn query_once(
        &self,
        statement: &str,
        params: &[values::Parameter],
    ) -> Result<RowStream, tokio_postgres::Error> {
        let prepared = self.prepare(statement).await?;
        let params = params.iter().map(|value| &**value as &(dyn ToSql + Sync));
        self.object().query_raw(&prepared, params).await
    }

    async fn prepare(&self, statement: &str) -> Result<Statement, tokio_postgres::Error> {
        if !leaves_the_session(statement) {
            self.broken.store(true, Ordering::Relaxed);
        }
        let object = self.object();
        if object.statement_cache.size() >= MAX_STATEMENTS {
            object.statement_cache.clear();
        }
        object.prepare_cached(statement).await
    }

    fn forget_stale(&self, statement: &str, error: &tokio_postgres::Error) -> bool {
        let stale = error
            .code()
            .is_some_and(|code| STALE.contains(&code.code()));
        if stale {
            self.object().statement_cache.remove(statement, &[]);
        }
        stale
    }

    async fn start(self: &Arc<Self>) -> Running {
        let permit = self.in_use.clone().read_owned().await;
        Running {
            session: self.clone(),
            permit: Some(permit),
        }
    }

    /// Cancels what runs and waits until the connection answers. Whether it does.
    async fn settle(&self) -> bool {
        let tls = match &self.tls {
            Tls::Off => None,
            Tls::On(connector) => Some(connector),
        };
        let cancelled = cancel::cancel(&self.config, self.object().cancel_token(), tls).await;
        // The server handles statements in order: its answer to an empty one means that the other is over. The
        // cancellation may hit the empty one, and that refusal is an answer too.
        let answered = match self.object().simple_query("").await {
            Ok(_) => true,
            Err(error) => error.as_db_error().is_some(),
        };
        cancelled.is_ok() && answered
    }

    fn object(&self) -> &Object {
        self.object
            .as_ref()
            .expect("the connection is taken out only when the session is dropped")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.broken.load(Ordering::Relaxed)
            && let Some(object) = self.object.take()
        {
            drop(Object::take(object));
        }
    }
}

/// A statement in flight.
pub struct Running {
    session: Arc<Session>,
    /// `None` once the statement has ended.
    permit: Option<OwnedRwLockReadGuard<()>>,
}

impl Running {
    /// The server has answered to the end.
    pub fn end(mut self) {
        self.permit = None;
    }

    /// It failed. Whether the connection outlived that is looked at, unless the server has said so.
    pub fn fail(self, error: &tokio_postgres::Error) {
        let refused = error
            .as_db_error()
            .and_then(|error| error.parsed_severity());
        if refused == Some(Severity::Error) {
            self.end();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let Some(permit) = self.permit.take() else {
            return;
        };
        drop(permit);
        let session = self.session.clone();
        let (Ok(alone), Ok(runtime)) = (
            session.in_use.clone().try_write_owned(),
            tokio::runtime::Handle::try_current(),
        ) else {
            return;
        };
        runtime.spawn(async move {
            let settled = tokio::time::timeout(SETTLE, session.settle()).await;
            if settled != Ok(true) {
                session.broken.store(true, Ordering::Relaxed);
            }
            drop(alone);
        });
    }
}

/// What a guest is told about a failed statement.
pub fn failed(error: &tokio_postgres::Error) -> Error {
    let text = format!("{error:?}");
    let Some(server) = error.as_db_error() else {
        return Error::QueryFailed(QueryError::Text(text));
    };
    let extras = [
        ("column", server.column().map(str::to_owned)),
        ("constraint", server.constraint().map(str::to_owned)),
        ("routine", server.routine().map(str::to_owned)),
        ("hint", server.hint().map(str::to_owned)),
        ("table", server.table().map(str::to_owned)),
        ("datatype", server.datatype().map(str::to_owned)),
        ("schema", server.schema().map(str::to_owned)),
        ("file", server.file().map(str::to_owned)),
        ("line", server.line().map(|line| line.to_string())),
        ("where_", server.where_().map(str::to_owned)),
    ];
    Error::QueryFailed(QueryError::DbError(DbError {
        as_text: text,
        severity: server.severity().to_owned(),
        code: server.code().code().to_owned(),
        message: server.message().to_owned(),
        detail: server.detail().map(str::to_owned),
        extras: extras
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    }))
}
