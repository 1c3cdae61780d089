//! Requests byte by byte, for what no HTTP client would send.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Longer than any deadline of the API but those of bulk work, which malformed requests do not get to.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A response.
    Answered {
        /// Its status.
        status: u16,
        /// All of it, status line and headers included.
        text: String,
    },
    /// The host closed the connection without one, as it may where there is no HTTP in what it read.
    Closed,
    /// Nothing, for longer than any request may take.
    Hung,
}

/// Sends bytes on a connection of their own to the app at `url`, and reads until the host closes it.
pub fn send(url: &str, bytes: &[u8]) -> Outcome {
    let address = url.strip_prefix("http://").expect("an http URL");
    let mut stream = TcpStream::connect(address).expect("a connection to the app");
    stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
    stream.set_write_timeout(Some(TIMEOUT)).expect("a timeout");
    // A host that has answered already may close before it has read everything; what it answered is still there.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&chunk[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Outcome::Hung;
            }
            Err(_) => break,
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text
        .strip_prefix("HTTP/1.1 ")
        .or_else(|| text.strip_prefix("HTTP/1.0 "))
        .and_then(|rest| rest.get(..3)?.parse().ok());
    match status {
        Some(status) => Outcome::Answered { status, text },
        None => Outcome::Closed,
    }
}
