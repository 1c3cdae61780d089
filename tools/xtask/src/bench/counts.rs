//! Counts and facets, over HTTP with nothing else going on and every cache off.

use super::{
    http::{self, Connection},
    samples::Summary,
    stage::{NO_CACHE, Stage},
    table::Table,
    targets::{COUNTER_HTTP_P95_MS, OTHER_COUNT_HTTP_P95_MS, Target},
};
use crate::{
    seed::{COMMON_WORD, NEEDLE},
    statement,
    steps::Step,
};
use ::http::StatusCode;
use anyhow::{Result, anyhow};
use parley_domain::query::CountQuery;
use parley_store::conversations::count;
use serde::Serialize;
use sqlx::PgConnection;

/// Which limit a filter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Counters answer it, exactly.
    Counter,
    /// It is counted, up to a cap.
    Other,
    /// It is counted to the last one, whatever that takes.
    Exact,
}

/// A route with a filter.
#[derive(Debug, Clone, Serialize)]
pub struct Count {
    /// `count` or `facets`.
    pub route: &'static str,
    /// The part of the URL after `?`.
    pub query: String,
    /// Which limit it has.
    pub kind: Kind,
    /// What was answered.
    pub count: Option<i64>,
    /// What the answer said of itself: `exact` or `estimated`; `timed out` where it was a 504 that may be one.
    pub says: Option<String>,
    /// What `count(*)` gives.
    pub truth: i64,
    /// Median time on the database within the answer, in milliseconds.
    pub database_p50_ms: f64,
    /// The whole answer over HTTP.
    pub http: Summary,
    /// What was wrong with the answer; none where it was right.
    pub problem: Option<String>,
}

/// Filters with the limit each has.
fn filters() -> Vec<(Kind, String)> {
    let counter = |query: &str| (Kind::Counter, query.to_owned());
    let other = |query: &str| (Kind::Other, query.to_owned());
    vec![
        counter(""),
        counter("status=approved"),
        counter("status=needs_revision"),
        counter("tier=template"),
        counter("tier=scenario,edge_case&status=approved,pending_review"),
        counter("quality_min=8&quality_max=9"),
        counter("status=approved&quality_min=9.9"),
        counter("start_date=2026-05-01&end_date=2026-05-31"),
        counter("status=approved&start_date=2026-05-01&end_date=2026-05-31"),
        other(&format!("search={COMMON_WORD}")),
        other(&format!("search={NEEDLE}")),
        other("search=zyzzyva"),
        other("category=tax"),
        other("persona=Recent+graduate"),
        other("category=tax&status=approved"),
        other("quality_min=8&start_date=2026-05-01&end_date=2026-05-31"),
    ]
}

/// Measures every count and its facets.
///
/// # Errors
/// When a statement fails, or the host goes away.
pub async fn measure(stage: &Stage) -> Result<Vec<Count>> {
    // The truth may take longer than a component's statement ever may.
    let mut database = stage.database.connect_unbounded().await?;
    let app = stage.app(&NO_CACHE)?;
    let mut host = Connection::open(&app.origin).await?;
    let step = Step::begin("Counts and facets");
    let mut counts = Vec::new();
    for (kind, query) in filters() {
        let truth = truth(&mut database, &query).await?;
        counts.push(one(stage, &mut host, "count", &query, kind, truth).await?);
        // No counter knows the quality of a day's conversations, which is among the facets.
        let kind = if query.contains("start_date=") {
            Kind::Other
        } else {
            kind
        };
        counts.push(one(stage, &mut host, "facets", &query, kind, truth).await?);
    }
    for query in [format!("search={COMMON_WORD}"), "category=tax".to_owned()] {
        let truth = truth(&mut database, &query).await?;
        let exact = format!("{query}&exact=true");
        counts.push(one(stage, &mut host, "count", &exact, Kind::Exact, truth).await?);
    }
    step.done(&format!("{} measured", counts.len()));
    Ok(counts)
}

async fn truth(database: &mut PgConnection, query: &str) -> Result<i64> {
    let query =
        CountQuery::parse(query).map_err(|errors| anyhow!("`{query}` is no filter: {errors:?}"))?;
    statement::fetch(database, &count::exact(&query.filter)).await
}

async fn one(
    stage: &Stage,
    host: &mut Connection,
    route: &'static str,
    query: &str,
    kind: Kind,
    truth: i64,
) -> Result<Count> {
    let effort = stage.effort;
    let path = format!("/api/conversations/{route}?{query}");
    let mut best = http::alone(host, &path, effort.samples, effort.budget).await?;
    let limit_ms = kind.limit_ms();
    if limit_ms.is_some_and(|limit| best.samples.clone().summary().p95_ms >= limit) {
        // Whatever else a machine does can make an answer slower and never faster.
        let again = http::alone(host, &path, effort.samples, effort.budget).await?;
        if again.samples.clone().summary().p95_ms < best.samples.clone().summary().p95_ms {
            best = again;
        }
    }
    let mut count = Count {
        route,
        query: query.to_owned(),
        kind,
        count: None,
        says: None,
        truth,
        database_p50_ms: super::samples::median(best.database_ms.clone()),
        http: best.samples.summary(),
        problem: None,
    };
    if best.last.status.is_success() {
        let answer = best.last.json()?;
        count.count = answer["count"].as_i64();
        count.says = answer["kind"].as_str().map(str::to_owned);
        count.problem = count.wrong();
    } else if best.last.status == StatusCode::GATEWAY_TIMEOUT && may_time_out(kind, truth) {
        count.says = Some("timed out".to_owned());
    } else {
        count.problem = Some(format!("answered {}", best.last.status));
    }
    Ok(count)
}

