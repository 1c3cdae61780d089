//! A Redis of one test's own.

use parley_xtask::app::end_with_this_thread;
use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long the server may take to listen; it takes milliseconds.
const START_TIMEOUT: Duration = Duration::from_secs(10);

/// A `redis-server` on a free port of 127.0.0.1 that keeps nothing on disk. It ends when this is dropped, or with the
/// thread that started it.
pub struct Redis {
    port: u16,
    server: Option<Child>,
}

impl Redis {
    /// Starts the server.
    pub fn start() -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let mut redis = Self { port, server: None };
        redis.restart();
        redis
    }

    /// `redis://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// How many keys it holds.
    pub fn keys(&self) -> u64 {
        let answer = self.send("DBSIZE");
        answer
            .strip_prefix(':')
            .and_then(|count| count.parse().ok())
            .unwrap_or_else(|| panic!("Redis answered {answer:?}"))
    }

    /// Sends a command as a person types it, and answers the first line of what comes back.
    pub fn send(&self, command: &str) -> String {
        let mut connection =
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("a server that listens");
        connection
            .write_all(format!("{command}\r\n").as_bytes())
            .expect("a command sent");
        let mut answer = String::new();
        BufReader::new(connection)
            .read_line(&mut answer)
            .expect("an answer");
        answer.trim().to_owned()
    }

    /// Ends the server; connections to it break.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().expect("a server that can be ended");
            server.wait().expect("a server that has ended");
        }
    }

    /// Starts the server anew on the same port, empty.
    pub fn restart(&mut self) {
        self.stop();
        let mut command = Command::new("redis-server");
        command
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &self.port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        end_with_this_thread(&mut command);
        let server = command
            .spawn()
            .expect("redis-server on PATH (Debian: apt-get install redis-server)");
        self.server = Some(server);
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            assert!(started.elapsed() < START_TIMEOUT, "Redis does not listen");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}
