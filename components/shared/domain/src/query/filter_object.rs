//! A filter as a JSON object: the parameters of a list by the same names, with the same meaning and the same rules.
//!
//! What JSON has types for has them here: scores are numbers, lists are lists, and a comma is a comma. And nothing is
//! guessed: an empty list or text, which a query string lets pass where a form was left blank, is an error, as it would
//! select everything.

use super::{MAX_LIST_VALUES, MAX_TEXT_CHARS, Params};
use crate::{document::Fields, filter::Filter};

const LISTS: [&str; 6] = [
    "status",
    "tier",
    "category",
    "persona",
    "emotion",
    "template_id",
];
const TEXTS: [&str; 3] = ["search", "start_date", "end_date"];
const SCORES: [&str; 2] = ["quality_min", "quality_max"];

impl Fields {
    /// What selects conversations: `{"status": ["pending_review"], "quality_min": 8, "search": "…"}`.
    pub fn filter(&mut self, name: &str) -> Option<Filter> {
        self.nested(name, |fields| {
            let mut params = Params {
                commas: false,
                ..Params::read("")
            };
            for name in LISTS {
                if let Some(values) = fields.texts(name, MAX_LIST_VALUES, MAX_TEXT_CHARS) {
                    if values.is_empty() {
                        fields.error(name, "empty", "leave it out instead");
                    }
                    params.values.insert(name.to_owned(), values);
                }
            }
            for name in TEXTS {
                let text = fields.text(name, 1..=MAX_TEXT_CHARS);
                params.give(name, text);
            }
            for name in SCORES {
                let score = fields.quality(name);
                params.give(name, score);
            }
            let filter = params.filter();
            for error in params.errors {
                fields.error(&error.field, error.code, error.message);
            }
            Some(filter)
        })
    }
}

impl Params {
    fn give(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.values.insert(name.to_owned(), vec![value.to_string()]);
        }
    }
}
