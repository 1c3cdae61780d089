//! `/api/admin/db-stats`, `/api/admin/performance/database` and `indexes`, `/api/admin/explain`: what goes on in the
//! database.

pub mod access;
pub mod connections;
pub mod database;
pub mod explain;
pub mod indexes;

use crate::support::{client::Client, fixture::Fixture, own_app::OwnApp, tokens};

/// An app on a database of its own, with an admin.
pub struct Inspected {
    pub app: OwnApp,
    pub url: String,
    pub admin: Client,
}

impl Inspected {
    /// Starts the app on a copy of the seeded database.
    pub fn open(fixture: &Fixture) -> Self {
        Self::of(fixture, fixture.own_database(), &[])
    }

    /// Starts the app on this database, with these variables.
    pub fn of(fixture: &Fixture, url: String, variables: &[(&str, &str)]) -> Self {
        let app = fixture.own_app(&url, variables);
        let admin = app
            .client
            .with_token(&tokens::of(fixture.secret(), "admin", "somebody"));
        Self { app, url, admin }
    }
}
