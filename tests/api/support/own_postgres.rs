//! A Postgres of one test's own, to be stopped and started.

use super::fixture::Fixture;
use parley_xtask::{migrate, postgres::Cluster};

/// A server with a migrated, empty database. It ends when this is dropped.
pub struct OwnPostgres<'a> {
    fixture: &'a Fixture,
    cluster: Cluster,
    /// The database's URL.
    pub url: String,
}

impl<'a> OwnPostgres<'a> {
    /// Starts the server.
    pub fn start(fixture: &'a Fixture) -> Self {
        let cluster = fixture.block_on(async {
            let cluster = Cluster::temporary(fixture.postgres)
                .await
                .expect("a Postgres");
            migrate::up(&cluster.url()).await.expect("the schema");
            cluster
        });
        let url = cluster.url();
        Self {
            fixture,
            cluster,
            url,
        }
    }

    /// Stops the server: what runs is ended, and connections break.
    pub fn stop(&mut self) {
        self.fixture
            .block_on(self.cluster.stop())
            .expect("a server that stops");
    }

    /// Ends the server as a crash does. A stop ends its sessions one after the other, so what waits for a lock may get it
    /// when the holder's has ended; here nothing lets go of a lock.
    pub fn crash(&mut self) {
        self.fixture
            .block_on(self.cluster.crash())
            .expect("a server that ends");
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.fixture
            .block_on(self.cluster.start())
            .expect("a server that starts again");
        assert_eq!(self.cluster.url(), self.url, "its port was taken meanwhile");
    }
}
