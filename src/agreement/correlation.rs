//! Whether two series rise and fall together: Pearson's and Spearman's coefficients.

/// Pearson's correlation: the covariance over the product of the standard deviations (K. Pearson, "Notes on regression
/// and inheritance in the case of two parents", Proceedings of the Royal Society 58, 1895). `None` where either side
/// never varies.
///
/// ```
/// use yuejuan::agreement::{once, pearson};
/// assert!((pearson(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0], &once(3)).unwrap() - 1.0).abs() < 1e-12);
/// assert_eq!(pearson(&[1.0, 2.0, 3.0], &[0.7, 0.7, 0.7], &once(3)), None);
/// ```
#[must_use]
pub fn pearson(one: &[f64], other: &[f64], counts: &[u32]) -> Option<f64> {
    let pairs = || one.iter().zip(other).zip(counts).filter(|(_, count)| **count > 0);
    // Compared value by value: the deviations of a constant from its mean may round to something above zero.
    let ((one_first, other_first), _) = pairs().next()?;
    let varies = |differs: fn(&f64, &f64, &f64, &f64) -> bool| {
        pairs().any(|((one, other), _)| differs(one, other, one_first, other_first))
    };
    #[expect(clippy::float_cmp, reason = "a constant is the same bits throughout")]
    let is_defined = varies(|one, _, first, _| one != first) && varies(|_, other, _, first| other != first);
    if !is_defined {
        return None;
    }
    let (mut total, mut one_sum, mut other_sum) = (0.0, 0.0, 0.0);
    for ((one, other), count) in pairs() {
        let count = f64::from(*count);
        total += count;
        one_sum += count * one;
        other_sum += count * other;
    }
    let (one_mean, other_mean) = (one_sum / total, other_sum / total);
    let (mut together, mut one_spread, mut other_spread) = (0.0, 0.0, 0.0);
    for ((one, other), count) in pairs() {
        let (count, one, other) = (f64::from(*count), one - one_mean, other - other_mean);
        together += count * one * other;
        one_spread += count * one * one;
        other_spread += count * other * other;
    }
    let spreads = (one_spread * other_spread).sqrt();
    (spreads > 0.0).then(|| together / spreads)
}

/// The order of a series, so that any resample of it is ranked without sorting again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// For each figure, which place it takes among the different figures, from 0.
    place: Vec<usize>,
    places: usize,
}

// === impl Ranking ===

impl Ranking {
    /// Sorts a series.
    #[must_use]
    pub fn new(figures: &[f64]) -> Self {
        let mut sorted: Vec<(usize, f64)> = figures.iter().copied().enumerate().collect();
        sorted.sort_by(|one, other| one.1.total_cmp(&other.1));
        let mut place = vec![0; figures.len()];
        let mut places = 0;
        let mut last = None;
        for (index, figure) in sorted {
            places += usize::from(last != Some(figure));
            last = Some(figure);
            if let Some(place) = place.get_mut(index) {
                *place = places - 1;
            }
        }
        Self { place, places }
    }

    /// Whether a sample has different figures.
    #[must_use]
    pub fn varies(&self, counts: &[u32]) -> bool {
        let mut drawn = self.place.iter().zip(counts).filter(|(_, count)| **count > 0).map(|(place, _)| place);
        drawn.next().is_some_and(|first| drawn.any(|place| place != first))
    }

    /// The rank of each figure in a sample, from 1; ties share the mean of the ranks that they take together.
    #[must_use]
    pub fn ranks(&self, counts: &[u32]) -> Vec<f64> {
        let mut sizes = vec![0_u32; self.places];
        for (place, count) in self.place.iter().zip(counts) {
            if let Some(size) = sizes.get_mut(*place) {
                *size += count;
            }
        }
        let mut before = 0_u32;
        let ranks: Vec<f64> = sizes
            .iter()
            .map(|size| {
                let rank = f64::from(before) + f64::from(size + 1) / 2.0;
                before += size;
                rank
            })
            .collect();
        self.place.iter().map(|place| ranks.get(*place).copied().unwrap_or_default()).collect()
    }
}

/// Spearman's correlation: Pearson's over the ranks, ties by their mean rank (C. Spearman, "The proof and measurement of
/// association between two things", American Journal of Psychology 15, 1904). `None` where either side never varies.
#[must_use]
pub fn spearman(one: &Ranking, other: &Ranking, counts: &[u32]) -> Option<f64> {
    pearson(&one.ranks(counts), &other.ranks(counts), counts)
}
