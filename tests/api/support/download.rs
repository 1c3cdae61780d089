//! A download over a socket of its own, which can be held, given up, and told whole from broken.

use super::client::Client;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Longer than any deadline of the API.
const TIMEOUT: Duration = Duration::from_secs(120);

/// A body that is being received, in chunks (RFC 9112, section 7.1).
pub struct Download {
    reader: BufReader<TcpStream>,
}

/// The transfer ended before its body did.
#[derive(Debug)]
pub struct BrokenOff;

impl Download {
    /// Sends a `GET` and reads the headers of its 200, and nothing of its body.
    pub fn start(client: &Client, path: &str) -> Self {
        let authority = client.authority();
        let mut stream = TcpStream::connect(authority).expect("a connection to the app");
        stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        let mut request = format!("GET {path} HTTP/1.1\r\nhost: {authority}\r\n");
        if let Some(token) = client.token() {
            request.push_str(&format!("authorization: Bearer {token}\r\n"));
        }
        request.push_str("connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(
                reader.read_line(&mut head).expect("a head") > 0,
                "no response"
            );
        }
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(
            head.to_ascii_lowercase()
                .contains("transfer-encoding: chunked"),
            "{head}"
        );
        Self { reader }
    }

    /// The whole body.
    ///
    /// # Errors
    /// When the connection ends before the last chunk.
    pub fn rest(mut self) -> Result<Vec<u8>, BrokenOff> {
        let mut body = Vec::new();
        loop {
            let mut size = String::new();
            self.reader.read_line(&mut size).map_err(|_| BrokenOff)?;
            let size = usize::from_str_radix(size.trim_end(), 16).map_err(|_| BrokenOff)?;
            let start = body.len();
            body.resize(start + size + 2, 0);
            self.reader
                .read_exact(&mut body[start..])
                .map_err(|_| BrokenOff)?;
            body.truncate(start + size);
            if size == 0 {
                return Ok(body);
            }
        }
    }
}
