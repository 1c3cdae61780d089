//! The runtime-config file: what an operator decides, apart from the application's own spin.toml.
//!
//! The part of Spin's format that this host serves: `[key_value_store.<label>]` of type `spin` (SQLite) or `redis`,
//! and `[[variables_provider]]` (also by its older name `[[config_provider]]`) of type `static`. The type `memory`
//! exists in this host only, for tests. Anything else is an error rather than a setting without effect.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// A parsed runtime-config file.
#[derive(Debug, Default)]
pub struct RuntimeConfig {
    /// Key-value stores by label. Without an entry, `default` is SQLite in the state folder.
    pub key_value_stores: BTreeMap<String, KeyValueStore>,
    /// Variables by provider, in the order in which they are asked.
    pub providers: Vec<BTreeMap<String, String>>,
}

/// Where a key-value store keeps its data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum KeyValueStore {
    /// SQLite.
    Spin {
        /// The database file, relative to the runtime-config file; without one, data lives in memory.
        path: Option<PathBuf>,
    },
    /// A Redis or Valkey server.
    Redis {
        /// `redis://[user:password@]host:port[/database]`.
        url: String,
    },
    /// A map in this process, gone when it ends.
    Memory,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    key_value_store: BTreeMap<String, KeyValueStore>,
    #[serde(default, alias = "config_provider")]
    variables_provider: Vec<Provider>,
}

#[derive(Deserialize)]
struct Provider {
    r#type: String,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

impl RuntimeConfig {
    /// Reads a file. Relative paths in it are taken from its folder.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the runtime-config file {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new("."));
        Self::parse(&text, folder).with_context(|| format!("in {}", path.display()))
    }

    fn parse(text: &str, folder: &Path) -> Result<Self> {
        let file: File = toml::from_str(text)?;
        let mut providers = Vec::new();
        for provider in file.variables_provider {
            if provider.r#type != "static" {
                bail!(
                    "variables provider {:?} needs Spin itself: this host knows `static`",
                    provider.r#type
                );
            }
            providers.push(provider.values);
        }
        let mut key_value_stores = file.key_value_store;
        for store in key_value_stores.values_mut() {
            if let KeyValueStore::Spin { path: Some(path) } = store {
                *path = folder.join(&*path);
            }
        }
        Ok(Self {
            key_value_stores,
            providers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<RuntimeConfig> {
        RuntimeConfig::parse(text, Path::new("/etc/desk"))
    }

    #[test]
    fn each_type_of_store_is_read() {
        let config = parse(
            "[key_value_store.default]\ntype = \"redis\"\nurl = \"redis://localhost\"\n\
             [key_value_store.local]\ntype = \"spin\"\npath = \"kv.db\"\n\
             [key_value_store.scratch]\ntype = \"memory\"\n",
        )
        .unwrap();
        assert_eq!(
            config.key_value_stores["default"],
            KeyValueStore::Redis {
                url: "redis://localhost".into()
            }
        );
        assert_eq!(
            config.key_value_stores["local"],
            KeyValueStore::Spin {
                path: Some("/etc/desk/kv.db".into())
            }
        );
        assert_eq!(config.key_value_stores["scratch"], KeyValueStore::Memory);
    }

    #[test]
    fn static_providers_are_read_under_both_names() {
        for name in ["variables_provider", "config_provider"] {
            let config = parse(&format!(
                "[[{name}]]\ntype = \"static\"\nvalues = {{ a = \"b\" }}\n"
            ))
            .unwrap();
            assert_eq!(config.providers[0]["a"], "b");
        }
    }

    #[test]
    fn what_this_host_cannot_do_is_an_error() {
        assert!(parse("[[variables_provider]]\ntype = \"vault\"\n").is_err());
        assert!(parse("[key_value_store.default]\ntype = \"azure_cosmos\"\n").is_err());
        assert!(parse("[llm_compute]\ntype = \"spin\"\n").is_err());
    }
}
