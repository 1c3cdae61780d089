//! Which way to a page, decided from the filter.
//!
//! Left to itself the planner compares guesses, and one guess is dangerous: a word or a category that the statistics do
//! not list is taken for half as common as the rarest that they do. A number that stands in one title of ten million was
//! once looked for along the whole sort index, for 29 s. So the statement leaves the planner one way, and this module
//! chooses it:
//!
//! | plan | what it reads | when |
//! |---|---|---|
//! | [`Plan::Scan`] | the index `(<sort key>, id)`, from the cursor on | no tier, no status, or most of them under a covered rest; any other rest is common |
//! | [`Plan::Grid`] | one range of `(tier, status, <sort key>, id)` for each pair of tier and status, merged | tier or status; the rest, if any, is common among them |
//! | [`Plan::Days`] | one range of `(day of creation, updated_at, id)` for each day, merged | by last change, under a range of creation |
//! | [`Plan::Collect`] | all that matches, from the most selective index, then sorts it | the rest is rare |
//!
//! A scan for words by title goes along an index that knows them: see [`super::titles`].
//!
//! Without a rest (a condition on neither tier, status nor the sort key) there is nothing to ask: every row read is a
//! row shown. Nor is there on a page after the first, whose cursor has the plan of the page before. Else an [`Inquiry`] asks up
//! to three short things. `EXPLAIN` of the collecting says how many rows are
//! expected and what they cost; often that is little, and settles it. The counters say, exactly, how many rows there are
//! and how many have the tiers and statuses; of a few words and nothing else the `EXPLAIN` has told that as well. From those
//! follow the rows that a scan or a grid would read until its page is full, and the cheapest way wins, under two rules that keep a
//! wrong guess from hurting:
//!
//! * a word or category that the statistics do not list is rare (`ANALYZE` lists, by its own rule, whatever stands in
//!   more than about 0.05 % of the rows it samples), so a filter with one is collected unless the rest of it is common;
//! * a scan or a grid that has a rest, unless it is covered, reads a bounded number of rows and then collects after all: a
//!   grid in the same statement, a scan in one of its own, as [`super::reading`] says.
//!
//! A rest of dates and qualities alone is *covered*: the entries of an index have both, behind the sort key and the id. What it
//! leaves out costs a hundredth of a row, so such a walk needs no bound unless little is to be collected.
//!
//! Creation and last change go together, so a scan by the one finds nothing of a range of the other until it has passed
//! all that lies between: that is why days have a plan of their own.

use super::{
    condition::{
        has_dates, has_other, has_pairs, has_quality, has_rest, pairs, push_explained, push_pairs,
    },
    counters::{day, push_day},
    titles,
    words::{self, WordOrder},
};
use crate::statement::Statement;
use parley_domain::{filter::Filter, query::ListQuery, sort::SortKey};
use std::num::NonZeroU32;

/// The way to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Along the sort's own index.
    Scan {
        /// Rows to read at most before collecting, or [`UNBOUNDED`]; `None` where every row read is shown, or the rest is covered.
        bound: Option<u32>,
    },
    /// Along one index range for each pair of tier and status.
    Grid {
        /// Rows to read at most in each range before collecting; `None` where every row read may be shown, or the rest is covered.
        bound: Option<u32>,
    },
    /// Along one index range for each day of creation.
    Days,
    /// Everything that matches, sorted.
    Collect {
        /// In which order the words of a search are looked for.
        words: WordOrder,
    },
}

impl Plan {
    /// Its name in `Server-Timing` and in measurements.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scan { .. } => "scan",
            Self::Grid { .. } => "grid",
            Self::Days => "days",
            Self::Collect { .. } => "collect",
        }
    }

    /// What a cursor carries of it: its kind in the lowest three bits, and above them its bound, 0 for none, or the order of
    /// its words.
    pub fn code(self) -> Option<NonZeroU32> {
        let (kind, bound) = match self {
            Self::Scan { bound } => (KIND_SCAN, bound),
            Self::Grid { bound } => (KIND_GRID, bound),
            Self::Days => (KIND_DAYS, None),
            Self::Collect { words } => (KIND_COLLECT, Some(words.code())),
        };
        NonZeroU32::new(bound.unwrap_or(0).min(UNBOUNDED) << KIND_BITS | kind)
    }

    /// The plan with this code, where it may serve the list. Cursors are made by anyone, so it is looked at like any other
    /// parameter: at worst a page is read the wrong way, up to the timeout of its statement.
    fn of_code(code: NonZeroU32, query: &ListQuery) -> Option<Self> {
        let bound = Some(code.get() >> KIND_BITS).filter(|bound| *bound > 0);
        let may_walk = bound.is_some() || !has_other(&query.filter);
        match code.get() & KINDS {
            KIND_SCAN if may_walk => Some(Self::Scan { bound }),
            KIND_GRID if may_walk && has_pairs(&query.filter) => Some(Self::Grid { bound }),
            KIND_DAYS if days(query).is_some() => Some(Self::Days),
            KIND_COLLECT => Some(Self::Collect {
                words: WordOrder::of_code(code.get() >> KIND_BITS),
            }),
            _ => None,
        }
    }
}

