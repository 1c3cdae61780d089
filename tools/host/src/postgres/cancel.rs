//! Cancelling a statement, to its end.
//!
//! A cancellation travels on a connection of its own, and names the session, not the statement: one that arrives late
//! hits whatever that session does by then. `CancelToken::cancel_query` returns when the request has been sent. Here
//! the server's end of it is awaited too: it closes the connection after it has signalled the session, so from then on
//! nothing can be hit any more but what is running already.

use anyhow::{Context, Result, bail};
use tokio::{io::AsyncReadExt, net::TcpStream};
use tokio_postgres::{CancelToken, Config, NoTls, config::Host, tls::MakeTlsConnect};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Has the server cancel what `token`'s session runs, and returns when it has done so.
///
/// # Errors
/// When the server cannot be reached, or when the connection string leaves open which server it is.
pub async fn cancel(
    config: &Config,
    token: CancelToken,
    tls: Option<&MakeRustlsConnect>,
) -> Result<()> {
    let (host, address) = server(config)?;
    let stream = TcpStream::connect(address).await?.into_std()?;
    // A second handle on the same socket: the first goes into the TLS session and is not given back.
    let mut closed = TcpStream::from_std(stream.try_clone()?)?;
    let stream = TcpStream::from_std(stream)?;
    match tls {
        None => token.cancel_query_raw(stream, NoTls).await?,
        Some(tls) => {
            let tls = MakeTlsConnect::<TcpStream>::make_tls_connect(&mut tls.clone(), host)
                .context("preparing TLS")?;
            token.cancel_query_raw(stream, tls).await?;
        }
    }
    closed.read_to_end(&mut Vec::new()).await?;
    Ok(())
}

/// The one server of a connection string, by name and by address.
fn server(config: &Config) -> Result<(&str, (String, u16))> {
    let port = match config.get_ports() {
        [] => 5432,
        [port] => *port,
        _ => bail!("the connection string names several ports"),
    };
    match (config.get_hosts(), config.get_hostaddrs()) {
        ([Host::Tcp(host)], []) => Ok((host, (host.clone(), port))),
        ([Host::Tcp(host)], [address]) => Ok((host, (address.to_string(), port))),
        _ => bail!("the connection string names several servers"),
    }
}
