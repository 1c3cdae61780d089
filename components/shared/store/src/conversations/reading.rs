//! The statements that read one page, one after the other: what is asked next depends on how many rows came before.
//!
//! Each sees what is committed when it begins, and says all that the next one hangs on. A row that another writer moves
//! meanwhile from one section to the other can be missing from the page, or stand on it twice.

use super::{
    page::{self, Section},
    plan::Plan,
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

#[derive(Debug, Clone, Copy)]
enum Step {
    Rows(Section),
    /// What a bounded scan found was too little: whether it was given up.
    UnlessGivenUp(Section, u32),
    /// It was.
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
        let step = match self.step {
            Some(step) => step,
            None if self.missing == 0 => return None,
            None => Step::Rows(*self.sections.next()?),
        };
        let (query, plan, missing) = (self.query, self.plan, self.missing);
        self.step = Some(step);
        Some(match step {
            Step::Rows(section) => page::rows(query, plan, section, missing),
            Step::UnlessGivenUp(section, bound) => {
                page::unless_given_up(query, bound, section, missing)
            }
            Step::Rest(section) => page::rest(query, section, missing),
        })
    }

    /// Takes in the text that [`Self::ask`] gave.
    pub fn answer(&mut self, text: String) {
        self.step = match (self.step, self.plan) {
            (Some(Step::Rows(section)), Plan::Scan { bound: Some(bound) })
                if page::lines(&text).len() < self.missing =>
            {
                Some(Step::UnlessGivenUp(section, bound))
            }
            (Some(Step::UnlessGivenUp(section, _)), _) if text == page::GIVEN_UP => {
                Some(Step::Rest(section))
            }
            _ => {
                self.missing = self.missing.saturating_sub(page::lines(&text).len());
                self.parts.push(text);
                None
            }
        };
    }

    /// The rows in reading order, as lines of JSON, one part after the other; one row more than the page shows, where there are.
    pub fn into_parts(self) -> Vec<String> {
        self.parts
    }
}
