//! `spin:key-value`: the stores of the runtime-config file.
//!
//! A component may open the labels that spin.toml lists for it and no other. Values and key lists pass whole, as
//! they do in Spin.

mod memory;
mod redis;
mod sqlite;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use anyhow::{Context, Result};
use wasmtime::component::{Accessor, FutureReader, Resource, StreamReader};

use crate::{
    bindings::spin::key_value::key_value::{Error, Host, HostStore, HostStoreWithStore},
    calls::{Call, Fault},
    guest::{Component, Guest, GuestData},
    runtime_config::KeyValueStore,
};

/// The label that Spin provides without configuration.
const DEFAULT_LABEL: &str = "default";

/// One configured store.
#[derive(Debug)]
pub enum Backend {
    /// A map in this process.
    Memory(memory::Memory),
    /// A Redis or Valkey server.
    Redis(redis::Redis),
    /// A label in a SQLite file.
    Sqlite(sqlite::Sqlite),
}

impl Backend {
    /// Opens the configured stores, and `default` in the state folder where it is not configured. Servers are
    /// connected to on first use.
    pub fn open_all(
        stores: &BTreeMap<String, KeyValueStore>,
        state_folder: &Path,
    ) -> Result<HashMap<String, Arc<Self>>> {
        let mut backends = HashMap::new();
        for (label, store) in stores {
            let backend = match store {
                KeyValueStore::Memory | KeyValueStore::Spin { path: None } => {
                    Self::Memory(memory::Memory::default())
                }
                KeyValueStore::Spin { path: Some(path) } => {
                    Self::Sqlite(sqlite::Sqlite::open(path, label)?)
                }
                KeyValueStore::Redis { url } => Self::Redis(redis::Redis::new(url)?),
            };
            backends.insert(label.clone(), Arc::new(backend));
        }
        if !backends.contains_key(DEFAULT_LABEL) {
            let path = state_folder.join("sqlite_key_value.db");
            let backend = Self::Sqlite(sqlite::Sqlite::open(&path, DEFAULT_LABEL)?);
            backends.insert(DEFAULT_LABEL.to_owned(), Arc::new(backend));
        }
        Ok(backends)
    }

    /// The value of a key.
    pub async fn get(&self, key: String) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Memory(store) => Ok(store.get(&key)),
            Self::Redis(store) => store.get(&key).await,
            Self::Sqlite(store) => store.get(key).await,
        }
    }

    /// Sets a key, replacing its value.
    pub async fn set(&self, key: String, value: Vec<u8>) -> Result<()> {
        match self {
            Self::Memory(store) => {
                store.set(key, value);
                Ok(())
            }
            Self::Redis(store) => store.set(&key, value).await,
            Self::Sqlite(store) => store.set(key, value).await,
        }
    }

    /// Removes a key, if it is there.
    pub async fn delete(&self, key: String) -> Result<()> {
        match self {
            Self::Memory(store) => {
                store.delete(&key);
                Ok(())
            }
            Self::Redis(store) => store.delete(&key).await,
            Self::Sqlite(store) => store.delete(key).await,
        }
    }

    /// Whether a key has a value.
    pub async fn exists(&self, key: String) -> Result<bool> {
        match self {
            Self::Memory(store) => Ok(store.get(&key).is_some()),
            Self::Redis(store) => store.exists(&key).await,
            Self::Sqlite(store) => Ok(store.get(key).await?.is_some()),
        }
    }

    /// All keys, in no particular order.
    pub async fn keys(&self) -> Result<Vec<String>> {
        match self {
            Self::Memory(store) => Ok(store.keys()),
            Self::Redis(store) => store.keys().await,
            Self::Sqlite(store) => store.keys().await,
        }
    }
}

/// A store that a guest has opened.
pub struct Store(Arc<Backend>);

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Other(fault.message)
    }
}

fn failed(error: anyhow::Error) -> Error {
    Error::Other(format!("{error:#}"))
}

/// The component and the open store that a call is about.
fn opened<T>(
    accessor: &Accessor<T, GuestData>,
    store: &Resource<Store>,
) -> wasmtime::Result<(Arc<Component>, Arc<Backend>)> {
    accessor.with(|mut access| {
        let guest = access.get();
        let backend = guest.table.get(store)?.0.clone();
        Ok((guest.component.clone(), backend))
    })
}

impl Host for Guest {
    fn convert_error(&mut self, error: Error) -> wasmtime::Result<Error> {
        Ok(error)
    }
}

impl HostStore for Guest {
    async fn drop(&mut self, store: Resource<Store>) -> wasmtime::Result<()> {
        self.table.delete(store)?;
        Ok(())
    }
}

impl<T: Send> HostStoreWithStore<T> for GuestData {
    async fn open(accessor: &Accessor<T, Self>, label: String) -> Result<Resource<Store>, Error> {
        let component = accessor.with(|mut access| access.get().component.clone());
        component.calls.enter(Call::KvOpen).await?;
        let backend = component
            .key_value_stores
            .get(&label)
            .cloned()
            .ok_or(Error::AccessDenied)?;
        accessor
            .with(|mut access| access.get().table.push(Store(backend)))
            .map_err(|_| Error::StoreTableFull)
    }

    async fn get(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> Result<Option<Vec<u8>>, Error> {
        let (component, backend) = opened(accessor, &store).map_err(|_| Error::NoSuchStore)?;
        component.calls.enter(Call::KvGet).await?;
        backend.get(key).await.map_err(failed)
    }

    async fn set(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
        value: Vec<u8>,
    ) -> Result<(), Error> {
        let (component, backend) = opened(accessor, &store).map_err(|_| Error::NoSuchStore)?;
        component.calls.enter(Call::KvSet).await?;
        backend.set(key, value).await.map_err(failed)
    }

    async fn delete(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> Result<(), Error> {
        let (component, backend) = opened(accessor, &store).map_err(|_| Error::NoSuchStore)?;
        component.calls.enter(Call::KvDelete).await?;
        backend.delete(key).await.map_err(failed)
    }

    async fn exists(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
        key: String,
    ) -> Result<bool, Error> {
        let (component, backend) = opened(accessor, &store).map_err(|_| Error::NoSuchStore)?;
        component.calls.enter(Call::KvExists).await?;
        backend.exists(key).await.map_err(failed)
    }

    async fn get_keys(
        accessor: &Accessor<T, Self>,
        store: Resource<Store>,
    ) -> wasmtime::Result<(StreamReader<String>, FutureReader<Result<(), Error>>)> {
        let (component, backend) = opened(accessor, &store)?;
        let keys = match component.calls.enter(Call::KvKeys).await {
            Ok(()) => backend.keys().await.map_err(failed),
            Err(fault) => Err(fault.into()),
        };
        let (keys, result) = match keys {
            Ok(keys) => (keys, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        accessor.with(|mut access| {
            let keys = StreamReader::new(&mut access, keys)?;
            let result =
                FutureReader::new(&mut access, async move { Ok::<_, wasmtime::Error>(result) })?;
            Ok((keys, result))
        })
    }
}

/// The stores of a component, by label; a label without a configured store is an error.
pub fn of_component(
    labels: &[String],
    backends: &HashMap<String, Arc<Backend>>,
) -> Result<HashMap<String, Arc<Backend>>> {
    labels
        .iter()
        .map(|label| {
            let backend = backends.get(label).with_context(|| {
                format!("no key-value store {label:?}: add [key_value_store.{label}] to the runtime-config file")
            })?;
            Ok((label.clone(), backend.clone()))
        })
        .collect()
}
