//! How long instances live and what they take on.
//!
//! Spin's defaults for components that export `wasi:http/handler`: an instance answers up to 128 requests, 16 of them at
//! a time, and goes after a second without work. A guest computes on after it has answered (what it spawned) and
//! counts as busy until that is done. There is no time limit on a request, as there is none in `spin up`.

use std::{
    future::{Future, pending},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::time::Sleep;
use wasmtime::{Engine, Store, StoreContextMut, component::GuestTaskId};
use wasmtime_wasi_http::{
    WasiHttpView,
    handler::{
        HandlerState, Instance, Proxy, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
    },
    p3::bindings::ServicePre,
};

use crate::{
    guest::{Component, Guest},
    outbound_http::Client,
};

/// Requests that one instance answers before it is replaced.
const MAX_REQUESTS: usize = 128;
/// Requests that one instance works on at the same time.
const MAX_CONCURRENT_REQUESTS: usize = 16;
/// Time without work after which an instance goes.
const IDLE: Duration = Duration::from_secs(1);

/// Makes the instances of one component.
pub struct Factory {
    /// What the instances share.
    pub component: Arc<Component>,
    /// The engine the component was compiled for.
    pub engine: Engine,
    /// The compiled and linked component.
    pub service: ServicePre<Guest>,
    /// The client for outbound HTTP.
    pub client: Client,
}

impl HandlerState for Factory {
    type StoreData = Guest;
    type WorkerExpiration = Expiration;
    type WorkerState = Limits;

    async fn instantiate(&self) -> wasmtime::Result<Instance<Guest, Expiration, Limits>> {
        let outbound_http = self.client.for_component(&self.component);
        let guest = Guest::new(self.component.clone(), outbound_http)?;
        let mut store = Store::new(&self.engine, guest);
        store.limiter(|guest| guest);
        store.set_epoch_deadline(1);
        store.epoch_deadline_async_yield_and_update(1);
        let service = self.service.instantiate_async(&mut store).await?;
        Ok(Instance {
            store,
            proxy: Proxy::P3(service),
            view: Guest::http,
            expiration: Expiration {
                sleep: Box::pin(tokio::time::sleep(IDLE)),
            },
            state: Limits {
                component: self.component.clone(),
            },
        })
    }
}

/// Ends an instance that has been idle for [`IDLE`].
pub struct Expiration {
    sleep: Pin<Box<Sleep>>,
}

impl WorkerExpiration for Expiration {
    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        status: WorkerStatus,
        start: Instant,
    ) -> Poll<()> {
        if status != WorkerStatus::Idle {
            return Poll::Pending;
        }
        let deadline = (start + IDLE).into();
        if deadline != self.sleep.deadline() {
            self.sleep.as_mut().reset(deadline);
        }
        self.sleep.as_mut().poll(cx)
    }
}

/// What one instance takes on.
pub struct Limits {
    component: Arc<Component>,
}

impl WorkerState for Limits {
    type StoreData = Guest;
    type RequestData = ();

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= MAX_REQUESTS {
            ShouldAccept::Never
        } else if concurrent >= MAX_CONCURRENT_REQUESTS {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _store: StoreContextMut<'_, Guest>,
        (): (),
        _task: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        Box::pin(pending())
    }

    fn drop(&self, store: Store<Guest>, result: Result<(), wasmtime::Error>) {
        // When the host ends, Wasmtime reports the instances that are cut off as panicked.
        if let Err(error) = result
            && !self.component.instances.is_ending()
        {
            eprintln!(
                "component {:?}: an instance ended: {error:#}",
                self.component.id
            );
        }
        drop(store);
    }
}
