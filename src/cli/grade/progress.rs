//! A bar on stderr where much is to be marked; indicatif hides it where stderr is no terminal.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::intake::Items;

/// Answers from which a bar is worth its line.
const PROGRESS_ANSWERS: usize = 50;
/// Milliseconds between two looks of the bar.
const PROGRESS_MILLISECONDS: u64 = 200;

/// How far the reading is and how many answers are marked.
pub(super) struct Progress {
    bar: ProgressBar,
    read_so_far: Arc<AtomicU64>,
    answers: u64,
}

// === impl Progress ===

impl Progress {
    /// One that does not show yet; `read_so_far` counts the bytes that are read.
    pub(super) fn new(read_so_far: Arc<AtomicU64>) -> Self {
        Self { bar: ProgressBar::hidden(), read_so_far, answers: 0 }
    }

    /// Shows it where the sources are many or may hold many.
    pub(super) fn show(&mut self, items: &Items) {
        let (sources, may_be_many) = items.extent();
        if !may_be_many && sources <= PROGRESS_ANSWERS {
            return;
        }
        let bytes = items.files().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
        self.bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3}% · {msg} · {elapsed}") {
            self.bar.set_style(style);
        }
        self.bar.enable_steady_tick(Duration::from_millis(PROGRESS_MILLISECONDS));
    }

    /// Counts answers that are done.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub(super) fn add(&mut self, answers: u64) {
        self.answers += answers;
        self.bar.set_position(self.read_so_far.load(Ordering::Relaxed));
        let rate = self.answers as f64 / self.bar.elapsed().as_secs_f64().max(f64::MIN_POSITIVE);
        self.bar.set_message(format!("{} ({rate:.0}/s)", self.answers));
    }

    /// Writes something while the bar is out of the way.
    pub(super) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
