//! A database that is far away: every answer of it takes tens of milliseconds on the way.
//!
//! With caches off, nearly all the time of a request is then spent where Parley's own clock and that of whoever asks both
//! see it, and the two can be held against each other on any machine.

use crate::bench::database::Database;
use anyhow::{Context, Result};
use rand::RngExt;
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
    task::JoinHandle,
};
use url::Url;

/// What every piece of an answer takes at least, in milliseconds.
const LEAST_MS: f64 = 30.0;

/// What most of them take beyond it: the mean of an exponential distribution, so that percentiles lie apart.
const MEAN_BEYOND_MS: f64 = 20.0;

/// A slow way to a database. It is closed when this is dropped.
pub struct Far {
    /// The database's URL by that way.
    pub url: String,
    listening: JoinHandle<()>,
}

impl Far {
    /// Opens a way to the database.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn open(database: &Database) -> Result<Self> {
        let mut url = Url::parse(&database.url)?;
        let host = url.host_str().context("the database URL names no host")?;
        let server = format!("{host}:{}", url.port().unwrap_or(5432));
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let port = listener.local_addr()?.port();
        let set = url.set_host(Some("127.0.0.1")).is_ok() && url.set_port(Some(port)).is_ok();
        anyhow::ensure!(set, "the database URL takes no other address");
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move {
                    // Either side may end it at any time, and the other then sees an end too.
                    let _ = forward(client, &server).await;
                });
            }
        });
        Ok(Self {
            url: url.into(),
            listening,
        })
    }
}

impl Drop for Far {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn forward(client: TcpStream, server: &str) -> io::Result<()> {
    let server = TcpStream::connect(server).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut from_client, to_client) = client.into_split();
    let (from_server, mut to_server) = server.into_split();
    let asked = async {
        tokio::io::copy(&mut from_client, &mut to_server).await?;
        to_server.shutdown().await
    };
    tokio::try_join!(asked, answered(from_server, to_client))?;
    Ok(())
}

async fn answered(
    mut server: tcp::OwnedReadHalf,
    mut client: tcp::OwnedWriteHalf,
) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = server.read(&mut piece).await?;
        if length == 0 {
            return client.shutdown().await;
        }
        tokio::time::sleep(delay()).await;
        client.write_all(&piece[..length]).await?;
    }
}

fn delay() -> Duration {
    let chance: f64 = rand::rng().random();
    Duration::from_secs_f64((LEAST_MS - MEAN_BEYOND_MS * (1.0 - chance).ln()) / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_is_quicker_than_the_way_allows() {
        let least = Duration::from_secs_f64(LEAST_MS / 1e3);
        assert!((0..1_000).all(|_| delay() >= least));
    }
}
