//! What an export held and what it left out.

use super::{format::Unwritable, validator::Defect};
use crate::status::Status;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many conversations are named for each defect.
const EXAMPLES: usize = 5;

/// The conversations of an export, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Conversations that the filter selects.
    pub matching: u64,
    /// Those of them that are lines.
    pub exported: u64,
    /// Those that are not.
    pub skipped: u64,
    /// Turns of the lines.
    pub turns: u64,
    /// Lines by the status of their conversation.
    pub by_status: BTreeMap<Status, u64>,
}

/// What the validator found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Nothing was left out.
    pub ok: bool,
    /// What was left out, by the reason.
    pub problems: Vec<Finding>,
}

/// The conversations with one defect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The defect.
    pub code: Defect,
    /// How many have it.
    pub count: u64,
    /// The ids of the first of them.
    pub examples: Vec<String>,
}

/// Counts conversations as they are written.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    counts: Counts,
    problems: Vec<Finding>,
}

impl Tally {
    /// Takes in a conversation and how writing it ended.
    ///
    /// # Errors
    /// When it failed for another reason than a defect.
    pub fn add(
        &mut self,
        id: String,
        status: Status,
        turns: usize,
        written: Result<(), Unwritable>,
    ) -> serde_json::Result<()> {
        self.counts.matching += 1;
        match written {
            Ok(()) => {
                self.counts.exported += 1;
                self.counts.turns += turns as u64;
                *self.counts.by_status.entry(status).or_default() += 1;
            }
            Err(Unwritable::Defect(defect)) => {
                self.counts.skipped += 1;
                self.find(defect, id);
            }
            Err(Unwritable::Json(error)) => return Err(error),
        }
        Ok(())
    }

    /// The counts, and the report in the order in which defects were met.
    pub fn finish(self) -> (Counts, Report) {
        let report = Report {
            ok: self.problems.is_empty(),
            problems: self.problems,
        };
        (self.counts, report)
    }

    fn find(&mut self, code: Defect, id: String) {
        match self.problems.iter_mut().find(|known| known.code == code) {
            Some(known) => {
                known.count += 1;
                if known.examples.len() < EXAMPLES {
                    known.examples.push(id);
                }
            }
            None => self.problems.push(Finding {
                code,
                count: 1,
                examples: vec![id],
            }),
        }
    }
}
