//! A private Redis, for tests and for what happens when it goes away.

use crate::app::end_with_this_thread;
use anyhow::{Context, Result, ensure};
use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long the server may take to listen; it takes milliseconds.
const START_TIMEOUT: Duration = Duration::from_secs(10);

/// A `redis-server` on a free port of 127.0.0.1 that keeps nothing on disk. It ends when this is dropped, or with the
/// thread that started it.
#[derive(Debug)]
pub struct Redis {
    port: u16,
    server: Option<Child>,
}

impl Redis {
    /// Starts the server.
    ///
    /// # Errors
    /// When there is none on PATH, or it does not listen.
    pub fn start() -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .context("no port is free on 127.0.0.1")?
            .port();
        let mut redis = Self { port, server: None };
        redis.restart()?;
        Ok(redis)
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `redis://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Ends the server at once; connections to it break.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // It may have ended by itself, which is as good.
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Starts the server anew on the same port, empty.
    ///
    /// # Errors
    /// As [`Redis::start`].
    pub fn restart(&mut self) -> Result<()> {
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
            .context("redis-server is not on PATH (Debian: apt-get install redis-server)")?;
        self.server = Some(server);
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            ensure!(started.elapsed() < START_TIMEOUT, "Redis does not listen");
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}