const KIND_BITS: u32 = 3;
const KINDS: u32 = (1 << KIND_BITS) - 1;
const KIND_SCAN: u32 = 1;
const KIND_GRID: u32 = 2;
const KIND_DAYS: u32 = 3;
const KIND_COLLECT: u32 = 4;

/// The bound of a scan that is never given up, though not every row read is shown: the greatest that a cursor carries.
pub const UNBOUNDED: u32 = u32::MAX >> KIND_BITS;

/// Below this cost of collecting, in the planner's units, nothing else is considered: it is a few milliseconds however
/// the guesses turn out, while a scan that finds too little is not.
const CHEAP_COLLECTING: f64 = 3_000.0;

/// The same where the rest is covered, as the walk that is the other way costs so much less: some 800 rows, which take hardly longer
/// than to ask more.
const CHEAP_COVERED_COLLECTING: f64 = 1_000.0;

/// A walk without a bound that finds nothing costs as much as collecting, times this, at most: where it might cost more, there is a
/// bound, or none is tried.
const MOST_FOR_NOTHING: f64 = 4.0;

/// Cost of reading one row along an index, in the planner's units: its page at `random_page_cost` 1.1, and its tests.
pub(super) const ROW_COST: f64 = 1.2;

/// Cost of passing over one entry of an index that a covered rest leaves out, in the planner's units: 16 to 29 ns, where a row
/// takes 2.5 µs (docs/decisions/015).
const ENTRY_COST: f64 = 0.02;

/// Cost of reading what matters of one row from an index alone, in the planner's units: 0.3 to 0.5 µs.
const COVERED_COST: f64 = 0.2;

/// The same of a title with its words: 0.6 µs (docs/decisions/016).
const WORDED_COST: f64 = 0.3;

/// A filter is common where it is expected to match at least one row in this many.
const COMMON_ONE_IN: f64 = 100.0;

/// The least rows that a scan or a range of a grid reads before it is given up: fewer are not worth a second way.
const LEAST_BOUND_ROWS: f64 = 2_000.0;

/// Days that are read one by one at most: more are so much of what there is that a scan finds them.
const MOST_DAYS: i64 = 400;

/// What the planner expects of a statement, from the first line of its `EXPLAIN`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Rows.
    pub rows: f64,
    /// Cost of the last row, in the planner's units.
    pub cost: f64,
}

impl Estimate {
    /// Reads `… (cost=0.42..8.44 rows=1 width=24)`; `None` for anything else.
    pub fn parse(line: &str) -> Option<Self> {
        let (_, figures) = line.split_once("(cost=")?;
        let (cost, rest) = figures.split_once("..")?.1.split_once(" rows=")?;
        let (rows, _) = rest.split_once(' ')?;
        // Without their decimals: what parses a float would be the larger part of this module.
        let whole = |text: &str| text.split('.').next()?.parse::<u64>().ok();
        Some(Self {
            rows: whole(rows)? as f64,
            cost: whole(cost)? as f64,
        })
    }
}

/// What the counters say of a filter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Totals {
    /// Conversations in all.
    pub all: f64,
    /// Conversations with the filter's tiers and statuses.
    pub paired: f64,
    /// Conversations created on the filter's days.
    pub dated: f64,
}

impl Totals {
    /// Reads three numbers with spaces between them; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text
            .split(' ')
            .map(|number| Some(number.parse::<u64>().ok()? as f64));
        Some(Self {
            all: numbers.next()??,
            paired: numbers.next()??,
            dated: numbers.next()??,
        })
    }
}

/// What is asked of Postgres about a filter before the way is chosen, one short statement after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquiry<'a> {
    filter: &'a Filter,
    enough: f64,
    estimate: Option<Estimate>,
    words: WordOrder,
    totals: Option<Totals>,
    listed: Option<bool>,
}

