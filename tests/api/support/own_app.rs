//! An app of one test's own: with other variables, another store or another manifest, and faults put between it and
//! what it uses.

use super::{client::Client, fixture::Fixture, tokens};
use parley_xtask::{
    app::{App, Settings, runtime_config},
    bench::process,
    workspace::root,
};
use serde_json::Value;
use std::{fs, path::PathBuf, sync::atomic::Ordering};

/// An app about to be started.
pub struct Builder<'a> {
    fixture: &'a Fixture,
    variables: Vec<(String, String)>,
    manifest: PathBuf,
    redis_url: Option<String>,
}

/// An app with a client signed in as a viewer. It ends when this is dropped.
pub struct OwnApp {
    app: App,
    /// Talks to it.
    pub client: Client,
}

impl<'a> Builder<'a> {
    /// Parley as `spin.toml` has it, on this database, without its caches: what it answers is what the database holds.
    pub fn new(fixture: &'a Fixture, database_url: &str) -> Self {
        let app = Self {
            fixture,
            variables: Settings::variables(database_url, fixture.secret()).expect("a database URL"),
            manifest: root().join("spin.toml"),
            redis_url: None,
        };
        app.cached_for(0)
    }

    /// Serves what was read again for this many seconds.
    pub fn cached_for(self, seconds: u32) -> Self {
        let seconds = seconds.to_string();
        [
            "cache_list_s",
            "cache_count_s",
            "cache_facets_s",
            "cache_library_list_s",
            "cache_library_item_s",
        ]
        .iter()
        .fold(self, |app, name| app.variable(name, &seconds))
    }

    /// Sets a variable of `spin.toml`.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs another manifest, named by its path in the checkout.
    pub fn manifest(mut self, path: &str) -> Self {
        self.manifest = root().join(path);
        self
    }

    /// Keeps the key-value store in this Redis.
    pub fn redis(mut self, url: &str) -> Self {
        self.redis_url = Some(url.to_owned());
        self
    }

    /// Starts the app.
    pub fn start(self) -> OwnApp {
        let number = self.fixture.started.fetch_add(1, Ordering::Relaxed);
        let state_dir = self.fixture.folder.path().join(format!("own-{number}"));
        fs::create_dir_all(&state_dir).expect("a folder for the app");
        let runtime_config =
            runtime_config(&self.fixture.host, &state_dir, self.redis_url.as_deref())
                .expect("a runtime configuration");
        let settings = Settings {
            port: 0,
            state_dir,
            variables: self.variables,
            runtime_config,
            log: Some(self.fixture.log_path()),
        };
        let app = App::start_measured(&self.fixture.host, &settings, &self.manifest)
            .expect("an app with these settings");
        let client = Client::new(&app.url, Some(tokens::viewer(self.fixture.secret())));
        OwnApp { app, client }
    }
}

impl OwnApp {
    /// Ends its host in the middle of whatever it does.
    pub fn kill(&self) {
        self.app.kill();
    }

    /// Its address.
    pub fn url(&self) -> &str {
        &self.app.url
    }

    /// Memory in RAM of the host that runs it, in bytes; `None` where the system does not say.
    pub fn resident_bytes(&self) -> Option<u64> {
        process::resident_bytes(self.app.process_group())
    }

    /// Lets calls of components to the host wait or fail, by the rules of `tools/host/README.md`; an empty list ends
    /// all faults. False on a host that cannot do so, where there is nothing to test.
    pub fn set_faults(&self, rules: &Value) -> bool {
        let Some(url) = &self.app.control_url else {
            return false;
        };
        let answer = Client::new(url, None).put("/faults", rules);
        assert_eq!(answer.status, 200, "{}", answer.text());
        true
    }
}
