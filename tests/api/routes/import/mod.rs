//! `/api/import`.

pub mod corpus;
pub mod interrupted;
pub mod post;
pub mod round_trip;

use crate::support::{
    client::{Answer, Client},
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    tokens,
};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};

/// The route.
pub const PATH: &str = "/api/import";

/// The media type of a file.
const JSONL: (&str, &str) = ("content-type", "application/jsonl");

/// An app on a database of its own, and a reviewer.
pub struct Desk<'a> {
    pub fixture: &'a Fixture,
    pub app: OwnApp,
    pub reviewer: Client,
    pub connection: PgConnection,
}

impl<'a> Desk<'a> {
    /// Starts the app on a copy of the seeded database.
    pub fn open(fixture: &'a Fixture) -> Self {
        Self::on(fixture, fixture.own_database())
    }

    /// Starts the app on this database.
    pub fn on(fixture: &'a Fixture, url: String) -> Self {
        Self::started(Builder::new(fixture, &url), fixture, &url)
    }

    /// Starts an app that was set up otherwise.
    pub fn started(builder: Builder<'_>, fixture: &'a Fixture, url: &str) -> Self {
        let app = builder.start();
        let reviewer = tokens::of(fixture.secret(), "reviewer", "reviewer-1");
        let reviewer = app.client.with_token(&reviewer);
        let connection = fixture.connect(url);
        Self {
            fixture,
            app,
            reviewer,
            connection,
        }
    }

    /// Sends a file.
    pub fn send(&self, query: &str, file: impl Into<Vec<u8>>) -> Answer {
        self.reviewer
            .send_bytes("POST", &format!("{PATH}{query}"), &[JSONL], file.into())
    }

    /// Sends a file; answers the report.
    pub fn import(&self, file: impl Into<Vec<u8>>) -> Value {
        self.send("", file).data()
    }

    /// A number from the database.
    pub fn number(&mut self, statement: &str) -> i64 {
        let number = sqlx::query_scalar(AssertSqlSafe(statement.to_owned()));
        self.fixture
            .block_on(number.fetch_one(&mut self.connection))
            .unwrap_or_else(|error| panic!("{statement}: {error}"))
    }

    /// How many conversations were imported.
    pub fn imported(&mut self) -> i64 {
        self.number("SELECT count(*) FROM conversations WHERE content_hash IS NOT NULL")
    }

    /// The imported conversations under a title, each with its turns.
    pub fn titled(&mut self, title: &str) -> Vec<Value> {
        let rows = sqlx::query_scalar::<_, String>(
            "SELECT jsonb_set(to_jsonb(c), '{turns}', (SELECT jsonb_agg(jsonb_build_array(role, content) ORDER BY turn_number) \
             FROM conversation_turns WHERE conversation_id = c.id))::text \
             FROM conversations c WHERE content_hash IS NOT NULL AND title = $1",
        );
        self.fixture
            .block_on(rows.bind(title).fetch_all(&mut self.connection))
            .expect("imported rows")
            .iter()
            .map(|row| serde_json::from_str(row).expect("a row as JSON"))
            .collect()
    }

    /// Holds what every statement has to keep against the whole database.
    pub fn assert_consistent(&mut self) {
        for (what, statement) in [
            (
                "counters are wrong",
                "SELECT count(*) FROM counters_check()",
            ),
            (
                "conversations lack turns",
                "SELECT count(*) FROM conversations c WHERE content_hash IS NOT NULL AND total_turns <> \
                 (SELECT count(*) FROM conversation_turns WHERE conversation_id = c.id)",
            ),
        ] {
            assert_eq!(self.number(statement), 0, "{what}");
        }
    }
}

/// One line: a conversation of a question and an answer, unlike that of any other number.
pub fn line(number: usize) -> String {
    let messages = json!([
        {"role": "user", "content": format!("Question {number}")},
        {"role": "assistant", "content": format!("Answer {number}")},
    ]);
    format!("{}\n", json!({ "messages": messages }))
}

/// Lines of these numbers.
pub fn lines(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(line).collect()
}

/// The counts of a report.
pub fn counts(report: &Value) -> [u64; 4] {
    ["lines", "created", "duplicates", "failed"]
        .map(|name| report[name].as_u64().expect("a number"))
}
