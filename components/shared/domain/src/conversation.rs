//! One conversation as a caller writes it: whole, or what is to change of it.
//!
//! Both serialise to the JSON that the functions of `migrations/0056_create_conversation_writes.up.sql` take: names as the API
//! has them, a member that is null clears what it names, and one that is missing leaves it alone.

use crate::{
    document::Fields,
    problem::FieldError,
    quality::Quality,
    status::{Status, Tier},
    turn::Turn,
};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The largest body that brings turns, in bytes: some 500,000 tokens of English, more than any model is trained on at once.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The largest body of an edit, in bytes; its largest member is `parameters`.
pub const MAX_EDIT_BYTES: usize = 256 * 1024;

/// The longest note of a decision, in characters.
pub const MAX_NOTE_CHARS: usize = 2_000;

/// The most categories of one conversation, as many as a filter takes.
const MAX_CATEGORIES: usize = 50;

/// The longest persona, emotion and category, in characters: the longest that a filter takes.
const MAX_LABEL_CHARS: usize = 200;

/// The longest title, in characters.
const MAX_TITLE_CHARS: usize = 500;

/// A conversation about to be created.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewConversation {
    title: String,
    tier: Tier,
    status: Status,
    turns: Vec<Turn>,
    persona: String,
    emotion: String,
    quality_score: Option<Quality>,
    category: Vec<String>,
    parameters: Map<String, Value>,
    template_id: Option<Uuid>,
    scenario_id: Option<Uuid>,
    edge_case_id: Option<Uuid>,
}

impl NewConversation {
    /// Reads the body of `POST /api/conversations`.
    ///
    /// # Errors
    /// Every field that is wrong or missing.
    pub fn read(mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        let title = fields.text("title", 1..=MAX_TITLE_CHARS);
        let title = fields.required("title", title);
        let tier = fields.named("tier");
        let tier = fields.required("tier", tier);
        let turns = fields.turns("turns");
        let turns = fields.required("turns", turns);
        let status = fields.named("status").unwrap_or(Status::Draft);
        // The others are decisions, or the end of a generation; each has a history that a new row has not.
        if !matches!(
            status,
            Status::Draft | Status::Generated | Status::PendingReview
        ) {
            fields.error(
                "status",
                "unknown_value",
                "one of draft, generated, pending_review",
            );
        }
        let persona = fields.text("persona", 0..=MAX_LABEL_CHARS);
        let emotion = fields.text("emotion", 0..=MAX_LABEL_CHARS);
        let quality_score = fields.quality("qualityScore");
        let category = fields.texts("category", MAX_CATEGORIES, MAX_LABEL_CHARS);
        let parameters = fields.object("parameters");
        let template_id = fields.uuid("templateId");
        let scenario_id = fields.uuid("scenarioId");
        let edge_case_id = fields.uuid("edgeCaseId");
        let required = title.zip(tier).zip(turns);
        fields.finish(required.map(|((title, tier), turns)| Self {
            title,
            tier,
            status,
            turns,
            persona: persona.unwrap_or_default(),
            emotion: emotion.unwrap_or_default(),
            quality_score,
            category: category.unwrap_or_default(),
            parameters: parameters.unwrap_or_default(),
            template_id,
            scenario_id,
            edge_case_id,
        }))
    }
}

/// What is to change of a conversation; `Some(None)` clears.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<Tier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    persona: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emotion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality_score: Option<Option<Quality>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_id: Option<Option<Uuid>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario_id: Option<Option<Uuid>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edge_case_id: Option<Option<Uuid>>,
    /// Where the status moves, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Edit {
    /// Reads the body of `PATCH /api/conversations/:id`.
    ///
    /// # Errors
    /// Every field that is wrong; a rejection without a reason; a reason or a note without a status; nothing at all.
    pub fn read(mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        if fields.is_empty() {
            fields.error("body", "empty", "names nothing to change");
        }
        let title = fields.text("title", 1..=MAX_TITLE_CHARS);
        let tier = fields.named("tier");
        let persona = fields.text("persona", 0..=MAX_LABEL_CHARS);
        let emotion = fields.text("emotion", 0..=MAX_LABEL_CHARS);
        let quality_score = cleared_or(&mut fields, "qualityScore", Fields::quality);
        let category = fields.texts("category", MAX_CATEGORIES, MAX_LABEL_CHARS);
        let parameters = fields.object("parameters");
        let template_id = cleared_or(&mut fields, "templateId", Fields::uuid);
        let scenario_id = cleared_or(&mut fields, "scenarioId", Fields::uuid);
        let edge_case_id = cleared_or(&mut fields, "edgeCaseId", Fields::uuid);
        let has_status = fields.has("status");
        let (has_reason, has_note) = (fields.has("reason"), fields.has("note"));
        let status = fields.named("status");
        let reason = fields.reason("reason");
        let note = fields.text("note", 1..=MAX_NOTE_CHARS);
        for (name, is_there) in [("reason", has_reason), ("note", has_note)] {
            if is_there && !has_status {
                fields.error(name, "without_status", "belongs to a status");
            }
        }
        if status == Some(Status::Rejected) && reason.is_none() {
            fields.error("reason", "required", "a rejection has a reason code");
        }
        fields.finish(Some(Self {
            title,
            tier,
            persona,
            emotion,
            quality_score,
            category,
            parameters,
            template_id,
            scenario_id,
            edge_case_id,
            status,
            reason,
            note,
        }))
    }
}

fn cleared_or<T>(
    fields: &mut Fields,
    name: &str,
    read: impl FnOnce(&mut Fields, &str) -> Option<T>,
) -> Option<Option<T>> {
    if fields.null(name) {
        return Some(None);
    }
    read(fields, name).map(Some)
}

/// Reads the body of `PUT /api/conversations/:id/turns`.
///
/// # Errors
/// Every field that is wrong or missing.
pub fn read_turns(mut fields: Fields) -> Result<Vec<Turn>, Vec<FieldError>> {
    let turns = fields.turns("turns");
    let turns = fields.required("turns", turns);
    fields.finish(turns)
}
