//! Small numerics of fitting: means, and a least-squares fit whose weights are not below zero. All sums run in a fixed
//! order, so that the same answers give the same fit.

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "a count of answers or candidates")]
pub(super) fn size(count: usize) -> f64 {
    count as f64
}

/// The mean of figures; 0 where there are none.
pub(super) fn mean(figures: &[f64]) -> f64 {
    if figures.is_empty() { 0.0 } else { figures.iter().sum::<f64>() / size(figures.len()) }
}

/// How far figures spread about their mean (standard deviation).
pub(super) fn deviation(figures: &[f64]) -> f64 {
    let middle = mean(figures);
    mean(&figures.iter().map(|figure| (figure - middle).powi(2)).collect::<Vec<_>>()).sqrt()
}

/// The mean of squared differences.
pub(super) fn squared_error(one: &[f64], other: &[f64]) -> f64 {
    mean(&one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).collect::<Vec<_>>())
}

/// Figures less their mean.
pub(super) fn centred(figures: &[f64]) -> Vec<f64> {
    let middle = mean(figures);
    figures.iter().map(|figure| figure - middle).collect()
}

/// The sum of products.
pub(super) fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Rounds of descent: weights settle long before.
const ROUNDS: usize = 200;
/// A change of weights below which they have settled.
const SETTLED: f64 = 1e-7;

/// Weights of `columns`, none below zero, whose sum comes nearest to `target`, both centred, with `ridge` times the sum
/// of squared weights to pay (non-negative ridge regression by coordinate descent).
pub(super) fn fit(columns: &[Vec<f64>], target: &[f64], ridge: f64) -> Vec<f64> {
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| centred(column)).collect();
    let mut left = centred(target);
    let mut weights = vec![0.0; columns.len()];
    let squares: Vec<f64> = columns.iter().map(|column| product(column, column)).collect();
    for _ in 0..ROUNDS {
        let mut moved: f64 = 0.0;
        for ((column, square), weight) in columns.iter().zip(&squares).zip(&mut weights) {
            if *square <= 0.0 {
                continue;
            }
            let better = ((product(column, &left) + square * *weight) / (square + ridge)).max(0.0);
            let step = better - *weight;
            for (left, figure) in left.iter_mut().zip(column) {
                *left -= step * figure;
            }
            *weight = better;
            moved = moved.max(step.abs());
        }
        if moved < SETTLED {
            break;
        }
    }
    weights
}
