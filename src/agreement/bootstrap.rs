//! How far a statistic would move had other answers been drawn: the percentile bootstrap (B. Efron, "Bootstrap methods:
//! another look at the jackknife", Annals of Statistics 7, 1979).

/// Resamples drawn: with a thousand, the ends of an interval move by about a hundredth from one seed to the next.
pub const RESAMPLES: usize = 1000;
/// The share of the resamples that an interval holds.
pub const INTERVAL_SHARE: f64 = 0.95;
/// The seed of all draws: fixed, so that the same marks give the same intervals.
const SEED: u64 = 1979;
/// The share of resamples in which a statistic must be defined for its interval to mean anything.
const DEFINED_SHARE_MIN: f64 = 0.9;

/// Where a statistic lies in most resamples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Resamples of units that stand in strata: as many units as there are, drawn with replacement within each stratum, so
/// that each keeps its size. Whatever is computed from the same draws is paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// For each resample, how often each unit is in it.
    counts: Vec<Vec<u16>>,
}

// === impl Draws ===

impl Draws {
    /// Draws [`RESAMPLES`] resamples of strata of the given sizes, whose units stand one after another.
    #[must_use]
    pub fn new(sizes: &[usize]) -> Self {
        let units: usize = sizes.iter().sum();
        let mut random = Random(SEED);
        let resample = |_| {
            let mut counts = vec![0_u16; units];
            let mut start = 0;
            for size in sizes {
                for _ in 0..*size {
                    if let Some(count) = counts.get_mut(start + random.below(*size)) {
                        *count = count.saturating_add(1);
                    }
                }
                start += size;
            }
            counts
        };
        Self { counts: (0..RESAMPLES).map(resample).collect() }
    }

    /// The resamples: how often each unit is in each.
    #[must_use]
    pub fn resamples(&self) -> &[Vec<u16>] {
        &self.counts
    }
}

/// `SplitMix64` (G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): small,
/// with no state but a counter, and good enough for draws.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..bound`; its preference for some of them is below `bound` in 2^64.
    fn below(&mut self, bound: usize) -> usize {
        let scaled = (u128::from(self.next()) * bound as u128) >> 64;
        usize::try_from(scaled).unwrap_or_default()
    }
}

/// The middle [`INTERVAL_SHARE`] of a statistic over resamples, ends interpolated between neighbours (type 7 of R. Hyndman
/// and Y. Fan, "Sample quantiles in statistical packages", American Statistician 50, 1996). Resamples where it is not
/// defined are left out; `None` where they are more than one in ten.
#[must_use]
pub fn percentile_interval(statistics: impl IntoIterator<Item = Option<f64>>) -> Option<Interval> {
    let (mut sorted, mut all) = (Vec::new(), 0);
    for statistic in statistics {
        all += 1;
        sorted.extend(statistic);
    }
    #[expect(clippy::cast_precision_loss, reason = "there are a thousand resamples")]
    let is_defined = !sorted.is_empty() && sorted.len() as f64 >= DEFINED_SHARE_MIN * f64::from(all);
    sorted.sort_by(f64::total_cmp);
    let tail = (1.0 - INTERVAL_SHARE) / 2.0;
    let interval = || Some(Interval { low: quantile(&sorted, tail)?, high: quantile(&sorted, 1.0 - tail)? });
    is_defined.then(interval).flatten()
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among a thousand resamples"
)]
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let low = *sorted.get(place.floor() as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    Some(low + (high - low) * place.fract())
}
