//! One keep-alive connection to a host, signed in as a viewer.
//!
//! Plain HTTP/1.1 on one socket, as a benchmark needs it: no pool, no retry that would hide an error, and the time to the
//! first byte apart from the time to the last.

use super::samples::Samples;
use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, task::JoinHandle, time::timeout};

/// How long an answer may take: longer than the host's own deadline, which answers 504 after ten seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where requests go, and who they are from.
#[derive(Debug, Clone)]
pub struct Origin {
    authority: String,
    token: Option<String>,
}

impl Origin {
    /// The host at `url` (`http://127.0.0.1:<port>`); without a token, requests come from nobody.
    ///
    /// # Errors
    /// When it is no URL.
    pub fn new(url: &str, token: Option<String>) -> Result<Self> {
        let uri: Uri = url.parse().context("the host gave no URL")?;
        let authority = uri.authority().context("the host's URL names no host")?;
        Ok(Self {
            authority: authority.to_string(),
            token,
        })
    }
}

/// An answer with its times, both from the moment the request was sent.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Until the status line and headers were there.
    pub first_byte: Duration,
    /// Until the body had ended.
    pub whole: Duration,
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.body).context("an answer was not JSON")
    }

    /// What `Server-Timing` says under a name: its description, else its duration.
    pub fn timing(&self, name: &str) -> Option<&str> {
        let header = self.headers.get("server-timing")?.to_str().ok()?;
        metric(header, name)
    }
}

/// One metric of a `Server-Timing` header: the value of its first parameter.
fn metric<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(',').find_map(|metric| {
        let (found, parameters) = metric.trim().split_once(';')?;
        let (_, value) = parameters.split(';').next()?.split_once('=')?;
        (found == name).then(|| value.trim_matches('"'))
    })
}

/// A connection that is kept.
pub struct Connection {
    origin: Origin,
    sender: SendRequest<Empty<Bytes>>,
    driver: JoinHandle<()>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(origin: &Origin) -> Result<Self> {
        let stream = TcpStream::connect(&origin.authority)
            .await
            .context("cannot connect to the host")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let driver = tokio::spawn(async move {
            // How a connection ended is known to whoever sends on it.
            let _ = connection.await;
        });
        Ok(Self {
            origin: origin.clone(),
            sender,
            driver,
        })
    }

    /// Sends a GET and reads the whole answer.
    ///
    /// # Errors
    /// When the connection breaks or nothing comes in time. Whatever status comes is an answer.
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.get_with(path, None).await
    }

    /// As [`Connection::get`], with an `Accept-Encoding`.
    ///
    /// # Errors
    /// As [`Connection::get`].
    pub async fn get_with(&mut self, path: &str, encoding: Option<&str>) -> Result<Answer> {
        let mut request = self.request(path).await?;
        if let Some(encoding) = encoding {
            request = request.header(header::ACCEPT_ENCODING, encoding);
        }
        let request = request.body(Empty::new())?;
        let started = Instant::now();
        let exchange = async {
            let response = self.sender.send_request(request).await?;
            let first_byte = started.elapsed();
            let (parts, body) = response.into_parts();
            let body = body.collect().await?.to_bytes();
            anyhow::Ok(Answer {
                status: parts.status,
                headers: parts.headers,
                body,
                first_byte,
                whole: started.elapsed(),
            })
        };
        timeout(PATIENCE, exchange)
            .await
            .with_context(|| format!("no answer to {path} within {} s", PATIENCE.as_secs()))?
            .with_context(|| format!("the connection broke at {path}"))
    }

    /// Sends a GET and hands the answer's body over piece by piece, however long it takes.
    ///
    /// # Errors
    /// When the connection breaks before the body has ended.
    pub async fn stream(&mut self, path: &str, mut take: impl FnMut(&[u8])) -> Result<StatusCode> {
        let request = self.request(path).await?.body(Empty::new())?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        let mut body = response.into_body();
        while let Some(frame) = body.frame().await {
            if let Some(piece) = frame?.data_ref() {
                take(piece);
            }
        }
        Ok(status)
    }

    /// A GET as whoever asks here, on a connection that is open.
    async fn request(&mut self, path: &str) -> Result<http::request::Builder> {
        if self.sender.ready().await.is_err() {
            // The host may close a connection that rests; a new one is as good.
            *self = Self::open(&self.origin).await?;
        }
        let request = Request::get(path).header(header::HOST, &self.origin.authority);
        Ok(match &self.origin.token {
            Some(token) => request.header(header::AUTHORIZATION, format!("Bearer {token}")),
            None => request,
        })
    }

    /// As [`Connection::get`], for an answer that has to be 200.
    ///
    /// # Errors
    /// Also when it is not; the error quotes the answer.
    pub async fn get_ok(&mut self, path: &str) -> Result<Answer> {
        self.get_as(path, StatusCode::OK).await
    }

    /// The same for an answer that has to be of this status.
    ///
    /// # Errors
    /// As [`Connection::get_ok`].
    pub async fn get_as(&mut self, path: &str, status: StatusCode) -> Result<Answer> {
        let answer = self.get(path).await?;
        if answer.status != status {
            bail!(
                "GET {path} was answered {}: {}",
                answer.status,
                String::from_utf8_lossy(&answer.body)
            );
        }
        Ok(answer)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// One path, asked for again and again with nothing else going on.
#[derive(Debug)]
pub struct Alone {
    /// How long each whole answer took.
    pub samples: Samples,
    /// How long each spent on the database by its own account, in milliseconds.
    pub database_ms: Vec<f64>,
    /// How many answers each level of the cache gave, by their own account.
    pub levels: BTreeMap<String, usize>,
    /// The last answer.
    pub last: Answer,
}

/// Asks once to warm up and then `count` times, or until `budget` is spent, but at least twice.
///
/// # Errors
/// When the connection breaks.
pub async fn alone(
    connection: &mut Connection,
    path: &str,
    count: usize,
    budget: Duration,
) -> Result<Alone> {
    let begun = Instant::now();
    let mut alone = Alone {
        last: connection.get(path).await?,
        samples: Samples::default(),
        database_ms: Vec::new(),
        levels: BTreeMap::new(),
    };
    while alone.samples.len() < count && (alone.samples.len() < 2 || begun.elapsed() < budget) {
        alone.last = connection.get(path).await?;
        alone.samples.push(alone.last.whole);
        if let Some(level) = alone.last.timing("cache") {
            *alone.levels.entry(level.to_owned()).or_default() += 1;
        }
        let database = alone.last.timing("db");
        alone
            .database_ms
            .extend(database.and_then(|ms| ms.parse::<f64>().ok()));
    }
    Ok(alone)
}

#[cfg(test)]
mod tests {
    use super::metric;

    #[test]
    fn a_timing_is_its_description_or_its_duration() {
        let header = r#"db;dur=1.234, plan;desc="grid", cache;desc="miss";dur=0.1, app;dur=2.000"#;
        assert_eq!(metric(header, "plan"), Some("grid"));
        assert_eq!(metric(header, "cache"), Some("miss"));
        assert_eq!(metric(header, "db"), Some("1.234"));
        assert_eq!(metric(header, "total"), None);
    }
}
