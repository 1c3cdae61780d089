//! The rows of a page, from Postgres.

use parley_domain::{
    problem::{FieldError, Problem},
    query::ListQuery,
};
use parley_platform::{database::Session, planning, telemetry::Timing};
use parley_store::conversations::{plan::Plan, rank, reading::Reading};

/// What was found.
pub struct Found {
    /// Rows in reading order, as lines of JSON; one more than the page shows, where there are.
    pub parts: Vec<String>,
    /// How many conversations there are in all, where that is known at once.
    pub total: Option<i64>,
    /// How they were read, where that is of use to the next page.
    pub plan: Option<Plan>,
    /// How many lie before the first row, where the page was asked for by rank.
    pub rank: Option<i64>,
}

/// Reads the page that is asked for.
pub async fn find(query: &ListQuery, timing: &Timing) -> Result<Found, Problem> {
    let session = Session::for_reads(timing).await?;
    match query.rank {
        Some(rank) => at_rank(query, rank, &session, timing).await,
        None => at_cursor(query, &session, timing).await,
    }
}

async fn at_cursor(
    query: &ListQuery,
    session: &Session<'_>,
    timing: &Timing,
) -> Result<Found, Problem> {
    let plan = planning::of_page(session, query).await?;
    timing.plan(plan.name());

    let mut reading = Reading::new(query, plan);
    let mut total = None;
    while let Some(statement) = reading.ask() {
        let (rows, of_these) = session.text_and_integer(statement).await?;
        total = total.or(of_these);
        reading.answer(rows);
    }
    Ok(Found {
        parts: reading.into_parts(),
        total,
        plan: Some(plan),
        rank: None,
    })
}

async fn at_rank(
    query: &ListQuery,
    rank: u32,
    session: &Session<'_>,
    timing: &Timing,
) -> Result<Found, Problem> {
    let statement = match rank::counted(query, rank) {
        Some(statement) => {
            timing.plan("rank");
            statement
        }
        None => {
            let too_many = planning::too_many(session, &query.filter).await?;
            if too_many.is_some() {
                return Err(Problem::invalid(vec![not_known()]));
            }
            timing.plan("rank_collect");
            rank::collected(query, rank)
        }
    };
    let (rows, [total, rank]) = session.text_and_integers(statement).await?;
    Ok(Found {
        parts: vec![rows],
        total: Some(total),
        plan: None,
        rank: Some(rank),
    })
}

fn not_known() -> FieldError {
    FieldError {
        field: "rank".to_owned(),
        code: "rank_not_known",
        message: "only known by created_at under status, tier and dates, or where little matches; go on from a cursor".into(),
    }
}
