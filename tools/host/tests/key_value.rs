//! One suite for every kind of key-value store: what a guest relies on must not depend on where the data lies.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
};

use anyhow::{Context, Result};
use parley_host::{key_value::Backend, runtime_config::KeyValueStore};

/// Opens the store `default`, configured as `store`, with `folder` for its state.
fn open(store: Option<KeyValueStore>, folder: &Path) -> Result<Arc<Backend>> {
    let stores: BTreeMap<_, _> = store
        .map(|store| ("default".to_owned(), store))
        .into_iter()
        .collect();
    let backends = Backend::open_all(&stores, folder)?;
    Ok(backends["default"].clone())
}

async fn behaves_as_a_store(store: &Backend) -> Result<()> {
    assert_eq!(store.get("absent".into()).await?, None);
    assert!(!store.exists("absent".into()).await?);
    store.delete("absent".into()).await?;

    store.set("a".into(), b"one".to_vec()).await?;
    store.set("b:ключ".into(), Vec::new()).await?;
    assert_eq!(
        store.get("a".into()).await?.as_deref(),
        Some(b"one".as_slice())
    );
    assert_eq!(
        store.get("b:ключ".into()).await?.as_deref(),
        Some(b"".as_slice())
    );
    assert!(store.exists("a".into()).await?);

    let binary: Vec<u8> = (0..=u8::MAX).cycle().take(100_000).collect();
    store.set("a".into(), binary.clone()).await?;
    assert_eq!(store.get("a".into()).await?, Some(binary));

    let mut keys = store.keys().await?;
    keys.sort();
    assert_eq!(keys, ["a", "b:ключ"]);

    store.delete("a".into()).await?;
    assert_eq!(store.get("a".into()).await?, None);
    assert_eq!(store.keys().await?, ["b:ключ"]);
    Ok(())
}

#[tokio::test]
async fn memory_behaves_as_a_store() -> Result<()> {
    let folder = tempfile::tempdir()?;
    behaves_as_a_store(&*open(Some(KeyValueStore::Memory), folder.path())?).await
}

#[tokio::test]
async fn sqlite_behaves_as_a_store() -> Result<()> {
    let folder = tempfile::tempdir()?;
    behaves_as_a_store(&*open(None, folder.path())?).await
}

#[tokio::test]
async fn sqlite_keeps_its_data_when_the_host_ends() -> Result<()> {
    let folder = tempfile::tempdir()?;
    open(None, folder.path())?
        .set("a".into(), b"kept".to_vec())
        .await?;
    let reopened = open(None, folder.path())?;
    assert_eq!(
        reopened.get("a".into()).await?.as_deref(),
        Some(b"kept".as_slice())
    );
    Ok(())
}

#[tokio::test]
async fn labels_in_one_sqlite_file_are_apart() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = KeyValueStore::Spin {
        path: Some(folder.path().join("kv.db")),
    };
    let stores = BTreeMap::from([("one".to_owned(), file.clone()), ("two".to_owned(), file)]);
    let backends = Backend::open_all(&stores, folder.path())?;
    backends["one"].set("a".into(), b"1".to_vec()).await?;
    assert_eq!(backends["two"].get("a".into()).await?, None);
    Ok(())
}

#[tokio::test]
async fn redis_behaves_as_a_store() -> Result<()> {
    let Some(server) = RedisServer::start()? else {
        eprintln!("skipped: redis-server is not on PATH");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let store = open(
        Some(KeyValueStore::Redis {
            url: server.url.clone(),
        }),
        folder.path(),
    )?;
    behaves_as_a_store(&store).await
}

#[tokio::test]
async fn an_unreachable_redis_is_an_error_that_says_so() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("redis://127.0.0.1:{}", free_port()?);
    let store = open(Some(KeyValueStore::Redis { url }), folder.path())?;
    let error = format!("{:#}", store.get("a".into()).await.unwrap_err());
    assert!(error.contains("Redis"), "{error}");
    Ok(())
}

/// A Redis of its own, ended when dropped.
struct RedisServer {
    process: Child,
    url: String,
}

impl RedisServer {
    /// `None` where Redis is not installed.
    fn start() -> Result<Option<Self>> {
        let port = free_port()?;
        let started = Command::new("redis-server")
            .args([
                "--port",
                &port.to_string(),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
            ])
            .stdout(Stdio::piped())
            .spawn();
        let mut process = match started {
            Ok(process) => process,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context("starting redis-server"),
        };
        let output = process.stdout.take().context("the output is piped")?;
        let server = Self {
            process,
            url: format!("redis://127.0.0.1:{port}"),
        };
        let ready = std::io::BufRead::lines(std::io::BufReader::new(output))
            .map_while(Result::ok)
            .any(|line| line.to_lowercase().contains("ready to accept connections"));
        anyhow::ensure!(ready, "redis-server ended before it was ready");
        Ok(Some(server))
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
