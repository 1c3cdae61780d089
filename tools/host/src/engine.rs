//! Compiles components and links what they may import.
//!
//! Granted is what Spin grants a component of this kind and this host serves: WASI 0.2 and 0.3 without sockets
//! (guests reach the network only through the interfaces that check the allow list), `wasi:http` 0.3, and Spin's
//! Postgres, key-value and variables. A component that imports more is refused before the host serves. Compiled
//! code goes to Wasmtime's own cache on disk, keyed by the component's bytes and the compiler's settings.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use wasmtime::{
    Cache, CacheConfig, Config, Engine, InstanceAllocationStrategy, OptLevel,
    PoolingAllocationConfig,
    component::{Component, Linker},
};
use wasmtime_wasi::{
    cli::{WasiCli, WasiCliView},
    filesystem::{WasiFilesystem, WasiFilesystemView},
    p2, p3,
    random::{WasiRandom, WasiRandomView},
};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::{
    bindings::spin,
    guest::{Guest, GuestData},
};

/// The interface that a component must export to be served.
const HANDLER: &str = "wasi:http/handler@0.3.";

/// How often a guest that computes lets other work of its thread go on: with a few threads only, one endless loop
/// would otherwise stop the whole host.
const EPOCH: Duration = Duration::from_millis(10);

/// Instances of all components together.
const MAX_INSTANCES: u32 = 1_000;

/// What Wasmtime itself keeps of one instance, apart from its memory: far more than any takes.
const MAX_INSTANCE_BYTES: usize = 10_000_000;

/// An engine with everything a guest may import.
pub struct Runtime {
    /// The engine that stores are made for.
    pub engine: Engine,
    linker: Linker<Guest>,
}

impl Runtime {
    /// Sets up the engine, with compiled code cached in `cache_folder`.
    pub fn new(cache_folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(cache_folder)
            .with_context(|| format!("cannot create {}", cache_folder.display()))?;
        let mut cache = CacheConfig::new();
        // Wasmtime wants an absolute path.
        cache.with_directory(cache_folder.canonicalize()?);
        let mut config = Config::new();
        config
            .wasm_component_model_async(true)
            .cranelift_opt_level(OptLevel::Speed)
            .epoch_interruption(true)
            .allocation_strategy(InstanceAllocationStrategy::Pooling(pools()))
            .cache(Some(Cache::new(cache)?));
        let engine = Engine::new(&config)?;
        let linker = link(&engine)?;

        let ticking = engine.weak();
        std::thread::spawn(move || {
            while let Some(engine) = ticking.upgrade() {
                engine.increment_epoch();
                drop(engine);
                std::thread::sleep(EPOCH);
            }
        });
        Ok(Self { engine, linker })
    }

    /// Compiles the component at `path`, or takes it from the cache, and checks its exports and imports.
    pub fn load(&self, id: &str, path: &Path) -> Result<ServicePre<Guest>> {
        if !path.exists() {
            bail!(
                "component {id:?}: {} does not exist: build it first (cargo xtask build)",
                path.display()
            );
        }
        let component = Component::from_file(&self.engine, path)
            .map_err(anyhow::Error::from)
            .with_context(|| {
                format!(
                    "component {id:?}: {} is no WebAssembly component",
                    path.display()
                )
            })?;
        let exports: Vec<_> = component
            .component_type()
            .exports(&self.engine)
            .map(|(name, _)| name.to_owned())
            .collect();
        if !exports.iter().any(|name| name.starts_with(HANDLER)) {
            bail!(
                "component {id:?} exports {exports:?}: this host runs components that export {HANDLER}x; \
                 build it with spin-sdk 7, or run it with Spin"
            );
        }
        let pre = self
            .linker
            .instantiate_pre(&component)
            .map_err(anyhow::Error::from)
            .with_context(|| {
                format!("component {id:?} imports something that this host does not grant")
            })?;
        Ok(ServicePre::new(pre)?)
    }
}

/// Instances, their memories and the stacks of their calls are taken from pools as large as Spin's, and nothing is asked of the
/// kernel for each: 25 of 370 µs of an answer.
fn pools() -> PoolingAllocationConfig {
    let mut pools = PoolingAllocationConfig::default();
    pools
        .total_component_instances(MAX_INSTANCES)
        .total_memories(MAX_INSTANCES)
        .total_stacks(MAX_INSTANCES)
        .total_tables(2 * MAX_INSTANCES)
        .total_core_instances(4 * MAX_INSTANCES)
        .table_elements(100_000)
        .max_component_instance_size(MAX_INSTANCE_BYTES)
        .max_core_instance_size(MAX_INSTANCE_BYTES)
        .max_core_instances_per_component(200)
        .max_memories_per_component(32)
        .max_tables_per_component(64)
        .linear_memory_keep_resident(2_000_000)
        .table_keep_resident(500_000);
    pools
}

fn link(engine: &Engine) -> Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    let l = &mut linker;

    // Streams, polling, clocks, secure random and standard input and output.
    p2::add_to_linker_proxy_interfaces_async(l)?;
    p2::bindings::cli::environment::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::cli::exit::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::cli::terminal_input::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::cli::terminal_output::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::cli::terminal_stdin::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::cli::terminal_stdout::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::cli::terminal_stderr::add_to_linker::<_, WasiCli>(l, Guest::cli)?;
    p2::bindings::filesystem::types::add_to_linker::<_, WasiFilesystem>(l, Guest::filesystem)?;
    p2::bindings::filesystem::preopens::add_to_linker::<_, WasiFilesystem>(l, Guest::filesystem)?;
    p2::bindings::random::insecure::add_to_linker::<_, WasiRandom>(l, Guest::random)?;
    p2::bindings::random::insecure_seed::add_to_linker::<_, WasiRandom>(l, Guest::random)?;

    p3::cli::add_to_linker(l)?;
    p3::clocks::add_to_linker(l)?;
    p3::filesystem::add_to_linker(l)?;
    p3::random::add_to_linker(l)?;
    wasmtime_wasi_http::p3::add_to_linker(l)?;

    spin::key_value::key_value::add_to_linker::<_, GuestData>(l, |guest| guest)?;
    spin::postgres::postgres::add_to_linker::<_, GuestData>(l, |guest| guest)?;
    spin::variables::variables::add_to_linker::<_, GuestData>(l, |guest| guest)?;
    Ok(linker)
}
