//! CPU clocks, and a listener to the server's log that measures the CPU time of grading.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rustix::time::{ClockId, clock_gettime};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

/// Listens to the spans around grading and to nothing else.
pub struct Meter;

/// Of so many gradings one is measured: the clock of CPU time is a call into the kernel, and costs a microsecond. A
/// prime that doesn't divide the number of cases, so that each of them has its turn.
const STRIDE: u64 = 7;

/// What was graded, by the length of the text in bytes, which nearly names the case: some take ten times as long as
/// others, so that the mean of each is worth more than that of all that happened to be measured.
pub type Gradings = BTreeMap<u64, Grading>;

/// The gradings of one case.
#[derive(Default, Clone, Copy)]
pub struct Grading {
    pub count: u64,
    /// How many of them were measured.
    pub measured: u64,
    /// CPU time of these, in nanoseconds.
    pub nanos: u64,
}

static GRADINGS: Mutex<Gradings> = Mutex::new(Gradings::new());
static TURN: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static ENTERED: Cell<Option<u64>> = const { Cell::new(None) };
}

/// CPU time of this thread so far, in nanoseconds.
pub fn thread_nanos() -> u64 {
    nanos(ClockId::ThreadCPUTime)
}

/// CPU time of this process so far, in nanoseconds.
pub fn process_nanos() -> u64 {
    nanos(ClockId::ProcessCPUTime)
}

/// What this process graded so far.
pub fn gradings() -> Gradings {
    GRADINGS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn nanos(clock: ClockId) -> u64 {
    let time = clock_gettime(clock);
    u64::try_from(time.tv_sec).unwrap_or_default() * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or_default()
}

// === impl Meter ===

impl Subscriber for Meter {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.enabled(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.name() == "grading"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut length = Length(0);
        span.record(&mut length);
        Id::from_u64(length.0 + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {
        if TURN.fetch_add(1, Ordering::Relaxed).is_multiple_of(STRIDE) {
            // On its way back from a call the kernel likes to switch to another thread: that is over with the first.
            thread_nanos();
            ENTERED.set(Some(thread_nanos()));
        }
    }

    fn exit(&self, span: &Id) {
        let nanos = ENTERED.take().map(|entered| thread_nanos() - entered);
        let mut gradings = GRADINGS.lock().unwrap_or_else(PoisonError::into_inner);
        let grading = gradings.entry(span.into_u64()).or_default();
        grading.count += 1;
        grading.measured += u64::from(nanos.is_some());
        grading.nanos += nanos.unwrap_or_default();
    }
}

/// The only field of the span.
struct Length(u64);

// === impl Length ===

impl Visit for Length {
    fn record_u64(&mut self, _: &Field, value: u64) {
        self.0 = value;
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
