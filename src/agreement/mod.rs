//! Agreement between two series of marks, as statistics over pairs of figures. Pure; knows nothing of answers, rubrics
//! or formats.
//!
//! Every statistic takes `counts`: how often each pair stands in the sample. All 1 is the sample as it is
//! ([`once`]), the counts of a [`Draws`] are a resample, and 0 leaves a pair out. Pairs beyond the shortest of the
//! slices are left out.

mod bootstrap;
mod confusion;
mod correlation;
mod difference;

pub use bootstrap::{Draws, INTERVAL_SHARE, Interval, RESAMPLES, percentile_interval};
pub use confusion::Confusion;
pub use correlation::{Ranking, pearson, spearman};
pub use difference::{mean_absolute_error, mean_signed_error};

/// The counts of a sample as it is.
#[must_use]
pub fn once(pairs: usize) -> Vec<u32> {
    vec![1; pairs]
}
