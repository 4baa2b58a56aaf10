//! How whole numbers are distributed, by counting each: exact, and no larger than the number of different values.

use std::collections::BTreeMap;

/// Values and how often each stands. Marks are counted in hundredths, lengths in 字.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Distribution {
    counts: BTreeMap<i64, u32>,
    total: u32,
}

/// How many values lie in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// The least value in it.
    pub low: i64,
    /// The first value above it; the last bin holds this value too.
    pub high: i64,
    /// How many values there are.
    pub count: u32,
}

/// The most bins of a chart: more are too narrow on a phone.
const BINS_MAX: i64 = 15;

// === impl Distribution ===

#[expect(clippy::cast_precision_loss, reason = "marks and lengths are far below 2^53")]
impl Distribution {
    /// Counts a value.
    pub fn add(&mut self, value: i64) {
        *self.counts.entry(value).or_default() += 1;
        self.total += 1;
    }

    /// How many values there are.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    /// The least and the greatest value; `None` where there are none.
    #[must_use]
    pub fn range(&self) -> Option<(i64, i64)> {
        Some((*self.counts.first_key_value()?.0, *self.counts.last_key_value()?.0))
    }

    /// How many values are at least `value`.
    #[must_use]
    pub fn at_least(&self, value: i64) -> u32 {
        self.counts.range(value..).map(|(_, count)| *count).sum()
    }

    /// The mean; `None` where there are no values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let sum: i128 = self.counts.iter().map(|(value, count)| i128::from(*value) * i128::from(*count)).sum();
        (self.total > 0).then(|| sum as f64 / f64::from(self.total))
    }

    /// The standard deviation of these values, which are the whole class and no sample of it; `None` where there are none.
    #[must_use]
    pub fn deviation(&self) -> Option<f64> {
        let mean = self.mean()?;
        let squares = self.counts.iter().map(|(value, count)| f64::from(*count) * (*value as f64 - mean).powi(2));
        Some((squares.sum::<f64>() / f64::from(self.total)).sqrt())
    }

    /// The value below which a share of the values lies, interpolated between neighbours (type 7 of R. Hyndman and
    /// Y. Fan, "Sample quantiles in statistical packages", American Statistician 50, 1996); 0.5 for the median.
    ///
    /// ```
    /// use yuejuan::class::Distribution;
    /// let mut values = Distribution::default();
    /// [1, 2, 3, 4].into_iter().for_each(|value| values.add(value));
    /// assert_eq!((values.quantile(0.25), values.quantile(0.5)), (Some(1.75), Some(2.5)));
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among the values")]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let place = share.clamp(0.0, 1.0) * f64::from(self.total.checked_sub(1)?);
        let (low, high) = (self.at(place.floor() as u32)?, self.at(place.ceil() as u32)?);
        Some(low as f64 + (high - low) as f64 * place.fract())
    }

    /// Means of the lowest and of the highest `share` of the values, at least one each; `None` where there are none.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the count")]
    pub fn ends(&self, share: f64) -> Option<(f64, f64)> {
        let size = ((f64::from(self.total) * share).round() as u32).clamp(1, self.total.max(1));
        let low = mean_of_first(self.counts.iter(), size)?;
        let high = mean_of_first(self.counts.iter().rev(), size)?;
        Some((low, high))
    }

    /// The values from 0 to `most` in bins of one round width, in units of which `unit` are one mark or 字; values beyond
    /// stand in the outer bins.
    #[must_use]
    pub fn bins(&self, most: i64, unit: i64) -> Vec<Bin> {
        let width = bin_width(most, unit);
        let bins = (most.max(1) + width - 1) / width;
        let edge = |index: i64| (index * width).min(most.max(width));
        let bin = |index: i64| {
            let low = if index == 0 { i64::MIN } else { edge(index) };
            let high = if index + 1 == bins { i64::MAX } else { edge(index + 1) };
            let count = self.counts.range(low..high).map(|(_, count)| *count).sum::<u32>();
            let last = if high == i64::MAX { self.counts.get(&i64::MAX).copied().unwrap_or_default() } else { 0 };
            Bin { low: edge(index), high: edge(index + 1), count: count + last }
        };
        (0..bins).map(bin).collect()
    }

    /// The value at a place in rising order, from 0.
    fn at(&self, place: u32) -> Option<i64> {
        let mut before = 0;
        let found = self.counts.iter().find(|(_, count)| {
            before += **count;
            before > place
        });
        found.map(|(value, _)| *value)
    }
}

/// The narrowest round width that makes few enough bins; one that ends at `most` before one that does not.
fn bin_width(most: i64, unit: i64) -> i64 {
    /// Round widths, in tenths of the unit.
    const TENTHS: [i64; 13] = [5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000];
    let widths = || TENTHS.iter().map(|tenths| (tenths * unit / 10).max(1)).filter(|width| most <= width * BINS_MAX);
    widths().find(|width| most % width == 0).or_else(|| widths().next()).unwrap_or_else(|| (most / BINS_MAX).max(1))
}

#[expect(clippy::cast_precision_loss, reason = "marks and lengths are far below 2^53")]
fn mean_of_first<'c>(counts: impl Iterator<Item = (&'c i64, &'c u32)>, size: u32) -> Option<f64> {
    let (mut left, mut sum) = (size, 0.0);
    for (value, count) in counts {
        let taken = left.min(*count);
        sum += *value as f64 * f64::from(taken);
        left -= taken;
    }
    (left < size).then(|| sum / f64::from(size - left))
}
