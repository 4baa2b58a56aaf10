//! Agreement between the engine's marks and a human's: statistics over pairs of figures. Knows no formats.

/// Quadratic weighted kappa of paired ratings in `0..levels`: 1 for the same marks, 0 for chance (J. Cohen,
/// "Weighted kappa", Psychological Bulletin 70, 1968). `None` where there are no pairs or either side never
/// varies and both agree by chance alone.
///
/// ```
/// use yuejuan::agreement::quadratic_weighted_kappa;
/// assert_eq!(quadratic_weighted_kappa(&[(0, 0), (1, 1), (2, 2)], 3), Some(1.0));
/// assert_eq!(quadratic_weighted_kappa(&[], 3), None);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "ratings and counts are small")]
pub fn quadratic_weighted_kappa(pairs: &[(usize, usize)], levels: usize) -> Option<f64> {
    let square = |one: usize, other: usize| (one.abs_diff(other) * one.abs_diff(other)) as f64;
    let observed: f64 = pairs.iter().map(|(one, other)| square(*one, *other)).sum();
    let count = |level: usize, side: fn(&(usize, usize)) -> usize| {
        pairs.iter().filter(|pair| side(pair) == level).count() as f64
    };
    let mut expected = 0.0;
    for one in 0..levels {
        for other in 0..levels {
            expected += square(one, other) * count(one, |pair| pair.0) * count(other, |pair| pair.1);
        }
    }
    expected /= pairs.len() as f64;
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Pearson's correlation of paired figures; `None` where either side never varies.
///
/// ```
/// use yuejuan::agreement::pearson;
/// assert!((pearson(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]).unwrap() - 1.0).abs() < 1e-12);
/// ```
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    let count = pairs.len() as f64;
    let mean = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).sum::<f64>() / count;
    let (one, other) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let covariance: f64 = pairs.iter().map(|pair| (pair.0 - one) * (pair.1 - other)).sum();
    let spread =
        |side: fn(&(f64, f64)) -> f64, mean: f64| pairs.iter().map(|pair| (side(pair) - mean).powi(2)).sum::<f64>();
    let spreads = (spread(|pair| pair.0, one) * spread(|pair| pair.1, other)).sqrt();
    (spreads > 0.0).then(|| covariance / spreads)
}

/// Mean of the differences without their sign; `None` where there are none.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub fn mean_absolute_error(pairs: &[(f64, f64)]) -> Option<f64> {
    let sum: f64 = pairs.iter().map(|(one, other)| (one - other).abs()).sum();
    (!pairs.is_empty()).then(|| sum / pairs.len() as f64)
}
