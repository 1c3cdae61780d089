//! An HTTP server of one test's own, which keeps what is posted to it.

use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU16, Ordering},
    },
    thread::{self, JoinHandle},
};

/// It listens on a free port of 127.0.0.1, and ends when this is dropped.
pub struct Receiver {
    address: SocketAddr,
    state: Arc<State>,
    server: Option<JoinHandle<()>>,
}

struct State {
    taken: Mutex<Vec<Value>>,
    status: AtomicU16,
    is_over: AtomicBool,
}

impl Receiver {
    /// Starts to listen.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State {
            taken: Mutex::new(Vec::new()),
            status: AtomicU16::new(204),
            is_over: AtomicBool::new(false),
        });
        let serving = Arc::clone(&state);
        let server = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.is_over.load(Ordering::SeqCst) {
                    return;
                }
                // Whoever breaks off has posted nothing.
                let _ = serving.answer(&stream);
            }
        });
        Self {
            address,
            state,
            server: Some(server),
        }
    }

    /// `http://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers with this status from now on.
    pub fn answer_with(&self, status: u16) {
        self.state.status.store(status, Ordering::SeqCst);
    }

    /// What was posted, whatever it was answered with.
    pub fn taken(&self) -> Vec<Value> {
        let taken = self.state.taken.lock();
        taken.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl State {
    fn answer(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let head = head.to_lowercase();
        let length = head
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next())
            .and_then(|length| length.trim().parse().ok());
        let body = match length {
            Some(length) => {
                let mut body = vec![0; length];
                reader.read_exact(&mut body)?;
                body
            }
            None => read_chunks(&mut reader)?,
        };
        let body = serde_json::from_slice(&body).unwrap_or_default();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.push(body);
        let status = self.status.load(Ordering::SeqCst);
        let answer =
            format!("HTTP/1.1 {status} -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        (&mut &*stream).write_all(answer.as_bytes())
    }
}

/// A body in chunks (RFC 9112, section 7.1).
fn read_chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16).unwrap_or_default();
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&chunk[..size]);
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::SeqCst);
        // A last connection, so that the server sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(server) = self.server.take() {
            let _ = server.join();
        }
    }
}
