//! How the conversations under a filter are spread over statuses, tiers and quality.
//!
//! From the counters where the filter is over tier, status and quality in tenths; from all that matches where that is
//! cheap to gather (as [`super::count`] has it); else from a sample of what was created last in the filter's range, and said to be an estimate.

use super::{
    condition::{push_all, push_created, push_pairs},
    counters::{Counters, has_edges, push_steps},
};
use crate::statement::Statement;
use parley_domain::filter::Filter;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Matches that a sample holds at most, as the design has it.
const SAMPLE_MATCHES: u64 = 10_001;

/// Conversations that are looked at for a sample: with their pages, some 20 ms.
const SAMPLE_ROWS: u64 = 20_000;

/// Quality is counted in bands one wide, 0 to 1 first; the last includes 10.
pub const QUALITY_BANDS: usize = 10;

/// What the statements here answer, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Spread {
    /// By status; those without a match are missing.
    pub status: BTreeMap<String, i64>,
    /// By tier; those without a match are missing.
    pub tier: BTreeMap<String, i64>,
    /// By quality band, `"0"` to `"9"`, and `"none"`.
    pub quality: BTreeMap<String, i64>,
}

/// One row, one `text` with a [`Spread`] as JSON; `None` where the counters do not know it.
pub fn counted(filter: &Filter) -> Option<Statement> {
    if Counters::of(filter) != Some(Counters::Quality) || has_edges(filter) {
        return None;
    }
    let mut statement = Statement::new(
        "WITH found AS MATERIALIZED (SELECT tier, status, CASE WHEN quality_step IS NULL THEN 'none' ELSE least(quality_step / 20, 9)::text END AS band, sum(row_count) AS n FROM conversation_quality_counts WHERE true",
    );
    push_pairs(&mut statement, filter);
    push_steps(&mut statement, filter);
    statement.push(" GROUP BY 1, 2, 3 HAVING sum(row_count) <> 0)");
    push_spread(&mut statement);
    Some(statement)
}

/// One row, one `text` with a [`Spread`] as JSON: of all that matches.
pub fn exact(filter: &Filter) -> Statement {
    grouped(&|statement| {
        statement.push("conversations WHERE true");
        push_all(statement, filter);
    })
}

/// One row, one `text` with a [`Spread`] as JSON: of the latest matches, within the filter's range of creation.
pub fn sampled(filter: &Filter) -> Statement {
    grouped(&|statement| {
        statement.push(
            "(SELECT tier, status, quality_score FROM (SELECT * FROM conversations WHERE true",
        );
        push_created(statement, filter);
        statement
            .push("\n  ORDER BY created_at DESC, id DESC LIMIT ")
            .push_number(SAMPLE_ROWS)
            .push(") AS latest WHERE true");
        push_all(statement, filter);
        statement
            .push("\n  LIMIT ")
            .push_number(SAMPLE_MATCHES)
            .push(") AS matching");
    })
}

/// The spread of the rows that `push_rows` puts after `FROM`. They are counted by their scores as they are, and those few
/// assigned to bands: to compute a band for each row takes 1.3 times as long (40,000 rows).
fn grouped(push_rows: &dyn Fn(&mut Statement)) -> Statement {
    let mut statement = Statement::new(
        "WITH found AS MATERIALIZED (SELECT tier, status, CASE WHEN quality_score IS NULL THEN 'none' ELSE least(floor(quality_score), 9)::integer::text END AS band, n\
         \n  FROM (SELECT tier, status, quality_score, count(*) AS n FROM ",
    );
    push_rows(&mut statement);
    statement.push("\n  GROUP BY 1, 2, 3) AS scored)");
    push_spread(&mut statement);
    statement
}

fn push_spread(statement: &mut Statement) {
    statement.push(
        "\nSELECT json_build_object(\
         \n  'status', (SELECT coalesce(json_object_agg(status, n), '{}') FROM (SELECT status, sum(n) AS n FROM found GROUP BY 1) AS by_status),\
         \n  'tier', (SELECT coalesce(json_object_agg(tier, n), '{}') FROM (SELECT tier, sum(n) AS n FROM found GROUP BY 1) AS by_tier),\
         \n  'quality', (SELECT coalesce(json_object_agg(band, n), '{}') FROM (SELECT band, sum(n) AS n FROM found GROUP BY 1) AS by_quality))::text",
    );
}
