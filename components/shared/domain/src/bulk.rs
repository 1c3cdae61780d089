//! One action on many conversations: what is asked for, and what came of each.

pub use crate::status::UnknownName;
use crate::{
    document::Fields,
    filter::Filter,
    problem::FieldError,
    status::{Status, named},
    timestamp::{RangeEnd, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};
use uuid::Uuid;

/// The most ids that one request may name.
pub const MAX_IDS: usize = 1_000;

/// The most conversations that one request may change by a filter.
pub const MAX_AFFECTED: i64 = 1_000_000;

/// The longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 2_000;

/// The longest reason code, in characters.
const MAX_REASON_CHARS: usize = 64;

named! {
    /// What is done to each conversation.
    Action {
        /// Moves it to approved.
        Approve = "approve",
        /// Moves it to rejected, with a reason code.
        Reject = "reject",
        /// Moves it to needs_revision.
        NeedsRevision = "needs_revision",
        /// Moves it to pending_review.
        Submit = "submit",
        /// Moves it to archived.
        Archive = "archive",
        /// Takes it out of the archive, to draft.
        Restore = "restore",
    }
}

impl Action {
    /// The status it moves to.
    pub const fn target(self) -> Status {
        match self {
            Self::Approve => Status::Approved,
            Self::Reject => Status::Rejected,
            Self::NeedsRevision => Status::NeedsRevision,
            Self::Submit => Status::PendingReview,
            Self::Archive => Status::Archived,
            Self::Restore => Status::Draft,
        }
    }
}

named! {
    /// What came of one conversation.
    Outcome {
        /// It was moved.
        Changed = "changed",
        /// It was there already.
        Unchanged = "unchanged",
        /// It may not be moved there; the item says why.
        Refused = "refused",
        /// There is no such conversation.
        Missing = "missing",
        /// It was moved, and the undo moved it back.
        Undone = "undone",
        /// It was moved, and the undo left it alone, as somebody changed it since.
        ChangedSince = "changed_since",
    }
}

/// Which conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These.
    Ids(BTreeSet<Uuid>),
    /// What a filter matches.
    Filter {
        /// The filter.
        filter: Box<Filter>,
        /// Not changed after this instant, which is what a person has seen; `None` for now.
        as_of: Option<Timestamp>,
        /// Nothing is done where more than these match.
        max_affected: i64,
    },
}

/// The body of `POST /api/conversations/bulk`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRequest {
    /// What to do.
    pub action: Action,
    /// To which.
    pub selection: Selection,
    /// The selection as it came, as JSON: what tells whether a request is the same one, sent again.
    pub asked: String,
    /// Say what would be done, and do nothing.
    pub dry_run: bool,
    /// A code that goes into each history.
    pub reason: Option<String>,
    /// A text that goes into each history.
    pub note: Option<String>,
    /// The batch's id, where the caller chose it.
    pub batch_id: Option<Uuid>,
}

impl BulkRequest {
    /// Reads the members of a body.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn parse(mut fields: Fields) -> Result<Self, Vec<FieldError>> {
        let action = fields.named("action");
        let action = fields.required("action", action);
        let reason = reason(&mut fields);
        if action == Some(Action::Reject) && reason.is_none() {
            fields.error("reason", "required", "a rejection needs a reason code");
        }
        let note = fields.text("note", 1..=MAX_NOTE_CHARS);
        let dry_run = fields.boolean("dryRun").unwrap_or(false);
        let batch_id = fields.uuid("batchId");
        let selection = fields.value("selection");
        let selection = fields.required("selection", selection).and_then(|asked| {
            let text = asked.to_string();
            let selection = fields.element("selection", asked, read_selection);
            selection.map(|selection| (selection, text))
        });
        let request = action
            .zip(selection)
            .map(|(action, (selection, asked))| Self {
                action,
                selection,
                asked,
                dry_run,
                reason,
                note,
                batch_id,
            });
        fields.finish(request)
    }

    /// What the database keeps of the action's arguments, as JSON.
    pub fn parameters(&self) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Parameters<'a> {
            to: Status,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            note: Option<&'a str>,
        }
        serde_json::to_string(&Parameters {
            to: self.action.target(),
            reason: self.reason.as_deref(),
            note: self.note.as_deref(),
        })
    }
}

/// A reason code as the database takes it (`migrations/0004`): lower-case letters, digits and underscores.
fn reason(fields: &mut Fields) -> Option<String> {
    let reason = fields.text("reason", 1..=MAX_REASON_CHARS)?;
    let is_code = reason
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if is_code && reason.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Some(reason);
    }
    fields.error(
        "reason",
        "not_a_code",
        "a code of lower-case letters, digits and underscores, such as off_topic",
    );
    None
}

fn read_selection(fields: &mut Fields) -> Option<Selection> {
    let (has_ids, has_filter) = (fields.has("ids"), fields.has("filter"));
    if has_ids == has_filter {
        // Neither name says more than the other, so the error stands at one of them and names both.
        fields.error("ids", "one_of", "give either ids or a filter");
    }
    if has_ids || !has_filter {
        fields.value("filter");
        return ids(fields).map(Selection::Ids);
    }
    let filter = fields.filter("filter");
    let as_of = instant(fields, "asOf");
    let max_affected = fields.integer("maxAffected", 1..=MAX_AFFECTED);
    let max_affected = fields.required("maxAffected", max_affected);
    filter
        .zip(max_affected)
        .map(|(filter, max_affected)| Selection::Filter {
            filter: Box::new(filter),
            as_of,
            max_affected,
        })
}

fn ids(fields: &mut Fields) -> Option<BTreeSet<Uuid>> {
    let values = fields.list("ids", MAX_IDS)?;
    let mut ids = BTreeSet::new();
    for value in &values {
        match value.as_str().map(Uuid::parse_str) {
            Some(Ok(id)) => {
                ids.insert(id);
            }
            _ => {
                fields.error("ids", "not_a_uuid", "must be UUIDs");
                return None;
            }
        }
    }
    if ids.is_empty() {
        fields.error("ids", "empty", "must not be empty");
        return None;
    }
    Some(ids)
}

/// An RFC 3339 date-time. No date alone: what was seen was seen at an instant.
fn instant(fields: &mut Fields, name: &str) -> Option<Timestamp> {
    let text = fields.text(name, 1..=64)?;
    let instant = Timestamp::parse(&text, RangeEnd::End).ok();
    let instant = instant.filter(|_| text.len() > "2026-11-20".len());
    if instant.is_none() {
        fields.error(
            name,
            "not_a_time",
            "an RFC 3339 time (2026-11-20T09:30:00Z)",
        );
    }
    instant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_moves_to_where_some_status_may_move() {
        for action in Action::ALL {
            let target = action.target();
            assert!(
                Status::ALL
                    .iter()
                    .any(|status| status.moves().contains(&target))
            );
        }
    }
}
