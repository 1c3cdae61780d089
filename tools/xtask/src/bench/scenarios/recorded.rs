//! What Parley recorded of the same requests: `request_histograms`, before and after a run, against the load generator's
//! own figures.
//!
//! The two do not measure the same stretch. Parley's begins when a component has the request and ends when its answer is
//! made; the generator's also holds its own client, the sockets, and the host's way to the component and back, about a
//! millisecond where the processors are free and more where they are not. So the generator also collects what each answer
//! says of itself (`Server-Timing`), which is exactly what was recorded and has to agree under any load; and its own times
//! are held against the recorded ones where the database is far away, so that a millisecond is little.

use super::k6::Outcome;
use crate::bench::samples::Summary;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection, Row};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// How much a bucket of a histogram grows over the one before: `parley_domain::histogram`.
const RATIO: f64 = 1.04;

/// How long records may take to arrive: a second by design, seven where Postgres was away, some more on a busy machine.
const ARRIVAL: Duration = Duration::from_secs(15);

/// How often the table is looked at until then.
const INTERVAL: Duration = Duration::from_millis(250);

/// What is recorded of requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    buckets: Vec<u64>,
}

impl Histogram {
    fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// Nearest rank, the geometric middle of the bucket, in milliseconds; zero where nothing was counted.
    fn percentile_ms(&self, percent: u64) -> f64 {
        let rank = (self.count() * percent).div_ceil(100).max(1);
        let mut counted = 0;
        let bucket = self.buckets.iter().position(|count| {
            counted += count;
            counted >= rank
        });
        bucket.map_or(0.0, |bucket| RATIO.powf(bucket as f64 + 0.5) / 1e3)
    }

    fn add(&mut self, other: &Self) {
        if self.buckets.len() < other.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (own, other) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += other;
        }
    }

    fn without(&self, before: &Self) -> Self {
        let known = before.buckets.iter().chain(std::iter::repeat(&0));
        let buckets = self.buckets.iter().zip(known);
        Self {
            buckets: buckets
                .map(|(own, before)| own.saturating_sub(*before))
                .collect(),
        }
    }

    fn summary(&self) -> Summary {
        Summary {
            samples: self.count() as usize,
            p50_ms: self.percentile_ms(50),
            p95_ms: self.percentile_ms(95),
            p99_ms: self.percentile_ms(99),
            max_ms: self.percentile_ms(100),
        }
    }
}

/// Everything that is recorded from some moment on, by route.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    since: String,
    routes: BTreeMap<String, Histogram>,
}

impl Recorded {
    /// What stands there now, to be taken off what stands there later.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn now(url: &str) -> Result<Self> {
        let mut connection = PgConnection::connect(url).await?;
        let since =
            sqlx::query_scalar("SELECT (date_trunc('minute', now()) - interval '1 minute')::text")
                .fetch_one(&mut connection)
                .await?;
        Self::since(&mut connection, since).await
    }

    async fn since(connection: &mut PgConnection, since: String) -> Result<Self> {
        let rows = sqlx::query(
            "SELECT route, histogram_sum(buckets) FROM request_histograms \
             WHERE minute >= $1::timestamptz GROUP BY route",
        )
        .bind(&since)
        .fetch_all(connection)
        .await?;
        let routes = rows
            .iter()
            .map(|row| {
                let buckets: Vec<i64> = row.try_get(1)?;
                let buckets = buckets.into_iter().map(i64::cast_unsigned).collect();
                Ok((row.try_get(0)?, Histogram { buckets }))
            })
            .collect::<Result<_>>()?;
        Ok(Self { since, routes })
    }

    /// What has come since, as soon as it is as many requests as were answered, `others` beside the generator's, or when no
    /// more can be expected.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn added(&self, url: &str, outcome: &Outcome, others: u64) -> Result<Comparison> {
        let mut connection = PgConnection::connect(url).await?;
        let started = Instant::now();
        loop {
            let after = Self::since(&mut connection, self.since.clone()).await?;
            let routes: BTreeMap<String, Histogram> = after
                .routes
                .into_iter()
                .map(|(route, histogram)| {
                    let before = self.routes.get(&route).cloned().unwrap_or_default();
                    (route, histogram.without(&before))
                })
                .collect();
            let count: u64 = routes.values().map(Histogram::count).sum();
            if count >= outcome.answered() + others || started.elapsed() > ARRIVAL {
                return Ok(Comparison::of(outcome, others, &routes));
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }
}

