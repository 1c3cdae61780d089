//! The statements that read one page, one after the other: what is asked next depends on how many rows came before.
//!
//! Each sees what is committed when it begins. A row that another writer moves meanwhile from one section to the next, or the
//! removal of one that a scan passed just before it is asked whether it was given up, can cost a page a row at its end.

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
    asked: Option<Asked>,
    /// What a bounded scan found, where that was too little.
    walked: Option<(Section, String)>,
    missing: usize,
    parts: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Asked {
    Rows(Section),
    IsGivenUp,
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

    /// The next statement, which gives one row: a `text` for [`Self::answer`] and the `int8` of [`page::rows`]; `None` when the
    /// page is read.
    pub fn ask(&mut self) -> Option<Statement> {
        let (asked, statement) = match (&self.walked, self.asked, self.plan) {
            (Some((section, _)), Some(Asked::IsGivenUp), _) => {
                (Asked::Rest, page::rest(self.query, *section, self.missing))
            }
            (Some((section, _)), _, Plan::Scan { bound: Some(bound) }) => (
                Asked::IsGivenUp,
                page::is_given_up(self.query, bound, *section),
            ),
            _ if self.missing == 0 => return None,
            _ => {
                let section = *self.sections.next()?;
                (
                    Asked::Rows(section),
                    page::rows(self.query, self.plan, section, self.missing),
                )
            }
        };
        self.asked = Some(asked);
        Some(statement)
    }

    /// Takes in the text that [`Self::ask`] gave.
    pub fn answer(&mut self, text: String) {
        match (self.asked, self.walked.take(), self.plan) {
            (Some(Asked::Rows(section)), _, Plan::Scan { bound: Some(_) })
                if page::lines(&text).len() < self.missing =>
            {
                self.walked = Some((section, text));
            }
            (Some(Asked::IsGivenUp), Some((_, walked)), _) if text.is_empty() => self.keep(walked),
            (Some(Asked::IsGivenUp), walked, _) => self.walked = walked,
            // What a scan found before it was given up is among these.
            _ => self.keep(text),
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
