//! How much each key has called: calls a minute, and calls at the same time. Knows no clock but the moments that it is given.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::error::AccessError;
use crate::api_key::{KeyId, Quota};

/// What every key has called.
#[derive(Debug, Default)]
pub(super) struct Meters(Mutex<HashMap<KeyId, Arc<Meter>>>);

/// What one key has called.
#[derive(Debug)]
pub(in crate::service) struct Meter {
    quota: Quota,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Time that was saved up: a call costs its share of a minute.
    saved: Duration,
    /// When that was counted.
    at: Instant,
    /// Calls that are open.
    open: u32,
}

/// A call that is open, until it is dropped.
#[derive(Debug)]
pub(super) struct OpenCall(Arc<Meter>);

const MINUTE: Duration = Duration::from_mins(1);
/// The share of a minute's calls that may come in a burst: one in ten, so that clients that work through a list are not
/// stopped at once, and a minute never has more than 11 tenths of its calls.
const BURST: Duration = Duration::from_secs(6);

// === impl Meters ===

impl Meters {
    /// The meter of a key; one for as long as the server runs, so that nothing is forgotten.
    pub(super) fn of(&self, id: &KeyId, quota: Quota, now: Instant) -> Arc<Meter> {
        let mut meters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(meters.entry(id.clone()).or_insert_with(|| Arc::new(Meter::new(quota, now))))
    }
}

// === impl Meter ===

impl Meter {
    fn new(quota: Quota, now: Instant) -> Self {
        Self { quota, state: Mutex::new(State { saved: MINUTE, at: now, open: 0 }) }
    }

    /// Opens a call.
    pub(super) fn open(self: &Arc<Self>, now: Instant) -> Result<OpenCall, AccessError> {
        {
            let mut state = self.state();
            if let Some(most) = self.quota.calls_at_once
                && state.open >= most.get()
            {
                return Err(AccessError::TooManyAtOnce(most.get()));
            }
            state.open += 1;
        }
        // One too many in this minute is closed again.
        let call = OpenCall(Arc::clone(self));
        self.take(now).map_err(|wait| AccessError::TooManyAMinute(self.calls_per_minute(), wait))?;
        Ok(call)
    }

    /// Counts a call, or says how long to wait for it.
    pub(in crate::service) fn take(&self, now: Instant) -> Result<(), Duration> {
        let Some(calls) = self.quota.calls_per_minute else { return Ok(()) };
        let cost = MINUTE / calls.get();
        let mut state = self.state();
        let waited = now.saturating_duration_since(state.at);
        state.saved = state.saved.saturating_add(waited).min(BURST.max(cost));
        state.at = state.at.max(now);
        match state.saved.checked_sub(cost) {
            Some(rest) => {
                state.saved = rest;
                Ok(())
            }
            None => Err(cost.saturating_sub(state.saved)),
        }
    }

    fn calls_per_minute(&self) -> u32 {
        self.quota.calls_per_minute.map_or(u32::MAX, NonZeroU32::get)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change is one step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl OpenCall ===

impl Drop for OpenCall {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.open = state.open.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::{AccessError, Meter, Quota};

    fn meter(calls_per_minute: u32, calls_at_once: u32, now: Instant) -> Arc<Meter> {
        let quota = Quota {
            calls_per_minute: NonZeroU32::new(calls_per_minute),
            calls_at_once: NonZeroU32::new(calls_at_once),
        };
        Arc::new(Meter::new(quota, now))
    }

    #[test]
    fn calls_of_a_minute_come_in_bursts_and_then_in_turn() {
        let start = Instant::now();
        let check = |per_minute: u32, burst: u32, wait_ms: u64| {
            let meter = meter(per_minute, 0, start);
            let taken = (0..burst * 3).take_while(|_| meter.take(start).is_ok()).count();
            assert_eq!(taken, burst as usize, "{per_minute} a minute");
            let wait = meter.take(start).unwrap_err();
            assert_eq!(wait, Duration::from_millis(wait_ms), "{per_minute} a minute");
            assert!(meter.take(start + wait.saturating_sub(Duration::from_nanos(1))).is_err());
            assert!(meter.take(start + wait).is_ok());
            // However long nothing comes, no more than a burst is saved.
            let later = start + Duration::from_hours(1);
            assert_eq!((0..burst * 3).take_while(|_| meter.take(later).is_ok()).count(), burst as usize);
        };
        check(600, 60, 100);
        check(60, 6, 1000);
        check(1, 1, 60_000);
        check(6000, 600, 10);
        let free = meter(0, 0, start);
        assert!((0..10_000).all(|_| free.take(start).is_ok()));
    }

    #[test]
    fn calls_at_once_are_counted_while_they_are_open() {
        let now = Instant::now();
        let meter = meter(0, 2, now);
        let (first, _second) = (meter.open(now).unwrap(), meter.open(now).unwrap());
        assert!(matches!(meter.open(now), Err(AccessError::TooManyAtOnce(2))));
        drop(first);
        let _third = meter.open(now).unwrap();
        assert!(matches!(meter.open(now), Err(AccessError::TooManyAtOnce(2))));
    }
}
