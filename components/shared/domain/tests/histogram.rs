//! Histograms: every duration in its bucket, sums that do not depend on who counted, percentiles within 2 %.

use parley_domain::histogram::{Histogram, MAX_BUCKETS};
use proptest::{collection::vec, prelude::*};
use std::time::Duration;

/// Microseconds that the buckets tell apart: one to two minutes.
const RANGE_US: std::ops::RangeInclusive<u64> = 1..=120_000_000;

fn histogram(durations_us: &[u64]) -> Histogram {
    let mut histogram = Histogram::default();
    for us in durations_us {
        histogram.record(Duration::from_micros(*us));
    }
    histogram
}

/// The bucket that a single duration is counted in.
fn bucket_of(us: u64) -> usize {
    histogram(&[us]).buckets().len() - 1
}

/// Durations of every scale alike, as a plain range would nearly always give minutes.
fn durations() -> impl Strategy<Value = Vec<u64>> {
    let duration = (0..27_u32, any::<u32>()).prop_map(|(scale, within)| {
        let low = 1 << scale;
        (low + u64::from(within) % low).clamp(*RANGE_US.start(), *RANGE_US.end())
    });
    vec(duration, 1..300)
}

#[test]
fn a_bucket_holds_what_lies_between_its_powers() {
    for us in (1..10_000).chain((10_000..120_000_000).step_by(99_991)) {
        let bucket = i32::try_from(bucket_of(us)).expect("a small number");
        let us = us as f64;
        assert!(
            1.04_f64.powi(bucket) <= us * (1.0 + 1e-12) && us < 1.04_f64.powi(bucket + 1),
            "{us} in bucket {bucket}"
        );
    }
}

#[test]
fn less_than_the_first_bound_is_counted_in_the_first_bucket() {
    assert_eq!(bucket_of(0), 0);
    assert_eq!(bucket_of(1), 0);
}

#[test]
fn more_than_the_buckets_reach_is_counted_in_the_last_one() {
    assert_eq!(bucket_of(u64::MAX), MAX_BUCKETS - 1);
    assert!(bucket_of(120_000_000) < MAX_BUCKETS);
}

#[test]
fn nothing_counted_has_no_percentile() {
    assert_eq!(Histogram::default().percentile(50), None);
}

proptest! {
    #[test]
    fn a_percentile_is_within_two_percent_of_the_exact_one(mut durations in durations(), percent in 0..=100_u8) {
        let histogram = histogram(&durations);
        durations.sort_unstable();
        let rank = (durations.len() * usize::from(percent)).div_ceil(100).max(1);
        let exact = durations[rank - 1] as f64 / 1e6;
        let read = histogram.percentile(percent).expect("something was counted").as_secs_f64();
        prop_assert!((read / exact - 1.0).abs() <= 0.02, "{read} for {exact}");
    }

    #[test]
    fn number_sum_and_maximum_are_exact(durations in durations()) {
        let histogram = histogram(&durations);
        prop_assert_eq!(histogram.count(), durations.len() as u64);
        prop_assert_eq!(histogram.buckets().iter().sum::<u64>(), histogram.count());
        prop_assert_eq!(histogram.total_us(), durations.iter().sum::<u64>());
        prop_assert_eq!(Some(histogram.max_us()), durations.iter().copied().max());
    }

    #[test]
    fn two_merged_are_as_if_one_had_counted_all(first in durations(), second in durations()) {
        let mut merged = histogram(&first);
        merged.merge(&histogram(&second));
        prop_assert_eq!(merged, histogram(&[first, second].concat()));
    }

    #[test]
    fn the_last_bucket_is_in_use(durations in durations()) {
        let histogram = histogram(&durations);
        prop_assert!(histogram.buckets().last().is_some_and(|count| *count > 0));
    }
}
