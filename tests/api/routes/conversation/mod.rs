//! `/api/conversations` and `/api/conversations/:id`, written to.

pub mod create;
pub mod delete;
pub mod get;
pub mod patch;
pub mod reviewers;
pub mod turns;

use crate::support::{client::Client, fixture::Fixture, own_app::OwnApp, tokens};
use serde_json::{Value, json};

/// An id that no conversation has.
pub const NOBODY: &str = "/api/conversations/00000000-0000-4000-8000-000000000000";

/// An app on a database of its own, with a client for each role.
pub struct Desk {
    _app: OwnApp,
    pub database_url: String,
    pub viewer: Client,
    pub reviewer: Client,
    pub admin: Client,
}

impl Desk {
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
            reviewer: client("reviewer"),
            admin: client("admin"),
            database_url,
            _app: app,
        }
    }

    /// Creates a conversation with some fields set otherwise; answers it.
    pub fn create(&self, changes: &Value) -> Value {
        let answer = self.reviewer.post("/api/conversations", &new(changes));
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()
    }
}

/// The body of a new conversation with some fields set otherwise.
pub fn new(changes: &Value) -> Value {
    let mut body = json!({
        "title": "First home, rising rates",
        "tier": "template",
        "turns": said(&["Should I fix the rate?", "For how long do you mean to stay?"]),
    });
    for (name, value) in changes.as_object().expect("an object of fields") {
        body[name] = value.clone();
    }
    body
}

/// Turns of the user and the assistant, the user first.
pub fn said(contents: &[&str]) -> Value {
    let roles = ["user", "assistant"].iter().cycle();
    contents
        .iter()
        .zip(roles)
        .map(|(content, role)| json!({ "role": role, "content": content }))
        .collect()
}

/// Where a conversation is.
pub fn path(conversation: &Value) -> String {
    let id = conversation["id"].as_str().expect("an id");
    format!("/api/conversations/{id}")
}

/// What was said, turn by turn.
pub fn contents(conversation: &Value) -> Vec<&str> {
    let turns = conversation["turns"].as_array().expect("turns");
    for (index, turn) in turns.iter().enumerate() {
        assert_eq!(turn["turnNumber"], index + 1, "{turns:?}");
    }
    assert_eq!(conversation["totalTurns"], turns.len());
    turns
        .iter()
        .map(|turn| turn["content"].as_str().expect("a content"))
        .collect()
}
