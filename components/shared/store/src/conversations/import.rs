//! Conversations from a file, many to a statement.

use crate::statement::{Statement, Value};
use parley_domain::{
    import::{Imported, content_hash, title},
    query::ImportQuery,
    status::Tier,
    turn::Turn,
};
use serde::Serialize;
use std::fmt::Write;

/// The most conversations that one statement writes: enough to make what a statement costs by itself not matter, and
/// over in a fraction of a second, since what it has locked others wait for.
const MAX_ROWS: usize = 500;

/// The same in bytes of JSON, which is what a chunk holds in the guest's memory; the row that passes it is the last.
const MAX_BYTES: usize = 1024 * 1024;

/// Conversations that go in, or are looked for, together.
#[derive(Debug, Default)]
pub struct Chunk {
    /// A JSON array without its last bracket; empty without rows.
    json: String,
    hashes: Vec<[u8; 32]>,
}

impl Chunk {
    /// Adds a conversation.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which texts and numbers always can.
    pub fn push(&mut self, imported: &Imported, query: &ImportQuery) -> serde_json::Result<()> {
        let Imported { turns, metadata } = imported;
        let made_title = match metadata.title {
            Some(_) => None,
            None => Some(title::made_from(turns)),
        };
        let mut category: Vec<&str> = metadata.category.iter().map(String::as_str).collect();
        for added in &query.categories {
            if !category.contains(&added.as_str()) {
                category.push(added);
            }
        }
        let hash = content_hash(turns);
        let row = Row {
            hash: hexadecimal(&hash),
            title: made_title.as_deref().or(metadata.title.as_deref()),
            persona: metadata.persona.as_deref().unwrap_or_default(),
            emotion: metadata.emotion.as_deref().unwrap_or_default(),
            tier: metadata.tier.unwrap_or(query.tier),
            quality: metadata.quality.map(|quality| quality.to_string()),
            category,
            parameters: &metadata.parameters,
            total_turns: turns.len(),
            turns,
        };
        self.json.push(if self.json.is_empty() { '[' } else { ',' });
        self.json.push_str(&serde_json::to_string(&row)?);
        self.hashes.push(hash);
        Ok(())
    }

    /// Whether it should be written before more is added.
    pub fn is_full(&self) -> bool {
        self.hashes.len() >= MAX_ROWS || self.json.len() >= MAX_BYTES
    }

    /// How many conversations it holds.
    pub fn rows(&self) -> usize {
        self.hashes.len()
    }

    /// What each of them is known by.
    pub fn hashes(&self) -> &[[u8; 32]] {
        &self.hashes
    }

    /// Creates those that are not there yet; answers how many those were.
    ///
    /// Rows are taken in the order of their hash, so that two imports of the same file wait for each other instead of
    /// deadlocking.
    pub fn create(mut self, query: &ImportQuery, created_by: &str) -> Statement {
        self.json.push(']');
        let mut statement = Statement::new(
            "WITH line AS MATERIALIZED (\
             SELECT gen_random_uuid() AS id, decode(hash, 'hex') AS content_hash, line.* FROM json_to_recordset(",
        );
        statement.bind(Value::Text(self.json)).push(
            "::json) AS line (hash text, title text, persona text, emotion text, tier text, quality numeric, \
             category text[], parameters jsonb, total_turns int4, turns json)), \
             added AS (INSERT INTO conversations (id, title, persona, emotion, tier, status, quality_score, total_turns, \
             category, parameters, content_hash, created_by) \
             SELECT id, title, persona, emotion, tier, ",
        );
        statement
            .bind_text(query.status)
            .push(", quality, total_turns, category, parameters, content_hash, ");
        statement.bind_text(created_by).push(
            " FROM line ORDER BY content_hash \
             ON CONFLICT (content_hash) WHERE content_hash IS NOT NULL DO NOTHING RETURNING id), \
             said AS (INSERT INTO conversation_turns (conversation_id, turn_number, role, content) \
             SELECT id, turn.number, turn.role, turn.content FROM added JOIN line USING (id) \
             CROSS JOIN LATERAL ROWS FROM (json_to_recordset(line.turns) AS (role text, content text)) \
             WITH ORDINALITY AS turn (role, content, number)) \
             SELECT count(*) FROM added",
        );
        statement
    }
}

/// How many of these are there already.
pub fn known(hashes: &[[u8; 32]]) -> Statement {
    let mut statement = Statement::new(
        "SELECT count(*) FROM conversations WHERE content_hash = ANY (\
         ARRAY(SELECT decode(hash, 'hex') FROM unnest(",
    );
    statement
        .bind_texts(hashes.iter().map(hexadecimal))
        .push(") AS hash))");
    statement
}

/// A conversation as the statement above takes it.
#[derive(Serialize)]
struct Row<'a> {
    hash: String,
    title: Option<&'a str>,
    persona: &'a str,
    emotion: &'a str,
    tier: Tier,
    quality: Option<String>,
    category: Vec<&'a str>,
    parameters: &'a serde_json::Map<String, serde_json::Value>,
    total_turns: usize,
    turns: &'a [Turn],
}

fn hexadecimal(hash: &[u8; 32]) -> String {
    let mut text = String::with_capacity(64);
    for byte in hash {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
