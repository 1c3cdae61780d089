//! `/api/templates`, `/api/scenarios` and `/api/edge-cases`: what one does, all three do.

pub mod cache;
pub mod create;
pub mod delete;
pub mod get;
pub mod list;
pub mod patch;

use crate::support::{client::Client, fixture::Fixture, own_app::OwnApp, tokens};
use serde_json::{Value, json};

/// An id that nothing has.
pub const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// One of the three.
pub struct Resource {
    /// Where it is.
    pub path: &'static str,
    /// Its table.
    pub table: &'static str,
    /// The column of conversations that names one.
    pub column: &'static str,
    /// What one may belong to: the field and the parameter that name it.
    pub parent: Option<(&'static str, &'static str)>,
}

/// All of them, each after what it may belong to.
pub const RESOURCES: [Resource; 3] = [
    Resource {
        path: "/api/templates",
        table: "templates",
        column: "template_id",
        parent: None,
    },
    Resource {
        path: "/api/scenarios",
        table: "scenarios",
        column: "scenario_id",
        parent: Some(("templateId", "template_id")),
    },
    Resource {
        path: "/api/edge-cases",
        table: "edge_cases",
        column: "edge_case_id",
        parent: Some(("scenarioId", "scenario_id")),
    },
];

/// An app without caches on a database of its own, with a client for each role.
pub struct Library {
    _app: OwnApp,
    pub database_url: String,
    pub viewer: Client,
    pub admin: Client,
}

impl Library {
    /// Starts the app.
    pub fn open(fixture: &Fixture) -> Self {
        let database_url = fixture.own_database();
        let app = fixture.own_app(&database_url, &[]);
        let client = |role| {
            app.client
                .with_token(&tokens::of(fixture.secret(), role, role))
        };
        Self {
            viewer: client("viewer"),
            admin: client("admin"),
            database_url,
            _app: app,
        }
    }

    /// Creates one with some fields set otherwise; answers it.
    pub fn create(&self, resource: &Resource, changes: &Value) -> Value {
        let answer = self.admin.post(resource.path, &new(changes));
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }
}

/// The body of a new one with some fields set otherwise.
pub fn new(changes: &Value) -> Value {
    let mut body = json!({
        "name": "Rising rates",
        "body": "You are {{persona}}. Ask about {{topic}}, twice: {{topic}}.",
        "parameters": {"persona": "a first-time buyer", "topic": "mortgages"},
    });
    for (name, value) in changes.as_object().expect("an object of fields") {
        body[name] = value.clone();
    }
    body
}

/// Where one is.
pub fn path(resource: &Resource, row: &Value) -> String {
    let id = row["id"].as_str().expect("an id");
    format!("{}/{id}", resource.path)
}

/// The fields that a 400 names with this code.
pub fn named(code: &str, fields: &[&str]) -> Vec<(String, String)> {
    fields
        .iter()
        .map(|field| ((*field).to_owned(), code.to_owned()))
        .collect()
}
