//! Outbound `wasi:http`: requests that a guest sends, checked against its component's allow list.
//!
//! `http://self` and requests without an authority go to this application itself, where the list allows `self`.

use std::{
    future::Future,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, ready},
    time::Duration,
};

use anyhow::Result;
use bytes::Bytes;
use http::{
    Request, Response, Uri,
    uri::{Authority, Scheme},
};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use hyper_rustls::HttpsConnector;
use hyper_util::{client::legacy, client::legacy::connect::HttpConnector, rt::TokioExecutor};
use tokio::time::Sleep;
use wasmtime_wasi_http::{Error, RequestOptions, WasiBody, WasiHttpHooks};

use crate::{calls::Call, guest::Component, tls};

/// Each wait of a request (for the response, for the next part of its body) where the guest sets no limit; the
/// default of Wasmtime's own client.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(600);

/// What handles an outbound request while it is under way, and after it has a response.
type Sending = Box<
    dyn Future<
            Output = Result<
                (
                    Response<WasiBody>,
                    Box<dyn Future<Output = Result<(), Error>> + Send>,
                ),
                Error,
            >,
        > + Send,
>;

/// The HTTP client of all components, which keeps connections alive.
#[derive(Clone)]
pub struct Client {
    http: legacy::Client<HttpsConnector<HttpConnector>, WasiBody>,
    own_address: Arc<OnceLock<SocketAddr>>,
}

impl Client {
    /// A client without connections.
    pub fn new() -> Result<Self> {
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls::client_config(None)?)
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            http: legacy::Client::builder(TokioExecutor::new()).build(connector),
            own_address: Arc::default(),
        })
    }

    /// Says where this application listens, once that is known.
    pub fn set_own_address(&self, address: SocketAddr) {
        self.own_address.get_or_init(|| address);
    }

    /// The requests of one component.
    pub fn for_component(&self, component: &Arc<Component>) -> OutboundHttp {
        OutboundHttp {
            client: self.clone(),
            component: component.clone(),
        }
    }
}

/// The requests of one component.
pub struct OutboundHttp {
    client: Client,
    component: Arc<Component>,
}

impl OutboundHttp {
    /// Where a request goes: the application itself, or an allowed host.
    fn target(&self, uri: &Uri) -> Result<Uri, Error> {
        let scheme = uri.scheme().cloned().unwrap_or(Scheme::HTTP);
        let host = uri.host().unwrap_or("self");
        let allowed = &self.component.allowed_hosts;
        if host != "self" && host != "self.alt" {
            let allowed = allowed.allow(scheme.as_str(), host, uri.port_u16());
            return if allowed {
                Ok(uri.clone())
            } else {
                Err(self.denied(uri))
            };
        }
        if !allowed.allow_application(scheme.as_str()) {
            return Err(self.denied(uri));
        }
        let address = self
            .client
            .own_address
            .get()
            .ok_or(Error::DestinationUnavailable)?;
        let mut parts = uri.clone().into_parts();
        parts.scheme = Some(Scheme::HTTP);
        parts.authority = Authority::try_from(address.to_string()).ok();
        Uri::from_parts(parts).map_err(|_| Error::HttpRequestUriInvalid)
    }

    fn denied(&self, uri: &Uri) -> Error {
        eprintln!(
            "component {:?}: a request to {} was denied; allowed_outbound_hosts in spin.toml does not list it",
            self.component.id,
            uri.authority().map_or("self", Authority::as_str),
        );
        Error::HttpRequestDenied
    }
}

impl WasiHttpHooks for OutboundHttp {
    fn send_request(
        &mut self,
        mut request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _result: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Sending {
        let target = self.target(request.uri());
        let component = self.component.clone();
        let http = self.client.http.clone();
        Box::new(async move {
            component
                .calls
                .enter(Call::HttpSend)
                .await
                .map_err(|fault| Error::InternalError(Some(fault.message)))?;
            *request.uri_mut() = target?;
            let options = options.unwrap_or_default();
            let connect = options.connect_timeout.unwrap_or(DEFAULT_TIMEOUT);
            let first_byte = options.first_byte_timeout.unwrap_or(DEFAULT_TIMEOUT);
            let between_bytes = options.between_bytes_timeout.unwrap_or(DEFAULT_TIMEOUT);
            let response =
                tokio::time::timeout(connect.saturating_add(first_byte), http.request(request))
                    .await
                    .map_err(|_| Error::HttpResponseTimeout)?
                    .map_err(|error| reason(&error))?;
            let response = response.map(|body| TimedBody::new(body, between_bytes).boxed_unsync());
            let done: Box<dyn Future<Output = Result<(), Error>> + Send> =
                Box::new(async { Ok(()) });
            Ok((response, done))
        })
    }
}

/// The error of `wasi:http` that says most about what went wrong.
fn reason(error: &legacy::Error) -> Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(current) = source {
        if current.is::<rustls::Error>() {
            return Error::TlsCertificateError;
        }
        if let Some(io) = current.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return Error::ConnectionRefused;
        }
        source = current.source();
    }
    if error.is_connect() {
        return Error::DestinationUnavailable;
    }
    Error::InternalError(Some(error.to_string()))
}

/// A response body that fails when its next part takes too long.
struct TimedBody {
    body: Incoming,
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
}

impl TimedBody {
    fn new(body: Incoming, limit: Duration) -> Self {
        Self {
            body,
            limit,
            sleep: Box::pin(tokio::time::sleep(limit)),
        }
    }
}

impl Body for TimedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(frame) => {
                let next = tokio::time::Instant::now() + self.limit;
                self.sleep.as_mut().reset(next);
                Poll::Ready(frame.map(|frame| frame.map_err(Error::from)))
            }
            Poll::Pending => {
                ready!(self.sleep.as_mut().poll(cx));
                Poll::Ready(Some(Err(Error::ConnectionReadTimeout)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}
