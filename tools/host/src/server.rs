//! The HTTP server in front of the components: HTTP/1.1 with keep-alive, and HTTP/2 where the client begins with it.

use std::{
    collections::HashMap, convert::Infallible, future::Future, net::SocketAddr, sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{
    HeaderValue, Request, Response, StatusCode, Uri,
    header::{CONTENT_TYPE, HOST},
    uri::{Authority, PathAndQuery, Scheme},
};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::net::TcpListener;
use wasmtime_wasi_http::{Error, WasiBody, handler::ProxyHandler};

use crate::{instances::Factory, route::Router};

/// The prefix that Spin keeps for itself.
const WELL_KNOWN: &str = "/.well-known/spin/";
/// How long requests may go on after the host was told to end.
const GRACE: Duration = Duration::from_secs(5);

/// The application as the server sees it.
pub struct Application {
    /// Its routes.
    pub router: Router,
    /// What runs its components, by id.
    pub handlers: HashMap<String, ProxyHandler<Factory>>,
}

/// Accepts connections until `stop` is ready, then lets requests in flight end.
pub async fn serve<S, F>(
    listener: TcpListener,
    respond: S,
    stop: impl Future<Output = ()>,
) -> Result<()>
where
    S: Fn(Request<Incoming>, SocketAddr) -> F + Clone + Send + 'static,
    F: Future<Output = Response<WasiBody>> + Send + 'static,
{
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, client) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // A client that went away before it was accepted, or no file handle left: later ones may fare better.
                Err(error) => {
                    eprintln!("accepting a connection failed: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        stream.set_nodelay(true).context("setting TCP_NODELAY")?;
        let respond = respond.clone();
        let service = service_fn(move |request| {
            let response = respond(request, client);
            async move { Ok::<_, Infallible>(response.await) }
        });
        let builder = auto::Builder::new(TokioExecutor::new());
        let connection = builder
            .serve_connection(TokioIo::new(stream), service)
            .into_owned();
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // Clients close connections as they like; there is nobody to tell.
            let _ = connection.await;
        });
    }
    // A request that does not end in time is cut off.
    let _ = tokio::time::timeout(GRACE, connections.shutdown()).await;
    Ok(())
}

impl Application {
    /// Answers one request.
    pub async fn respond(
        self: Arc<Self>,
        mut request: Request<Incoming>,
        client: SocketAddr,
    ) -> Response<WasiBody> {
        if request.uri().path() == "/.well-known/spin/health" {
            return text(StatusCode::OK, "OK");
        }
        if request.uri().path().starts_with(WELL_KNOWN) {
            return text(StatusCode::NOT_FOUND, "");
        }
        let Some(uri) = absolute_uri(&request) else {
            return problem(
                StatusCode::BAD_REQUEST,
                "the request names no host, or two different ones",
            );
        };
        let path = uri.path().to_owned();
        let Some(found) = self.router.find(&path) else {
            return text(StatusCode::NOT_FOUND, "");
        };
        found.write_headers(request.headers_mut(), &uri, client);
        *request.uri_mut() = uri;
        let id = found.component();
        let Some(handler) = self.handlers.get(id) else {
            return problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                &format!("component {id:?} is not loaded"),
            );
        };
        let request = request.map(|body| body.map_err(Error::from).boxed_unsync());
        match handler.handle((), request).await {
            Ok(response) => response,
            Err(error) => {
                eprintln!("component {id:?}: a request to {path} failed: {error:#}");
                problem(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    &format!("component {id:?} failed before it answered; the host's log says why"),
                )
            }
        }
    }
}

/// The request's URI with scheme and authority; `None` where these are missing or contradict each other.
fn absolute_uri(request: &Request<Incoming>) -> Option<Uri> {
    let named: Option<Authority> = match request.headers().get(HOST) {
        Some(host) => Some(host.to_str().ok()?.parse().ok()?),
        None => None,
    };
    let authority = match (named, request.uri().authority().cloned()) {
        (Some(named), Some(other)) if named != other => return None,
        (named, other) => named.or(other)?,
    };
    let path = request
        .uri()
        .path_and_query()
        .cloned()
        .unwrap_or_else(|| PathAndQuery::from_static("/"));
    Uri::builder()
        .scheme(Scheme::HTTP)
        .authority(authority)
        .path_and_query(path)
        .build()
        .ok()
}

/// A plain-text response.
pub fn text(status: StatusCode, body: impl Into<Bytes>) -> Response<WasiBody> {
    respond_with(
        status,
        HeaderValue::from_static("text/plain; charset=utf-8"),
        body.into(),
    )
}

/// An `application/problem+json` response (RFC 9457).
pub fn problem(status: StatusCode, detail: &str) -> Response<WasiBody> {
    let document = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "detail": detail,
    });
    respond_with(
        status,
        HeaderValue::from_static("application/problem+json"),
        document.to_string().into(),
    )
}

/// A JSON response.
pub fn json(body: &serde_json::Value) -> Response<WasiBody> {
    respond_with(
        StatusCode::OK,
        HeaderValue::from_static("application/json"),
        body.to_string().into(),
    )
}

fn respond_with(status: StatusCode, content_type: HeaderValue, body: Bytes) -> Response<WasiBody> {
    let body = Full::new(body)
        .map_err(|never: Infallible| match never {})
        .boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}
