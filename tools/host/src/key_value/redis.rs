//! A store on a Redis or Valkey server.
//!
//! Keys are used as they are, as Spin does, so that both can share one server. One multiplexed connection, opened on
//! first use, reconnects by itself.

use anyhow::{Context, Result};
use futures::TryStreamExt;
use redis::{
    AsyncCommands, Client,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tokio::sync::OnceCell;

/// How often a lost connection is tried again before a call fails, about 0.3 s in all. A guest treats the store as a
/// cache and is better off without an answer than with a late one.
const RETRIES: usize = 1;

/// A server.
#[derive(Debug)]
pub struct Redis {
    client: Client,
    connection: OnceCell<Connection>,
}

struct Connection(ConnectionManager);

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connection")
    }
}

impl Redis {
    /// `url` is `redis://[user:password@]host:port[/database]`.
    pub fn new(url: &str) -> Result<Self> {
        // The URL may hold a password and stays out of the message.
        let client = Client::open(url)
            .context("the key-value store's Redis URL must be redis://host:port[/database]")?;
        Ok(Self {
            client,
            connection: OnceCell::new(),
        })
    }

    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.connection().await?.get(key).await?)
    }

    pub async fn set(&self, key: &str, value: Vec<u8>) -> Result<()> {
        Ok(self.connection().await?.set(key, value).await?)
    }

    pub async fn delete(&self, key: &str) -> Result<()> {
        Ok(self.connection().await?.del(key).await?)
    }

    pub async fn exists(&self, key: &str) -> Result<bool> {
        Ok(self.connection().await?.exists(key).await?)
    }

    pub async fn keys(&self) -> Result<Vec<String>> {
        let mut connection = self.connection().await?;
        // SCAN may name a key more than once.
        let mut keys: Vec<String> = connection.scan::<String>().await?.try_collect().await?;
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    async fn connection(&self) -> Result<ConnectionManager> {
        let connection = self
            .connection
            .get_or_try_init(|| async {
                let config = ConnectionManagerConfig::new().set_number_of_retries(RETRIES);
                self.client
                    .get_connection_manager_with_config(config)
                    .await
                    .map(Connection)
            })
            .await
            .context("cannot reach the Redis server of the key-value store")?;
        Ok(connection.0.clone())
    }
}