/// An answer that is none to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl<'a> Inquiry<'a> {
    /// About a page: what is cheap to collect needs no more than the estimate.
    pub fn for_page(filter: &'a Filter) -> Self {
        Self::new(
            filter,
            if has_other(filter) {
                CHEAP_COLLECTING
            } else {
                CHEAP_COVERED_COLLECTING
            },
        )
    }

    pub(super) const fn new(filter: &'a Filter, enough: f64) -> Self {
        Self {
            filter,
            enough,
            estimate: None,
            words: WordOrder::AS_TYPED,
            totals: None,
            listed: None,
        }
    }

    /// The next statement to ask, which gives one `text`, or lines of it (`EXPLAIN`); `None`
    /// when enough is known.
    pub fn next(&self) -> Option<Statement> {
        let Some(estimate) = self.estimate else {
            return Some(explain(self.filter));
        };
        if estimate.cost <= self.enough {
            return None;
        }
        let Some(totals) = self.totals else {
            return Some(totals_of(self.filter));
        };
        let has_words = self.filter.search.is_some() || !self.filter.categories.is_empty();
        (has_words && self.listed.is_none() && !is_common(estimate, totals))
            .then(|| listed(self.filter))
    }

    /// Takes in the answer to [`Self::next`].
    pub fn answer(&mut self, text: &str) -> Result<(), Unreadable> {
        if self.estimate.is_none() {
            let expected = words::expected(self.filter, text).ok_or(Unreadable)?;
            self.estimate = Some(expected.estimate);
            self.words = expected.words;
            self.totals = expected.totals;
        } else if self.totals.is_none() {
            self.totals = Some(Totals::parse(text).ok_or(Unreadable)?);
        } else {
            self.listed = Some(text == "true");
        }
        Ok(())
    }

    /// Rows the planner expects; 0 before it was asked.
    pub fn expected(&self) -> i64 {
        self.estimate.map_or(0, |estimate| estimate.rows as i64)
    }

    /// Whether what matches is gathered within a cost, or is rare by the rule of unlisted words.
    pub(super) fn is_few(&self) -> bool {
        self.estimate
            .is_none_or(|estimate| estimate.cost <= self.enough)
            || self.listed == Some(false)
    }

    /// The plan of a page, from what was asked.
    pub fn plan(&self, query: &ListQuery) -> Plan {
        let walk = match (self.estimate, self.totals) {
            (Some(estimate), Some(totals)) if !self.is_few() => cheapest(query, estimate, totals),
            _ => None,
        };
        walk.unwrap_or(Plan::Collect { words: self.words })
    }
}

/// The plan of a list that needs no asking.
pub fn at_once(query: &ListQuery) -> Option<Plan> {
    let filter = &query.filter;
    if has_rest(filter, query.sort.key) {
        let only_dates = !has_other(filter) && !has_pairs(filter) && !has_quality(filter);
        let cursor = query.cursor.as_ref();
        return (only_dates && days(query).is_some())
            .then_some(Plan::Days)
            .or_else(|| Plan::of_code(cursor?.plan?, query));
    }
    Some(if has_pairs(filter) {
        Plan::Grid { bound: None }
    } else {
        Plan::Scan { bound: None }
    })
}

/// The cheapest walk for a filter that is not cheap to collect; `None` where collecting is cheaper still.
fn cheapest(query: &ListQuery, estimate: Estimate, totals: Totals) -> Option<Plan> {
    let filter = &query.filter;
    let is_covered = !has_other(filter);
    let days = days(query);
    if is_covered && days.is_none() {
        // A range for each pair has to be read until it has given a page, or to its end. Where the pairs are most of what there
        // is, a few rows more along one range cost less; however they lie, that is as many as collecting reads, times this.
        let (plan, entries) = if totals.paired * MOST_FOR_NOTHING >= totals.all {
            (Plan::Scan { bound: None }, totals.all)
        } else {
            (Plan::Grid { bound: None }, totals.paired)
        };
        if entries * ENTRY_COST <= MOST_FOR_NOTHING * estimate.cost {
            return Some(plan);
        }
    }
    let expected = estimate.rows.max(1.0);
    let shown = query.limit.fetch() as f64;
    // Rows read of a range until it has given a page, if what matches is spread evenly.
    let read_of = |rows: f64| (shown * rows / expected).min(rows);
    // As far as reading costs what collecting does: whichever was the better way, a small multiple of its cost is paid.
    let bound =
        |ranges: f64, cost: f64| Some((estimate.cost / cost / ranges).max(LEAST_BOUND_ROWS) as u32);
    let (plan, cost) = if let Some(days) = days {
        let days = days as f64;
        let rows = days * read_of(totals.dated).min(totals.dated / days);
        (
            Plan::Days,
            rows * if is_covered { COVERED_COST } else { ROW_COST },
        )
    } else {
        let is_worded = titles::know(query);
        let row = if is_worded { WORDED_COST } else { ROW_COST };
        let scanned = read_of(totals.all) * row;
        let ranges = pairs(filter).count() as f64;
        let gridded = ranges * read_of(totals.paired) * ROW_COST;
        if has_pairs(filter) && gridded < scanned {
            let bound = bound(ranges, ROW_COST);
            (Plan::Grid { bound }, gridded)
        } else if is_worded && totals.all * WORDED_COST <= MOST_FOR_NOTHING * estimate.cost {
            let bound = Some(UNBOUNDED);
            (Plan::Scan { bound }, scanned)
        } else {
            let bound = bound(1.0, row);
            (Plan::Scan { bound }, scanned)
        }
    };
    (cost < estimate.cost).then_some(plan)
}

