//! Marks that need no engine: a straight line through lengths, and the mean.

/// The marks that a straight line through the other pairs gives to each (least squares, leave-one-out), within 0 and 1.
/// Where the line is not determined, because the others have one length or there are no others, it is their mean, or the
/// answer's own mark.
///
/// Leaving a pair out needs no second fit: its residual grows by 1 / (1 − leverage) (R. Cook, "Detection of influential
/// observation in linear regression", Technometrics 19, 1977).
pub(super) fn line(lengths: &[f64], marks: &[f64]) -> Vec<f64> {
    let count = size(marks);
    let (length_mean, mark_mean) = (mean(lengths), mean(marks));
    let spread: f64 = lengths.iter().map(|length| (length - length_mean).powi(2)).sum();
    let together: f64 =
        lengths.iter().zip(marks).map(|(length, mark)| (length - length_mean) * (mark - mark_mean)).sum();
    let predict = |(length, mark): (&f64, &f64)| {
        let others = if count > 1.0 { (mark_mean * count - mark) / (count - 1.0) } else { *mark };
        if spread <= 0.0 {
            return others;
        }
        let deviation = length - length_mean;
        let fitted = mark_mean + together / spread * deviation;
        let leverage = 1.0 / count + deviation * deviation / spread;
        let left_out = mark - (mark - fitted) / (1.0 - leverage);
        if 1.0 - leverage > LEVERAGE_LEFT_MIN { left_out } else { others }
    };
    lengths.iter().zip(marks).map(predict).map(|mark| mark.clamp(0.0, 1.0)).collect()
}

/// What a pair must leave to the others for a line through them: below, they have one length.
const LEVERAGE_LEFT_MIN: f64 = 1e-9;

/// The mean of figures; 0 where there are none.
pub(super) fn mean(figures: &[f64]) -> f64 {
    if figures.is_empty() { 0.0 } else { figures.iter().sum::<f64>() / size(figures) }
}

#[expect(clippy::cast_precision_loss, reason = "a count of answers")]
fn size(figures: &[f64]) -> f64 {
    figures.len() as f64
}

#[cfg(test)]
mod tests {
    use super::line;

    /// By `numpy.polyfit(delete(x, i), delete(y, i), 1)` and `polyval` at the one left out (numpy 2.4.6).
    #[test]
    fn a_line_leaves_its_own_pair_out() {
        let check = |lengths: &[f64], marks: &[f64], expected: &[f64]| {
            let line = line(lengths, marks);
            let close = line.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-9);
            assert!(close && line.len() == expected.len(), "{line:?}, wanted {expected:?}");
        };
        check(&[10.0, 20.0, 30.0, 50.0], &[0.2, 0.3, 0.7, 0.9], &[0.2, 0.425, 0.526_923_076_923, 1.0]);
        check(&[10.0, 10.0, 30.0], &[0.2, 0.4, 0.9], &[0.4, 0.2, 0.3]);
        check(&[10.0, 10.0, 10.0], &[0.0, 0.6, 0.9], &[0.75, 0.45, 0.3]);
        check(&[10.0], &[0.6], &[0.6]);
        check(&[], &[], &[]);
    }
}
