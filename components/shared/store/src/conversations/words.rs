//! The plain words of a search, which of them are rare, and of how many rows.
//!
//! Each of several words is a condition of its own, and GIN goes from one list of places to the next and back, each time to where the other
//! has come to (docs/decisions/017). With the two rarest first it takes 0.83 to 0.9 of the time. Which they are the
//! planner says by the way: where each word is a layer of its own round the rest of the filter, what it expects of a layer, of what
//! it expects of the one within, is the word's share. That is planned in hardly more time than all in one condition. Where the rest is
//! nothing, what it expects there is how many conversations there are, which need not be asked for then.

use super::{
    condition::{has_dates, has_names, has_pairs, has_quality, push_query, push_without_search},
    plan::{Estimate, ROW_COST, Totals},
};
use crate::statement::Statement;
use parley_domain::filter::Filter;

/// Words to look for one by one at most: each takes some 25 µs of planning.
const MOST_WORDS: usize = 6;

/// Words whose order is asked for at least: of two, either may come first.
const LEAST_ORDERED: usize = 3;

/// The words of a search that means all of them and nothing else, where there are a few: letters and digits of ASCII between
/// spaces, without the operator `or`. Of anything else Postgres says what is a word.
pub(super) fn plain(search: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = search.split_ascii_whitespace().collect();
    let is_plain = |word: &&str| {
        word.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !word.eq_ignore_ascii_case("or")
    };
    ((1..=MOST_WORDS).contains(&words.len()) && words.iter().all(is_plain)).then_some(words)
}

/// The order in which the plain words of a search are looked for: for each as typed how many come before it, three bits from
/// the lowest on. Words with the same number keep their order, so any number is an order of any words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordOrder(u32);

const PLACE_BITS: u32 = 3;
const PLACES: u32 = 1 << PLACE_BITS;

impl WordOrder {
    /// As they were typed.
    pub const AS_TYPED: Self = Self(0);

    /// What a cursor carries of it.
    pub(super) const fn code(self) -> u32 {
        self.0
    }

    pub(super) const fn of_code(code: u32) -> Self {
        Self(code)
    }

    /// The rarest first, by each word's share of what matches without it.
    fn of_shares(shares: &[f64]) -> Self {
        let mut order = 0;
        for (at, share) in shares.iter().enumerate() {
            for (other, others) in shares.iter().enumerate() {
                if others < share || (others == share && other < at) {
                    order += 1 << (PLACE_BITS * at as u32);
                }
            }
        }
        Self(order)
    }

    /// The words in this order.
    pub(super) fn apply<'a>(self, words: &[&'a str]) -> Vec<&'a str> {
        let mut ordered = Vec::with_capacity(words.len());
        for place in 0..PLACES {
            for (at, word) in words.iter().enumerate() {
                if self.0 >> (PLACE_BITS * at as u32) & (PLACES - 1) == place {
                    ordered.push(*word);
                }
            }
        }
        ordered
    }
}

/// The words that have a layer each: those that have an order to ask for, or nothing beside them.
fn layered(filter: &Filter) -> Option<Vec<&str>> {
    plain(filter.search.as_deref()?)
        .filter(|words| words.len() >= LEAST_ORDERED || is_alone(filter))
}

/// Whether the filter has no condition but its search.
fn is_alone(filter: &Filter) -> bool {
    !(has_pairs(filter) || has_quality(filter) || has_dates(filter) || has_names(filter))
}

/// `EXPLAIN` of all that matches, with each word as a layer of its own; `None` where a layer tells nothing.
pub(super) fn explain(filter: &Filter) -> Option<Statement> {
    let words = layered(filter)?;
    let mut statement = Statement::new("EXPLAIN SELECT title FROM (");
    for _ in 1..words.len() {
        statement.push("SELECT title, search_vector FROM (");
    }
    statement.push("SELECT title, search_vector FROM conversations WHERE ");
    push_any_left(&mut statement, filter.search.as_deref()?);
    push_without_search(&mut statement, filter);
    for (number, word) in words.into_iter().enumerate() {
        // Layers without it are made one, in which the shares cannot be told apart.
        statement
            .push("\n  OFFSET 0) AS ")
            .push(LAYER)
            .push_number(number as u64)
            .push(" WHERE ");
        push_word(&mut statement, word);
    }
    Some(statement)
}

/// The name of a layer, up to its word's number, which has one digit.
const LAYER: &str = "word_";

/// Adds a condition: the server's dictionary does not drop all words of a search. Words that are all dropped match nothing.
pub(super) fn push_any_left(statement: &mut Statement, search: &str) {
    push_query(statement.push("numnode("), search);
    statement.push(") > 0");
}

/// Adds the condition of one word among others. One that the server's dictionary drops asks for nothing.
pub(super) fn push_word(statement: &mut Statement, word: &str) {
    push_query(statement.push("(numnode("), word);
    push_query(statement.push(") = 0 OR search_vector @@ "), word);
    statement.push(")");
}

/// What an `EXPLAIN` tells of a filter.
pub(super) struct Expected {
    pub(super) estimate: Estimate,
    /// In which order its words are looked for.
    pub(super) words: WordOrder,
    /// Where there is nothing but its words.
    pub(super) totals: Option<Totals>,
}

/// What is expected of a filter, from what [`explain`] gives, or any other `EXPLAIN`.
pub(super) fn expected(filter: &Filter, explained: &str) -> Option<Expected> {
    let estimate = Estimate::parse(explained)?;
    let Some(words) = layered(filter) else {
        return Some(Expected {
            estimate,
            words: WordOrder::AS_TYPED,
            totals: None,
        });
    };
    // From the outermost layer to the rest of the filter. A dropped word's has no line, as it leaves nothing out.
    let mut shares = [1.0; MOST_WORDS];
    let mut outer: Option<(usize, f64)> = None;
    let mut rest = None;
    for line in explained.split('\n') {
        let Some(Estimate { rows, .. }) = Estimate::parse(line) else {
            continue;
        };
        if let Some((word, outer_rows)) = outer
            && let Some(share) = shares.get_mut(word)
        {
            *share = outer_rows / rows.max(1.0);
        }
        let Some((_, layer)) = line.split_once(LAYER) else {
            rest = Some(rows);
            break;
        };
        outer = layer
            .bytes()
            .next()
            .map(|digit| (usize::from(digit.wrapping_sub(b'0')), rows));
    }
    let estimate = Estimate {
        // The layers are read one within the other only when they are explained.
        cost: estimate.cost.min(estimate.rows * ROW_COST),
        ..estimate
    };
    Some(Expected {
        estimate,
        words: WordOrder::of_shares(shares.get(..words.len())?),
        totals: rest.filter(|_| is_alone(filter)).map(|all| Totals {
            all,
            paired: all,
            dated: all,
        }),
    })
}
