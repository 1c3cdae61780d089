//! What one instance of a component holds, and what the instances of one component share.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use wasmtime::{
    ResourceLimiter,
    component::{HasSelf, ResourceTable},
};
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::{
    allowed_hosts::AllowedHosts, calls::Calls, clock::Clock, key_value::Backend,
    outbound_http::OutboundHttp, postgres::Pools,
};

/// What all instances of one component share: its permissions and its connections.
#[derive(Debug)]
pub struct Component {
    /// The id in spin.toml.
    pub id: String,
    /// The component's own variables.
    pub variables: HashMap<String, String>,
    /// Environment variables of the guest.
    pub environment: Vec<(String, String)>,
    /// The folder that the guest sees as `/`; without one it has no files.
    pub files: Option<PathBuf>,
    /// Where it may connect to.
    pub allowed_hosts: Arc<AllowedHosts>,
    /// The stores that it may open, by label.
    pub key_value_stores: HashMap<String, Arc<Backend>>,
    /// Its Postgres connections.
    pub postgres: Pools,
    /// Its host calls.
    pub calls: Arc<Calls>,
    /// The wall clock.
    pub clock: Clock,
    /// Its live instances.
    pub instances: Instances,
}

/// The data of one instance, which host functions work on.
pub struct Guest {
    /// What it shares with other instances of the component.
    pub component: Arc<Component>,
    /// Resources handed to the guest.
    pub table: ResourceTable,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    outbound_http: OutboundHttp,
    memory: Arc<Memory>,
}

/// Gives host functions the [`Guest`] they work on.
pub type GuestData = HasSelf<Guest>;

impl Guest {
    /// The data of a new instance.
    pub fn new(component: Arc<Component>, outbound_http: OutboundHttp) -> wasmtime::Result<Self> {
        let mut wasi = WasiCtx::builder();
        wasi.inherit_stdout()
            .inherit_stderr()
            .envs(&component.environment)
            .wall_clock(component.clock.clone())
            .allow_tcp(false)
            .allow_udp(false);
        if let Some(files) = &component.files {
            wasi.preopened_dir(files, "/", FsPerms::ReadOnly)?;
        }
        let memory = component.instances.add();
        Ok(Self {
            table: ResourceTable::new(),
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            outbound_http,
            memory,
            component,
        })
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            hooks: &mut self.outbound_http,
            table: &mut self.table,
            ctx: &mut self.http,
        }
    }
}

/// Never denies growth; it is how the size of linear memories is learnt.
impl ResourceLimiter for Guest {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.memory
            .bytes
            .fetch_add(desired.saturating_sub(current), Ordering::Relaxed);
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        _desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

/// The linear memory of one instance.
#[derive(Debug, Default)]
pub struct Memory {
    bytes: AtomicUsize,
}

/// The live instances of a component.
#[derive(Debug, Default)]
pub struct Instances {
    live: Mutex<Vec<Weak<Memory>>>,
    ending: AtomicBool,
}

impl Instances {
    fn add(&self) -> Arc<Memory> {
        let memory = Arc::new(Memory::default());
        let mut live = self.lock();
        live.retain(|instance| instance.strong_count() > 0);
        live.push(Arc::downgrade(&memory));
        memory
    }

    /// Bytes of linear memory of each live instance.
    pub fn memory_bytes(&self) -> Vec<usize> {
        self.lock()
            .iter()
            .filter_map(Weak::upgrade)
            .map(|memory| memory.bytes.load(Ordering::Relaxed))
            .collect()
    }

    /// Says that the host ends, and instances with it.
    pub fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Whether the host ends.
    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Weak<Memory>>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
