//! What a line tells of its conversation besides the turns: the member `metadata`, as an export writes it.

use super::Refusal;
use crate::{document::Fields, quality::Quality, status::Tier};
use serde_json::{Map, Value};

/// The longest title, in characters.
const MAX_TITLE_CHARS: usize = 500;

/// The longest persona, emotion and category, in characters.
const MAX_NAME_CHARS: usize = 200;

/// The most categories.
const MAX_CATEGORIES: usize = 50;

/// What is read. Whatever else is there belongs to other programs.
const NAMES: [&str; 7] = [
    "title",
    "persona",
    "emotion",
    "tier",
    "category",
    "qualityScore",
    "parameters",
];

/// What is told of a conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// Its title.
    pub title: Option<String>,
    /// Who its user is.
    pub persona: Option<String>,
    /// What that user feels.
    pub emotion: Option<String>,
    /// What it was made from.
    pub tier: Option<Tier>,
    /// Its categories.
    pub category: Vec<String>,
    /// Its judged quality.
    pub quality: Option<Quality>,
    /// What the generator was given.
    pub parameters: Map<String, Value>,
}

impl Metadata {
    /// Reads the member of a line. Null is as good as missing, and anything but an object is somebody else's.
    ///
    /// # Errors
    /// The first of the names above whose value is none.
    pub(super) fn read(value: Option<Value>) -> Result<Self, Refusal> {
        let Some(Value::Object(mut members)) = value else {
            return Ok(Self::default());
        };
        let mut known = Map::new();
        for name in NAMES {
            if let Some(value) = members.remove(name)
                && !value.is_null()
            {
                known.insert(name.to_owned(), value);
            }
        }
        let mut fields = Fields::of(known);
        let metadata = Self {
            title: fields.text("title", 1..=MAX_TITLE_CHARS),
            persona: fields.text("persona", 0..=MAX_NAME_CHARS),
            emotion: fields.text("emotion", 0..=MAX_NAME_CHARS),
            tier: fields.named("tier"),
            category: fields
                .texts("category", MAX_CATEGORIES, MAX_NAME_CHARS)
                .unwrap_or_default(),
            quality: fields.quality("qualityScore"),
            parameters: fields.object("parameters").unwrap_or_default(),
        };
        fields.finish(Some(metadata)).map_err(|errors| {
            errors.first().map_or_else(
                || Refusal::new("metadata", "the metadata cannot be read"),
                |error| {
                    let place = format!("metadata.{}", error.field);
                    Refusal::at(&place, error.code, &error.message)
                },
            )
        })
    }
}
