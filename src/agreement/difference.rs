//! How far two series lie apart.

/// Mean of the differences without their sign; `None` where there are no pairs.
#[must_use]
pub fn mean_absolute_error(one: &[f64], other: &[f64], counts: &[u32]) -> Option<f64> {
    mean(one, other, counts, f64::abs)
}

/// Mean of `other − one`: above zero where the second side gives more; `None` where there are no pairs.
#[must_use]
pub fn mean_signed_error(one: &[f64], other: &[f64], counts: &[u32]) -> Option<f64> {
    mean(one, other, counts, |difference| difference)
}

fn mean(one: &[f64], other: &[f64], counts: &[u32], of: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut sum, mut total) = (0.0, 0.0);
    for ((one, other), count) in one.iter().zip(other).zip(counts) {
        sum += f64::from(*count) * of(other - one);
        total += f64::from(*count);
    }
    (total > 0.0).then(|| sum / total)
}
