//! What a server tells Prometheus: calls, marks and queues, in figures and names alone. Never a text, nor who wrote it.

mod calls;
mod page;

pub(super) use calls::count;
pub(super) use page::serve;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tonic::Code;

use crate::jobs::{JobState, Jobs};
use crate::wire::pb;

/// Rubrics that have figures of their own; those that come later, as rubrics in requests may without end, share some.
const RUBRICS_MAX: usize = 500;
/// The name under which they do: no rubric's id has this shape.
const OTHERS: &str = "(others)";
/// The code of a call whose client was gone before it had one.
const GONE: &str = "Cancelled";
/// Bounds of latencies, in seconds: from an answer read by its words to one that waits for deep reading.
const SECONDS: [f64; 14] =
    [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Bounds of scores, as shares of the highest.
const SHARES: [f64; 10] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// The figures of one server.
pub(super) struct Metrics {
    registry: Registry,
    calls: Family<Call, Counter>,
    seconds: Family<Method, Histogram, fn() -> Histogram>,
    open: Gauge,
    /// How many rubrics have scores, those among them that share theirs.
    rubrics: AtomicUsize,
    scores: Family<Rubric, Histogram, fn() -> Histogram>,
    flags: Family<Flag, Counter>,
    reading: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    method: &'static str,
    code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Method {
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Rubric {
    rubric: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Flag {
    flag: &'static str,
}

/// A wait or a reading that is counted as long as it is held.
pub(super) struct Held(Gauge);

// === impl Metrics ===

impl Metrics {
    pub(super) fn new(jobs: Option<Arc<Jobs>>) -> Self {
        let mut registry = Registry::with_prefix("yuejuan");
        let metrics = Self {
            calls: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            open: Gauge::default(),
            rubrics: AtomicUsize::new(0),
            scores: Family::new_with_constructor(|| Histogram::new(SHARES)),
            flags: Family::default(),
            reading: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("calls", "Calls that ended, by method and code of gRPC", metrics.calls.clone());
        let help = "Time from a call's first byte to its answer's last; for streams the whole stream";
        registry.register_with_unit("call", help, Unit::Seconds, metrics.seconds.clone());
        registry.register("open_calls", "Calls that have not ended", metrics.open.clone());
        let help = "Scores of single answers as shares of the highest, by rubric; those of jobs are left out";
        registry.register_with_unit("score", help, Unit::Ratios, metrics.scores.clone());
        registry.register("flags", "Flags on single answers, by what they tell", metrics.flags.clone());
        registry.register("deep_readings", "Answers that are read deeply or wait for it", metrics.reading.clone());
        if let Some(jobs) = jobs {
            registry.register_collector(Box::new(Queue(jobs)));
        }
        Self { registry, ..metrics }
    }

    /// All figures, as `OpenMetrics` has them.
    fn page(&self) -> Result<String, fmt::Error> {
        let mut page = String::new();
        text::encode(&mut page, &self.registry)?;
        Ok(page)
    }

    /// Counts a single answer that was marked.
    pub(super) fn marked(&self, feedback: &pb::Feedback) {
        let mut label = Rubric { rubric: feedback.rubric_id.clone() };
        if self.scores.get(&label).is_none() && self.rubrics.fetch_add(1, Ordering::Relaxed) >= RUBRICS_MAX {
            OTHERS.clone_into(&mut label.rubric);
        }
        self.scores.get_or_create(&label).observe(feedback.score / feedback.max_score);
        for flag in &feedback.flags {
            let flag = Flag { flag: name(flag.code().as_str_name(), "FLAG_CODE_") };
            self.flags.get_or_create(&flag).inc();
        }
    }

    /// Counts an answer that is to be read deeply, until it is dropped.
    pub(super) fn deep_reading(&self) -> Held {
        Held::new(&self.reading)
    }

    /// Counts a call that ended; without a code where the client was gone before.
    fn called(&self, method: &'static str, code: Option<Code>, took: Duration) {
        let code = code.map_or_else(|| GONE.to_owned(), |code| format!("{code:?}"));
        self.calls.get_or_create(&Call { method, code }).inc();
        self.seconds.get_or_create(&Method { method }).observe(took.as_secs_f64());
    }
}

fn name(name: &'static str, prefix: &str) -> &'static str {
    name.strip_prefix(prefix).unwrap_or(name)
}

// === impl Held ===

impl Held {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// The jobs of a server, counted when the figures are asked for.
#[derive(Debug)]
struct Queue(Arc<Jobs>);

// === impl Queue ===

impl Collector for Queue {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let (queued, running) = (self.0.count(JobState::Queued), self.0.count(JobState::Running));
        let figures =
            [("jobs_queued", "Jobs that wait to be marked", queued), ("jobs_running", "Jobs that run", running)];
        for (name, help, count) in figures {
            let gauge = ConstGauge::new(i64::try_from(count).unwrap_or(i64::MAX));
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}
