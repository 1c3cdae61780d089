//! The statements that read one page, one after the other: what is asked next depends on how many rows came before.

use super::{
    page::{self, Section},
    plan::Plan,
};
use crate::statement::Statement;
use parley_domain::query::ListQuery;

/// A page that is being read: ask for [`Self::next`], run it, and take in what it gave with [`Self::answer`].
#[derive(Debug)]
pub struct Reading<'a> {
    query: &'a ListQuery,
    plan: Plan,
    /// Sections that were not asked yet.
    sections: std::slice::Iter<'static, Section>,
    asked: Option<Asked>,
    /// What a bounded scan found, which was too little: it was given up, or came to the end.
    walked: Option<(Section, String)>,
    missing: usize,
    parts: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Asked {
    Rows(Section),
    Rest,
}

impl<'a> Reading<'a> {
    /// Begins, with one row more than the page shows as its aim.
    pub fn new(query: &'a ListQuery, plan: Plan) -> Self {
        Self {
            query,
            plan,
            sections: page::sections(query, plan).iter(),
            asked: None,
            walked: None,
            missing: query.limit.rows() + 1,
            parts: Vec::new(),
        }
    }

    /// The next statement, whose answer is that of [`page::rows`]; `None` when the page is read.
    pub fn next(&mut self) -> Option<Statement> {
        if let (Some((section, _)), Plan::Scan { bound: Some(bound) }) = (&self.walked, self.plan) {
            self.asked = Some(Asked::Rest);
            return Some(page::rest(self.query, bound, *section, self.missing));
        }
        if self.missing == 0 {
            return None;
        }
        let section = *self.sections.next()?;
        self.asked = Some(Asked::Rows(section));
        Some(page::rows(self.query, self.plan, section, self.missing))
    }

    /// Takes in the rows that [`Self::next`] gave.
    pub fn answer(&mut self, rows: String) {
        let is_short = page::lines(&rows).len() < self.missing;
        match (self.asked.take(), self.walked.take(), self.plan) {
            (Some(Asked::Rows(section)), _, Plan::Scan { bound: Some(_) }) if is_short => {
                self.walked = Some((section, rows));
            }
            // Nothing is left where the scan came to its end; else this is all there is, and what it found is a part of it.
            (Some(Asked::Rest), Some((_, walked)), _) if rows.is_empty() => self.keep(walked),
            _ => self.keep(rows),
        }
    }

    fn keep(&mut self, rows: String) {
        self.missing = self.missing.saturating_sub(page::lines(&rows).len());
        self.parts.push(rows);
    }

    /// The rows in reading order, as lines of JSON, one part after the other; one row more than the page shows, where there are.
    pub fn into_parts(self) -> Vec<String> {
        self.parts
    }
}
