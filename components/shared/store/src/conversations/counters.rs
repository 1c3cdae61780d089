//! What the counters of `migrations/0032` answer without looking at a conversation.
//!
//! There are two sets: by tier, status and quality step, and by day, tier and status. A range that ends within a step or
//! within a day is the steps or days wholly inside it plus its *edges*, the partial ones, whose few rows are counted. So
//! any filter over tier, status and one of quality and creation has its exact count, at any size.

use super::condition::{has_other, push_pairs};
use crate::statement::Statement;
use parley_domain::{filter::Filter, quality::Quality, timestamp::Timestamp};

const DAY_MICROS: i64 = 86_400_000_000;

/// Which counters answer a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counters {
    /// By quality step.
    Quality,
    /// By day.
    Days,
}

impl Counters {
    /// `None` where conversations have to be looked at.
    pub(super) fn of(filter: &Filter) -> Option<Self> {
        let quality = filter.quality_min.is_some() || filter.quality_max.is_some();
        let created = filter.created_from.is_some() || filter.created_to.is_some();
        match (has_other(filter), quality, created) {
            (false, _, false) => Some(Self::Quality),
            (false, false, true) => Some(Self::Days),
            _ => None,
        }
    }

    /// Adds the sum, of type `int8`, edges included.
    pub(super) fn push_sum(self, statement: &mut Statement, filter: &Filter) {
        match self {
            Self::Quality => push_quality_sum(statement, filter),
            Self::Days => push_day_sum(statement, filter),
        }
    }
}

/// Whether the filter's range ends within a step or a day, so that rows have to be counted.
pub(super) fn has_edges(filter: &Filter) -> bool {
    filter.quality_min.is_some_and(is_between_tenths)
        || filter.quality_max.is_some_and(is_between_tenths)
        || filter.created_from.is_some_and(|from| !starts_day(from))
        || filter.created_to.is_some_and(|to| !ends_day(to))
}

/// Adds `AND …` for the quality steps wholly inside the filter's range.
pub(super) fn push_steps(statement: &mut Statement, filter: &Filter) {
    if let Some(quality) = filter.quality_min {
        statement.push("\n  AND quality_step >= ");
        statement.push_number(step_from(quality));
    }
    if let Some(quality) = filter.quality_max {
        statement.push("\n  AND quality_step <= ");
        statement.push_number(step_to(quality));
    }
}

fn push_quality_sum(statement: &mut Statement, filter: &Filter) {
    statement.push("coalesce((SELECT sum(row_count) FROM conversation_quality_counts WHERE true");
    push_pairs(statement, filter);
    push_steps(statement, filter);
    statement.push("), 0)::int8");
    let low = filter.quality_min.filter(|low| is_between_tenths(*low));
    let high = filter.quality_max.filter(|high| is_between_tenths(*high));
    match (low, high) {
        (Some(low), Some(high)) if tenth(low) == tenth(high) => {
            push_quality_edge(statement, filter, low, high);
        }
        _ => {
            if let Some(low) = low {
                push_quality_edge(statement, filter, low, last_of_tenth(low));
            }
            if let Some(high) = high {
                push_quality_edge(statement, filter, first_after_tenth(high), high);
            }
        }
    }
}

fn push_quality_edge(statement: &mut Statement, filter: &Filter, low: Quality, high: Quality) {
    statement.push("\n + (SELECT count(*) FROM conversations WHERE true");
    push_pairs(statement, filter);
    statement
        .push("\n  AND quality_score BETWEEN ")
        .bind_text(low)
        .push("::numeric AND ")
        .bind_text(high)
        .push("::numeric)");
}

fn push_day_sum(statement: &mut Statement, filter: &Filter) {
    statement.push("coalesce((SELECT sum(row_count) FROM conversation_day_counts WHERE true");
    push_pairs(statement, filter);
    push_whole_days(statement, filter);
    statement.push("), 0)::int8");
    for edge in day_edges(filter).into_iter().flatten() {
        statement.push("\n + ");
        push_day_edge(statement, filter, edge);
    }
}

