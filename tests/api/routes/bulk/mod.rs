//! `/api/conversations/bulk`.

pub mod cut;
pub mod get;
pub mod post;
pub mod undo;

use crate::support::{
    client::Client,
    fixture::Fixture,
    own_app::{Builder, OwnApp},
    tokens,
};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};

/// The route.
const BULK: &str = "/api/conversations/bulk";

/// An id that no conversation and no batch has.
const NOBODY: &str = "00000000-0000-4000-8000-00000000dead";

/// A database of a test's own, with an app on it.
struct Desk<'a> {
    fixture: &'a Fixture,
    url: String,
    app: OwnApp,
    /// Signed in as a reviewer.
    reviewer: Client,
    database: std::cell::RefCell<PgConnection>,
}

impl<'a> Desk<'a> {
    fn open(fixture: &'a Fixture) -> Self {
        let url = fixture.own_database();
        let app = Builder::new(fixture, &url).start();
        let reviewer = reviewer(fixture, &app.client);
        let database = fixture.connect(&url).into();
        Self {
            fixture,
            url,
            app,
            reviewer,
            database,
        }
    }

    /// Sends a bulk action that is done.
    fn done(&self, body: &Value) -> Value {
        self.reviewer.post(BULK, body).data()
    }

    /// Undoes a batch.
    fn undone(&self, batch: &Value) -> Value {
        self.reviewer.post(&undo(batch), &json!({})).data()
    }

    /// Runs SQL for its effect.
    fn run(&self, sql: &str) {
        let mut database = self.database.borrow_mut();
        self.fixture
            .block_on(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *database))
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The one number a query gives.
    fn number(&self, sql: &str) -> i64 {
        let mut database = self.database.borrow_mut();
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        self.fixture
            .block_on(query.fetch_one(&mut *database))
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The texts a query gives.
    fn texts(&self, sql: &str) -> Vec<String> {
        let mut database = self.database.borrow_mut();
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        self.fixture
            .block_on(query.fetch_all(&mut *database))
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Ids of so many conversations with this status, in order.
    fn ids(&self, status: &str, rows: usize) -> Vec<String> {
        let ids = self.texts(&format!(
            "SELECT id::text FROM conversations WHERE status = '{status}' ORDER BY id LIMIT {rows}"
        ));
        assert_eq!(ids.len(), rows, "too few are {status}");
        ids
    }

    /// How many have this status.
    fn count(&self, status: &str) -> i64 {
        self.number(&format!(
            "SELECT count(*) FROM conversations WHERE status = '{status}'"
        ))
    }

    fn status(&self, id: &str) -> String {
        let sql = format!("SELECT status FROM conversations WHERE id = '{id}'");
        self.texts(&sql).remove(0)
    }

    /// Fails unless items, histories, statuses, counts of the batch and counters tell the same story of a batch that
    /// was not undone.
    fn assert_whole(&self, batch: &str) {
        let listed = self.number(&format!(
            "SELECT count(*) FROM bulk_batch_items WHERE batch_id = '{batch}' AND outcome = 'changed'"
        ));
        let in_history = self.number(&format!(
            "SELECT count(*) FROM conversations, jsonb_array_elements(review_history) AS entry \
             WHERE entry ->> 'batch' = '{batch}'"
        ));
        assert_eq!(listed, in_history, "items and entries in histories");
        let agreeing = self.number(&format!(
            "SELECT count(*) FROM bulk_batch_items i JOIN bulk_batches b ON b.id = i.batch_id \
             JOIN conversations c ON c.id = i.conversation_id \
             WHERE b.id = '{batch}' AND i.outcome = 'changed' AND c.version = i.version_after \
               AND c.status = b.parameters ->> 'to' AND c.review_history -> -1 ->> 'batch' = '{batch}' \
               AND c.review_history -> -1 ->> 'from' = i.before ->> 'status'"
        ));
        assert_eq!(agreeing, listed, "items that agree with their rows");
        let accounted = self.number(&format!(
            "SELECT (b.matching - b.changed - b.unchanged - b.refused - b.missing \
               - (SELECT coalesce(sum(cardinality(conversation_ids)), 0) FROM bulk_batch_chunks WHERE batch_id = b.id) \
               + abs(b.changed - {listed}))::int8 FROM bulk_batches b WHERE b.id = '{batch}'"
        ));
        assert_eq!(accounted, 0, "selected, but neither done nor left to do");
        assert_eq!(self.number("SELECT count(*) FROM counters_check()"), 0);
    }
}

/// The same client as a reviewer.
fn reviewer(fixture: &Fixture, client: &Client) -> Client {
    as_role(fixture, client, "reviewer")
}

/// The same client in another role.
fn as_role(fixture: &Fixture, client: &Client, role: &str) -> Client {
    let claims = tokens::claims_with(&json!({ "app_metadata": { "role": role } }));
    client.with_token(&tokens::hmac(Algorithm::HS256, fixture.secret(), &claims))
}

/// Where a batch is.
fn path(batch: &Value) -> String {
    format!("{BULK}/{}", batch.as_str().expect("a batchId"))
}

/// Where it is undone.
fn undo(batch: &Value) -> String {
    format!("{}/undo", path(batch))
}

/// An action on what has this status.
fn on_status(action: &str, status: &str) -> Value {
    json!({ "action": action, "reason": "off_topic",
            "selection": { "filter": { "status": [status] }, "maxAffected": 100_000 } })
}

/// An action on these.
fn on_ids(action: &str, ids: &[String]) -> Value {
    json!({ "action": action, "reason": "off_topic", "selection": { "ids": ids } })
}

/// The outcome of each item of an answer, by id.
fn outcomes(answer: &Value) -> Vec<(String, String)> {
    let items = answer["items"].as_array().expect("items");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    items
        .iter()
        .map(|item| (text(&item["id"]), text(&item["outcome"])))
        .collect()
}