/// The days of a list by last change under a range of creation, where there are few enough to read one by one.
fn days(query: &ListQuery) -> Option<i64> {
    let (from, to) = query.filter.created_from.zip(query.filter.created_to)?;
    let days = day(to) - day(from) + 1;
    (query.sort.key == SortKey::UpdatedAt && days <= MOST_DAYS).then_some(days)
}

fn is_common(estimate: Estimate, totals: Totals) -> bool {
    estimate.rows * COMMON_ONE_IN >= totals.all
}

/// What the planner expects of all that matches, with their rows: no index has the title as it is.
fn explain(filter: &Filter) -> Statement {
    if let Some(statement) = words::explain(filter) {
        return statement;
    }
    let mut statement = Statement::new("EXPLAIN SELECT title FROM conversations WHERE true");
    push_explained(&mut statement, filter);
    statement
}

fn totals_of(filter: &Filter) -> Statement {
    let mut statement =
        Statement::new("SELECT concat_ws(' ', sum(row_count), coalesce(sum(row_count)");
    // The same sum twice is added up once.
    if has_pairs(filter) {
        statement.push(" FILTER (WHERE true");
        push_pairs(&mut statement, filter);
        statement.push(")");
    }
    statement.push(", 0), ");
    if has_dates(filter) {
        statement
            .push("(SELECT coalesce(sum(row_count), 0) FROM conversation_day_counts WHERE true");
        if let Some(from) = filter.created_from {
            push_day(statement.push(" AND day >= "), from);
        }
        if let Some(to) = filter.created_to {
            push_day(statement.push(" AND day <= "), to);
        }
        statement.push(")");
    } else {
        statement.push("sum(row_count)");
    }
    statement.push(") FROM conversation_quality_counts");
    statement
}

/// Whether every word and category of the filter is in the lists of `pg_stats`; a table that was never analysed has none.
fn listed(filter: &Filter) -> Statement {
    let mut statement = Statement::new("SELECT (true");
    if let Some(search) = &filter.search {
        statement
            .push("\n  AND tsvector_to_array(to_tsvector('english', ")
            .bind_text(search);
        push_listed(statement.push("))"), "search_vector");
    }
    if !filter.categories.is_empty() {
        statement.push("\n  AND ").bind_texts(&filter.categories);
        push_listed(&mut statement, "category");
    }
    statement.push(")::text");
    statement
}

/// Adds that all of an array is among the listed elements of a column.
fn push_listed(statement: &mut Statement, column: &'static str) {
    statement
        .push(
            " <@ coalesce((SELECT most_common_elems::text::text[] FROM pg_stats \
             WHERE tablename = 'conversations' AND schemaname = ANY (current_schemas(false)) AND attname = '",
        )
        .push(column)
        .push("'), '{}')");
}

/// The expression that the indexes have for a sort key. Titles compare by code point, the same on every server whatever
/// its locale, and only as far as [`parley_domain::sort::TITLE_KEY_CHARS`].
pub(super) const fn index_expression(key: SortKey) -> &'static str {
    match key {
        SortKey::CreatedAt => "created_at",
        SortKey::UpdatedAt => "updated_at",
        SortKey::QualityScore => "quality_score",
        SortKey::Title => r#"left(title, 80) COLLATE "C""#,
        SortKey::TotalTurns => "total_turns",
    }
}