/// Conversations that an exact count has to count within a statement's time: what the targets are held against.
const COUNTED_IN_TIME: i64 = 1_000_000;

/// Whether so many rows are asked for that a statement may end before they are counted.
fn may_time_out(kind: Kind, truth: i64) -> bool {
    kind == Kind::Exact && truth > COUNTED_IN_TIME
}

impl Kind {
    const fn limit_ms(self) -> Option<f64> {
        match self {
            Self::Counter => Some(COUNTER_HTTP_P95_MS),
            Self::Other => Some(OTHER_COUNT_HTTP_P95_MS),
            Self::Exact => None,
        }
    }
}

impl Count {
    /// What is wrong with an answer: a number that calls itself exact and is not, or an estimate where an exact number
    /// was due.
    fn wrong(&self) -> Option<String> {
        let says = self.says.as_deref();
        if self.route == "count" && says == Some("exact") && self.count != Some(self.truth) {
            return Some(format!("says exactly {:?}", self.count.unwrap_or_default()));
        }
        (self.kind != Kind::Other && says != Some("exact"))
            .then(|| "an estimate where an exact number was due".to_owned())
    }
}

/// Prints every count.
pub fn print(counts: &[Count]) {
    let mut table = Table::new(&[
        "route", "filter", "answer", "", "count(*)", "db p50", "HTTP p50", "p95 ms", "",
    ]);
    for count in counts {
        table.row([
            count.route.to_owned(),
            if count.query.is_empty() {
                "(none)".to_owned()
            } else {
                count.query.clone()
            },
            count
                .count
                .map_or_else(|| "-".to_owned(), |count| count.to_string()),
            count.says.clone().unwrap_or_default(),
            count.truth.to_string(),
            format!("{:.2}", count.database_p50_ms),
            format!("{:.2}", count.http.p50_ms),
            format!("{:.2}", count.http.p95_ms),
            count.problem.clone().unwrap_or_default(),
        ]);
    }
    println!("\nCounts and facets, cache off\n");
    table.lines().iter().for_each(|line| println!("{line}"));
}

/// What counts have to reach.
pub fn targets(counts: &[Count], is_quick: bool) -> Vec<Target> {
    let wrong = || counts.iter().filter(|count| count.problem.is_some());
    let first = wrong().next().map_or_else(String::new, |count| {
        format!(
            "{}?{}: {}",
            count.route,
            count.query,
            count.problem.as_deref().unwrap_or_default()
        )
    });
    let slowest = |name: &str, kind: Kind, limit| {
        let slowest = counts
            .iter()
            .filter(|count| count.kind == kind)
            .max_by(|a, b| a.http.p95_ms.total_cmp(&b.http.p95_ms));
        Target::below(
            name,
            slowest.map_or(f64::NAN, |count| count.http.p95_ms),
            limit,
            "ms",
        )
        .with_note(slowest.map_or_else(String::new, |count| {
            format!("{}?{}", count.route, count.query)
        }))
        .unless(is_quick)
    };
    vec![
        Target::none("wrong counts", wrong().count()).with_note(first),
        slowest(
            "counts by status, tier, quality or date, and their facets, p95",
            Kind::Counter,
            COUNTER_HTTP_P95_MS,
        ),
        slowest(
            "counts and facets under other filters, p95",
            Kind::Other,
            OTHER_COUNT_HTTP_P95_MS,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(kind: Kind, count: i64, says: &str) -> Count {
        Count {
            route: "count",
            query: String::new(),
            kind,
            count: Some(count),
            says: Some(says.to_owned()),
            truth: 12_400,
            database_p50_ms: 0.0,
            http: Summary::default(),
            problem: None,
        }
    }

    #[test]
    fn an_estimate_may_be_off_where_it_may_be_an_estimate() {
        assert_eq!(answered(Kind::Other, 12_000, "estimated").wrong(), None);
        assert_eq!(answered(Kind::Counter, 12_400, "exact").wrong(), None);
    }

    #[test]
    fn only_an_exact_count_of_more_than_a_million_may_time_out() {
        assert!(may_time_out(Kind::Exact, 4_000_000));
        assert!(!may_time_out(Kind::Exact, 400_000));
        assert!(!may_time_out(Kind::Other, 4_000_000));
    }

    #[test]
    fn a_number_that_calls_itself_exact_has_to_be() {
        assert!(answered(Kind::Other, 12_000, "exact").wrong().is_some());
        assert!(
            answered(Kind::Counter, 12_400, "estimated")
                .wrong()
                .is_some()
        );
    }
}