/// Adds a query for the rows (`day date`, `n int8`): how many conversations of each day match a filter over tier, status and
/// creation, edges included. A day without any may be missing.
pub(super) fn push_days(statement: &mut Statement, filter: &Filter) {
    statement.push("SELECT day, sum(row_count)::int8 AS n FROM conversation_day_counts WHERE true");
    push_pairs(statement, filter);
    push_whole_days(statement, filter);
    statement.push(" GROUP BY day");
    for edge in day_edges(filter).into_iter().flatten() {
        statement.push("\n  UNION ALL SELECT ");
        push_day(statement, edge.0);
        statement.push(", ");
        push_day_edge(statement, filter, edge);
    }
}

/// Adds `AND …` for the days wholly inside the filter's range.
fn push_whole_days(statement: &mut Statement, filter: &Filter) {
    if let Some(from) = filter.created_from {
        statement.push(if starts_day(from) {
            "\n  AND day >= "
        } else {
            "\n  AND day > "
        });
        push_day(statement, from);
    }
    if let Some(to) = filter.created_to {
        statement.push(if ends_day(to) {
            "\n  AND day <= "
        } else {
            "\n  AND day < "
        });
        push_day(statement, to);
    }
}

/// The parts of days at the ends of the filter's range, both ends included.
fn day_edges(filter: &Filter) -> [Option<(Timestamp, Timestamp)>; 2] {
    let from = filter.created_from.filter(|from| !starts_day(*from));
    let to = filter.created_to.filter(|to| !ends_day(*to));
    match (from, to) {
        (Some(from), Some(to)) if day(from) == day(to) => [Some((from, to)), None],
        _ => [
            from.map(|from| (from, last_of_day(from))),
            to.map(|to| (first_of_day(to), to)),
        ],
    }
}

fn push_day_edge(statement: &mut Statement, filter: &Filter, (from, to): (Timestamp, Timestamp)) {
    statement.push("(SELECT count(*) FROM conversations WHERE true");
    push_pairs(statement, filter);
    statement
        .push("\n  AND created_at BETWEEN ")
        .bind_text(from)
        .push("::timestamptz AND ")
        .bind_text(to)
        .push("::timestamptz)");
}

/// The instant's day in UTC, whatever the session's time zone is.
pub(super) fn push_day(statement: &mut Statement, instant: Timestamp) {
    statement
        .push("(")
        .bind_text(instant)
        .push("::timestamptz AT TIME ZONE 'UTC')::date");
}

const fn tenth(quality: Quality) -> u16 {
    quality.hundredths() / 10
}

const fn is_between_tenths(quality: Quality) -> bool {
    !quality.hundredths().is_multiple_of(10)
}

/// The first step at or above a score: twice its tenths, or that of the next tenth.
fn step_from(quality: Quality) -> u64 {
    u64::from(tenth(quality) + u16::from(is_between_tenths(quality))) * 2
}

/// The last step at or below a score.
fn step_to(quality: Quality) -> u64 {
    u64::from(tenth(quality)) * 2
}

/// 8.59 for 8.52.
fn last_of_tenth(quality: Quality) -> Quality {
    Quality::from_hundredths(tenth(quality) * 10 + 9).unwrap_or(Quality::MAX)
}

/// 8.51 for 8.52.
fn first_after_tenth(quality: Quality) -> Quality {
    Quality::from_hundredths(tenth(quality) * 10 + 1).unwrap_or(Quality::MAX)
}

/// Its day, counted from 1970-01-01.
pub(super) const fn day(instant: Timestamp) -> i64 {
    instant.micros().div_euclid(DAY_MICROS)
}

const fn starts_day(instant: Timestamp) -> bool {
    instant.micros().rem_euclid(DAY_MICROS) == 0
}

const fn ends_day(instant: Timestamp) -> bool {
    instant.micros().rem_euclid(DAY_MICROS) == DAY_MICROS - 1
}

fn first_of_day(instant: Timestamp) -> Timestamp {
    Timestamp::from_micros(day(instant) * DAY_MICROS).unwrap_or(instant)
}

fn last_of_day(instant: Timestamp) -> Timestamp {
    Timestamp::from_micros((day(instant) + 1) * DAY_MICROS - 1).unwrap_or(instant)
}
