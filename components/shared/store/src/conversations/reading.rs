//! The statements that read one page, one after the other: what is asked next depends on how many rows came before.
//!
//! Each sees what is committed when it begins. A row that another writer moves meanwhile from one section to the other can
//! be missing from the page, or stand on it twice; what a scan passed makes no difference, whatever becomes of it.

use super::{
    page::{self, Section},
    plan::{Plan, UNBOUNDED},
    walk::{bound_within, cursor_within},
};
use crate::statement::Statement;
use parley_domain::query::ListQuery;

/// A page that is being read: run what [`Self::ask`] gives, and take in what it gave with [`Self::answer`].
#[derive(Debug)]
pub struct Reading<'a> {
    query: &'a ListQuery,
    plan: Plan,
    /// Sections that were not asked yet.
    sections: std::slice::Iter<'static, Section>,
    /// What is asked, or to be asked next; none where the next section is.
    step: Option<Step>,
    missing: usize,
    parts: Vec<String>,
}

#[derive(Debug)]
enum Step {
    Rows(Section),
    /// What a bounded scan found was too little: did it come to its end?
    End {
        section: Section,
        bound: u32,
        rows: String,
        snapshot: String,
    },
    /// It ran under another snapshot, so it is run again, together with that question.
    Again {
        section: Section,
        bound: u32,
    },
    /// It did not come to its end.
    Rest(Section),
}

impl<'a> Reading<'a> {
    /// Begins, with one row more than the page shows as its aim.
    pub fn new(query: &'a ListQuery, plan: Plan) -> Self {
        Self {
            query,
            plan,
            sections: page::sections(query, plan).iter(),
            step: None,
            missing: query.limit.rows() + 1,
            parts: Vec::new(),
        }
    }

    /// The next statement, which gives one row: a `text` for [`Self::answer`] and the `int8` of [`page::rows`]; `None` when the
    /// page is read.
    pub fn ask(&mut self) -> Option<Statement> {
        let step = match self.step.take() {
            Some(step) => step,
            None if self.missing == 0 => return None,
            None => Step::Rows(*self.sections.next()?),
        };
        let (query, missing) = (self.query, self.missing);
        let statement = match &step {
            Step::Rows(section) => page::rows(query, self.plan, *section, missing),
            Step::End {
                section,
                bound,
                snapshot,
                ..
            } => page::came_to_its_end(query, *bound, *section, snapshot),
            Step::Again { section, bound } => page::rows_and_end(query, *bound, *section, missing),
            Step::Rest(section) => page::rest(query, *section, missing),
        };
        self.step = Some(step);
        Some(statement)
    }

    /// Takes in the text that [`Self::ask`] gave.
    pub fn answer(&mut self, text: String) {
        match (self.step.take(), self.plan) {
            (Some(Step::Rows(section)), Plan::Scan { bound: Some(bound) }) => {
                let (rows, snapshot) = text.rsplit_once('\n').unwrap_or_default();
                let found = page::lines(rows).len();
                // Where titles beyond ASCII begin, nothing is what all of them were collected for.
                let is_all = found == 0
                    && section == Section::BeyondAscii
                    && cursor_within(self.query, section).is_none();
                if !is_all && found < self.missing && bound_within(section, bound) < UNBOUNDED {
                    self.step = Some(Step::End {
                        section,
                        bound,
                        rows: rows.to_owned(),
                        snapshot: snapshot.to_owned(),
                    });
                } else {
                    self.keep(rows.to_owned());
                }
            }
            (Some(Step::End { section, bound, .. }), _) if text == page::ELSEWHEN => {
                self.step = Some(Step::Again { section, bound });
            }
            (Some(Step::End { rows, .. }), _) if text == page::ENDED => self.keep(rows),
            // What a scan found before it was given up is among the rest.
            (Some(Step::End { section, .. }), _) => self.step = Some(Step::Rest(section)),
            (Some(Step::Again { section, .. }), _) => {
                let (rows, end) = text.rsplit_once('\n').unwrap_or_default();
                if end == page::ENDED || page::lines(rows).len() >= self.missing {
                    self.keep(rows.to_owned());
                } else {
                    self.step = Some(Step::Rest(section));
                }
            }
            _ => self.keep(text),
        }
    }

    fn keep(&mut self, rows: String) {
        // It goes over every byte, and only the next section is asked for what is missing.
        if self.sections.len() > 0 {
            self.missing = self.missing.saturating_sub(page::lines(&rows).len());
        }
        self.parts.push(rows);
    }

    /// The rows in reading order, as lines of JSON, one part after the other; one row more than the page shows, where there are.
    pub fn into_parts(self) -> Vec<String> {
        self.parts
    }
}