/// The two accounts of one run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comparison {
    /// By the load generator's clock.
    pub generator: Summary,
    /// What Parley said of itself in its answers, as the generator collected it.
    pub own_account: Summary,
    /// What Parley recorded. The longest is its bucket's middle.
    pub recorded: Summary,
    /// The same by route: the generator's, and what was recorded.
    pub routes: BTreeMap<String, (Summary, Summary)>,
    /// Answers that were given and nobody recorded; below zero where more was recorded than answered, as by a
    /// request whose answer did not arrive.
    pub lost: i64,
}

impl Comparison {
    fn of(outcome: &Outcome, others: u64, routes: &BTreeMap<String, Histogram>) -> Self {
        let mut all = Histogram::default();
        routes.values().for_each(|histogram| all.add(histogram));
        let by_route = outcome.routes.iter().filter_map(|(route, generator)| {
            let recorded = routes.get(route)?.summary();
            Some((route.clone(), (*generator, recorded)))
        });
        Self {
            generator: outcome.latency,
            own_account: outcome.own_account,
            recorded: all.summary(),
            routes: by_route.collect(),
            lost: (outcome.answered() + others).cast_signed() - all.count().cast_signed(),
        }
    }

    /// How far what was recorded is from the generator's clock at its worst percentile, as a share.
    pub fn off_generator(&self) -> f64 {
        furthest(&self.generator, &self.recorded)
    }

    /// How far it is from what the answers said.
    pub fn off_own_account(&self) -> f64 {
        furthest(&self.own_account, &self.recorded)
    }
}

fn furthest(of: &Summary, recorded: &Summary) -> f64 {
    [
        (of.p50_ms, recorded.p50_ms),
        (of.p95_ms, recorded.p95_ms),
        (of.p99_ms, recorded.p99_ms),
    ]
    .into_iter()
    .map(|(of, recorded)| (recorded / of - 1.0).abs())
    // A comparison with nothing is not a number, and must not pass for a small one.
    .fold(0.0, |worst, off| {
        if off.is_nan() || off > worst {
            off
        } else {
            worst
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(p50_ms: f64, p95_ms: f64, p99_ms: f64) -> Summary {
        Summary {
            samples: 100,
            p50_ms,
            p95_ms,
            p99_ms,
            max_ms: p99_ms,
        }
    }

    #[test]
    fn a_percentile_is_within_two_percent_of_every_duration_in_its_bucket() {
        let mut domain = parley_domain::histogram::Histogram::default();
        for ms in 1..=1_000 {
            domain.record(Duration::from_millis(ms));
        }
        let histogram = Histogram {
            buckets: domain.buckets().to_vec(),
        };
        for percent in [50, 95, 99] {
            let exact = percent as f64 * 10.0;
            let off = histogram.percentile_ms(percent) / exact - 1.0;
            assert!(off.abs() < 0.02, "p{percent}: {off}");
        }
    }

    #[test]
    fn what_stood_there_before_is_taken_off() {
        let after = Histogram {
            buckets: vec![1, 5, 7],
        };
        let before = Histogram {
            buckets: vec![1, 2],
        };
        assert_eq!(after.without(&before).buckets, [0, 3, 7]);
    }

    #[test]
    fn the_worst_percentile_counts_whichever_way_it_is_off() {
        let off = furthest(&times(10.0, 100.0, 200.0), &times(10.2, 97.0, 188.0));
        assert!((off - 0.06).abs() < 1e-9, "{off}");
    }

    #[test]
    fn a_comparison_with_nothing_is_no_agreement() {
        assert!(furthest(&Summary::default(), &Summary::default()).is_nan());
    }

    #[test]
    fn answers_that_nobody_recorded_are_lost() {
        let outcome = Outcome {
            requests: 12,
            statuses: [("0".to_owned(), 2), ("200".to_owned(), 10)].into(),
            ..Outcome::default()
        };
        let routes = [(
            "GET /api/conversations".to_owned(),
            Histogram {
                buckets: vec![0, 7],
            },
        )];
        assert_eq!(Comparison::of(&outcome, 0, &routes.into()).lost, 3);
    }
}
