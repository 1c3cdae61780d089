//! The wall clock that guests see, which tests can stop or shift.
//!
//! Monotonic time is left alone: deadlines and timers of a guest go on working while its calendar stands still.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use wasmtime_wasi::HostWallClock;

/// A wall clock shared by all guests.
#[derive(Debug, Clone, Default)]
pub struct Clock(Arc<Mutex<Setting>>);

#[derive(Debug, Clone, Copy, Default)]
struct Setting {
    frozen_at: Option<Duration>,
    offset_ms: i64,
}

impl Clock {
    /// Stops the clock at a time since the Unix epoch, or lets it run, and shifts it by `offset_ms` milliseconds.
    pub fn set(&self, frozen_at: Option<Duration>, offset_ms: i64) {
        *self.lock() = Setting {
            frozen_at,
            offset_ms,
        };
    }

    fn lock(&self) -> MutexGuard<'_, Setting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HostWallClock for Clock {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(1)
    }

    fn now(&self) -> Duration {
        let Setting {
            frozen_at,
            offset_ms,
        } = *self.lock();
        let base = frozen_at.unwrap_or_else(|| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
        });
        let offset = Duration::from_millis(offset_ms.unsigned_abs());
        if offset_ms < 0 {
            base.saturating_sub(offset)
        } else {
            base.saturating_add(offset)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_stands_and_an_offset_shifts_it() {
        let clock = Clock::default();
        clock.set(Some(Duration::from_secs(100)), 0);
        assert_eq!(clock.now(), Duration::from_secs(100));
        clock.set(Some(Duration::from_secs(100)), -1500);
        assert_eq!(clock.now(), Duration::from_millis(98_500));
        clock.set(Some(Duration::from_secs(100)), 1500);
        assert_eq!(clock.now(), Duration::from_millis(101_500));
    }

    #[test]
    fn a_released_clock_tells_the_real_time() {
        let clock = Clock::default();
        clock.set(Some(Duration::ZERO), 0);
        clock.set(None, 0);
        let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        assert!(clock.now() >= before);
    }
}
