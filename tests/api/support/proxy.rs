//! A way to a server that can be cut, as a network does it: without a word from either side.

use std::{
    io,
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// Forwards connections on a port of its own to a server. It ends when this is dropped.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    streams: Mutex<Vec<TcpStream>>,
    has_ended: AtomicBool,
}

impl Proxy {
    /// Starts forwarding to `server`.
    pub fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if shared.has_ended.load(Ordering::Relaxed) {
                    return;
                }
                // A server that is away is an end of the connection, as it would be without a proxy.
                if let Ok(server) = TcpStream::connect(server) {
                    shared.forward(&client, &server).expect("two sockets");
                }
            }
        });
        Self { address, state }
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Breaks every connection; new ones go through.
    pub fn cut(&self) {
        let mut streams = self.state.lock();
        for stream in streams.drain(..) {
            // One that has ended by itself is cut already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl State {
    fn forward(&self, client: &TcpStream, server: &TcpStream) -> io::Result<()> {
        for (mut from, mut to) in [
            (client.try_clone()?, server.try_clone()?),
            (server.try_clone()?, client.try_clone()?),
        ] {
            thread::spawn(move || {
                // Either side may end it at any time; the other is told so.
                let _ = io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
        self.lock()
            .extend([client.try_clone()?, server.try_clone()?]);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<TcpStream>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.has_ended.store(true, Ordering::Relaxed);
        self.cut();
        // Wakes the thread that accepts, which then sees the end.
        let _ = TcpStream::connect(self.address);
    }
}
