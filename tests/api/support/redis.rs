//! A Redis of one test's own.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpStream},
};

/// A server that keeps nothing on disk. It ends when this is dropped.
pub struct Redis(parley_xtask::redis::Redis);

impl Redis {
    /// Starts the server.
    pub fn start() -> Self {
        Self(parley_xtask::redis::Redis::start().expect("a Redis"))
    }

    /// `redis://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        self.0.url()
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
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.0.port()))
            .expect("a server that listens");
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
        self.0.stop();
    }

    /// Starts the server anew on the same port, empty.
    pub fn restart(&mut self) {
        self.0.restart().expect("a Redis that starts again");
    }
}
