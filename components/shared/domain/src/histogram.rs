//! Durations counted in buckets that grow by a constant ratio.
//!
//! Bucket `i` counts what took from 1.04^i up to, not including, 1.04^(i+1) microseconds; the first one also what took
//! less. The geometric middle of a bucket is within 2 % (√1.04) of everything in it, so a percentile read from the
//! buckets is within 2 % of the exact one, at any scale, and histograms of several instances or nodes add up bucket by
//! bucket. The table `request_histograms` holds the same buckets and depends on the same ratio.
//!
//! All of it is whole numbers: a guest would pay for a logarithm with more code than the table of bounds takes.

use std::time::Duration;

/// Buckets there are. They reach past two minutes; what takes longer is counted in the last one.
pub const MAX_BUCKETS: usize = 480;

/// The smallest whole number of microseconds in each bucket, `⌈1.04^i⌉`. A bucket too narrow for a whole number has
/// that of the next one, which is then the later of the two and wins.
static BOUNDS_US: [u32; MAX_BUCKETS] = bounds();

/// Binary digits behind the point of the powers below: over 480 steps their error stays far below a microsecond.
const FRACTION_BITS: u32 = 64;

/// √1.04 microseconds in picoseconds: how far the geometric middle of a bucket is above its bound.
const MIDDLE_PS: u128 = 1_019_804;

/// `1.04^(i+1)` of `1.04^i`, both with [`FRACTION_BITS`].
const fn next_power(power: u128) -> u128 {
    power * 26 / 25
}

const fn bounds() -> [u32; MAX_BUCKETS] {
    let mut bounds = [0; MAX_BUCKETS];
    let mut power = 1 << FRACTION_BITS;
    let mut i = 0;
    while i < MAX_BUCKETS {
        bounds[i] = ((power + (1 << FRACTION_BITS) - 1) >> FRACTION_BITS) as u32;
        power = next_power(power);
        i += 1;
    }
    bounds
}

/// The longest whole number of microseconds that bucket `i` counts; `None` of the last one, which has no end.
pub fn longest_us(bucket: usize) -> Option<u32> {
    BOUNDS_US.get(bucket + 1).map(|bound| bound - 1)
}

/// How many durations fell into each bucket, with their exact number, sum and maximum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    count: u64,
    total_us: u64,
    max_us: u64,
    /// Ends with the last bucket in use.
    buckets: Vec<u64>,
}

impl Histogram {
    /// Counts one duration, in whole microseconds.
    pub fn record(&mut self, duration: Duration) {
        let us = duration
            .as_secs()
            .saturating_mul(1_000_000)
            .saturating_add(duration.subsec_micros().into());
        self.count += 1;
        self.total_us = self.total_us.saturating_add(us);
        self.max_us = self.max_us.max(us);
        let bucket = BOUNDS_US
            .partition_point(|bound| u64::from(*bound) <= us)
            .saturating_sub(1);
        self.grow(bucket + 1);
        if let Some(count) = self.buckets.get_mut(bucket) {
            *count += 1;
        }
    }

    /// Adds what another one counted.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.total_us = self.total_us.saturating_add(other.total_us);
        self.max_us = self.max_us.max(other.max_us);
        self.grow(other.buckets.len());
        for (own, other) in self.buckets.iter_mut().zip(&other.buckets) {
            *own += other;
        }
    }

    fn grow(&mut self, buckets: usize) {
        if self.buckets.len() < buckets {
            self.buckets.resize(buckets, 0);
        }
    }

    /// How many durations were counted.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their sum in microseconds.
    pub const fn total_us(&self) -> u64 {
        self.total_us
    }

    /// The longest one in microseconds.
    pub const fn max_us(&self) -> u64 {
        self.max_us
    }

    /// Counts by bucket, up to the last one in use.
    pub fn buckets(&self) -> &[u64] {
        &self.buckets
    }

    /// The duration that `percent` of all did not exceed (nearest rank), within 2 % for 1 µs to two minutes. `None`
    /// where nothing was counted.
    pub fn percentile(&self, percent: u8) -> Option<Duration> {
        let rank = (self.count * u64::from(percent)).div_ceil(100).max(1);
        let mut counted = 0;
        let bucket = self.buckets.iter().position(|count| {
            counted += count;
            counted >= rank
        })?;
        let bound = (0..bucket).fold(1 << FRACTION_BITS, |power, _| next_power(power));
        let middle_ns = (bound * MIDDLE_PS / 1_000) >> FRACTION_BITS;
        u64::try_from(middle_ns).ok().map(Duration::from_nanos)
    }
}
