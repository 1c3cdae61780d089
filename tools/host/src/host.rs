//! Puts an application together: manifest, runtime configuration, permissions, compiled components.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use tempfile::TempDir;
use wasmtime_wasi_http::handler::ProxyHandler;

use crate::{
    allowed_hosts::AllowedHosts,
    calls::{Calls, Plan},
    clock::Clock,
    control::Control,
    engine::Runtime,
    files,
    guest::Component,
    instances::Factory,
    key_value::{self, Backend},
    manifest::Manifest,
    outbound_http::Client,
    postgres::Pools,
    route::Router,
    runtime_config::RuntimeConfig,
    server::Application,
    variables::Variables,
};

/// What to run, and where its state lies.
#[derive(Debug, Clone)]
pub struct Options {
    /// spin.toml, or its folder.
    pub manifest: PathBuf,
    /// The runtime-config file.
    pub runtime_config: Option<PathBuf>,
    /// Where the default key-value store lies; `.spin` beside spin.toml without one.
    pub state_folder: Option<PathBuf>,
    /// Where compiled code is kept; `compiled` in the state folder if `None`.
    pub compiled_folder: Option<PathBuf>,
}

/// A loaded application.
pub struct Host {
    /// Answers requests.
    pub application: Arc<Application>,
    /// What tests can reach.
    pub control: Arc<Control>,
    /// The client of outbound HTTP.
    pub client: Client,
    /// Copies of the components' files, removed when this is dropped.
    _files: TempDir,
}

impl Host {
    /// Reads, resolves and compiles everything; what is missing or not granted is an error here, before the first
    /// request.
    pub fn load(options: &Options) -> Result<Self> {
        let manifest = Manifest::read(&options.manifest)?;
        let runtime_config = match &options.runtime_config {
            Some(path) => RuntimeConfig::read(path)?,
            None => RuntimeConfig::default(),
        };
        let variables = Variables::resolve(&manifest, &runtime_config.providers, |name| {
            std::env::var(name).ok()
        })?;
        let state_folder = options
            .state_folder
            .clone()
            .unwrap_or_else(|| manifest.folder.join(".spin"));
        let backends = Backend::open_all(&runtime_config.key_value_stores, &state_folder)?;
        let files = tempfile::tempdir().context("making a folder for the components' files")?;
        let compiled_folder = options
            .compiled_folder
            .clone()
            .unwrap_or_else(|| state_folder.join("compiled"));
        let runtime = Runtime::new(&compiled_folder)?;
        let client = Client::new()?;
        let clock = Clock::default();
        let plan = Arc::new(Plan::default());

        let mut components = Vec::new();
        let mut handlers = HashMap::new();
        let load = Load {
            manifest: &manifest,
            variables: &variables,
            backends: &backends,
            files: files.path(),
            clock: &clock,
            plan: &plan,
        };
        for id in manifest.components.keys() {
            let component = Arc::new(
                load.component(id)
                    .with_context(|| format!("component {id:?}"))?,
            );
            let service =
                runtime.load(id, &manifest.folder.join(&manifest.components[id].source))?;
            let factory = Factory {
                component: component.clone(),
                engine: runtime.engine.clone(),
                service,
                client: client.clone(),
            };
            handlers.insert(id.clone(), ProxyHandler::new(factory));
            components.push(component);
        }
        let router = Router::new(&manifest.triggers)?;
        Ok(Self {
            application: Arc::new(Application { router, handlers }),
            control: Arc::new(Control {
                clock,
                plan,
                components,
            }),
            client,
            _files: files,
        })
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        for component in &self.control.components {
            component.instances.end();
        }
    }
}

struct Load<'a> {
    manifest: &'a Manifest,
    variables: &'a Variables,
    backends: &'a HashMap<String, Arc<Backend>>,
    files: &'a Path,
    clock: &'a Clock,
    plan: &'a Arc<Plan>,
}

impl Load<'_> {
    fn component(&self, id: &str) -> Result<Component> {
        let written = &self.manifest.components[id];
        let files = if written.files.is_empty() {
            None
        } else {
            let root = self.files.join(id);
            files::assemble(written, &self.manifest.folder, &root)?;
            Some(root)
        };
        Ok(Component {
            id: id.to_owned(),
            variables: self.variables.of_component(&written.variables)?,
            environment: written.environment.clone().into_iter().collect(),
            files,
            allowed_hosts: Arc::new(AllowedHosts::parse(
                &written.allowed_outbound_hosts,
                self.variables,
            )?),
            key_value_stores: key_value::of_component(&written.key_value_stores, self.backends)?,
            postgres: Pools::default(),
            calls: Arc::new(Calls::new(id, self.plan.clone())),
            clock: self.clock.clone(),
            instances: Default::default(),
        })
    }
}
