//! A request whose body is sent piece by piece, so that a test can look, or break something, in between.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

/// Longer than any answer takes.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A `POST` under way, in chunks (RFC 9112, section 7.1).
pub struct Upload {
    stream: TcpStream,
}

impl Upload {
    /// Sends the head.
    pub(super) fn begin(address: &str, path: &str, token: &str) -> Self {
        Self::of(
            address,
            ("POST", path),
            token,
            "application/jsonl",
            "transfer-encoding: chunked",
        )
    }

    /// Sends the head of a request that has a body of this many bytes.
    pub(super) fn stating(
        address: &str,
        request: (&str, &str),
        token: &str,
        content_type: &str,
        length: usize,
    ) -> Self {
        let framing = format!("content-length: {length}");
        Self::of(address, request, token, content_type, &framing)
    }

    fn of(
        address: &str,
        (method, path): (&str, &str),
        token: &str,
        content_type: &str,
        framing: &str,
    ) -> Self {
        let mut stream = TcpStream::connect(address).expect("a host that listens");
        stream
            .set_read_timeout(Some(TIMEOUT))
            .expect("a time limit");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
             content-type: {content_type}\r\nconnection: close\r\n{framing}\r\n\r\n"
        )
        .expect("a head that is taken");
        Self { stream }
    }

    /// Sends a piece; an error where the host no longer takes any.
    pub fn send(&mut self, piece: &[u8]) -> io::Result<()> {
        write!(self.stream, "{:x}\r\n", piece.len())?;
        self.stream.write_all(piece)?;
        self.stream.write_all(b"\r\n")
    }

    /// Sends the end, where the host still takes it, and answers with status and body.
    pub fn finish(mut self) -> (u16, String) {
        // An answer that came before the end is an answer too.
        let _ = self.stream.write_all(b"0\r\n\r\n");
        self.answer()
    }

    /// The answer's status and body.
    pub(super) fn answer(self) -> (u16, String) {
        let mut reader = BufReader::new(self.stream);
        let mut status = String::new();
        reader.read_line(&mut status).expect("an answer");
        let status = status
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap_or_else(|| panic!("no status in {status:?}"));
        let mut rest = String::new();
        // A host that has not read the whole body resets the connection behind its answer.
        let _ = reader.read_to_string(&mut rest);
        let body = rest
            .split_once("\r\n\r\n")
            .map_or("", |(_, body)| body)
            .to_owned();
        (status, body)
    }
}
