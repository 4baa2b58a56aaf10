//! Marks shared out by content, in half marks that sum exactly.

use crate::points::Points;

/// Half a mark: what markers give.
const HALF: Points = Points::from_hundredths(50);

/// Shares `points` out by `content`, in half marks where `points` is a multiple of them and there are enough, else
/// in hundredths; each part gets something, and the parts sum to `points`. Long passages say more, but a marker does
/// not give twice the marks for twice the words: shares go by the square root.
///
/// Empty where there is nothing to share among, or more parts than hundredths.
pub fn share(points: Points, content: &[usize]) -> Vec<Points> {
    let parts = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let unit = [HALF, Points::HUNDREDTH]
        .into_iter()
        .find(|unit| points.hundredths() % unit.hundredths() == 0 && points.hundredths() / unit.hundredths() >= parts);
    let (Some(unit), false) = (unit, content.is_empty()) else { return Vec::new() };
    let units = points.hundredths() / unit.hundredths();
    let weights: Vec<i64> = content.iter().map(|content| root(*content)).collect();
    let sum: i64 = weights.iter().sum::<i64>().max(1);
    // Each has one; the rest goes by weight, and what rounding leaves to the largest remainders, earlier ones first.
    let free = units - parts;
    let mut shared: Vec<i64> = weights.iter().map(|weight| 1 + free * weight / sum).collect();
    let mut order: Vec<usize> = (0..shared.len()).collect();
    let remainder = |index: &usize| weights.get(*index).map_or(0, |weight| free * weight % sum);
    order.sort_by_key(|index| (std::cmp::Reverse(remainder(index)), *index));
    let mut left = units - shared.iter().sum::<i64>();
    for index in order {
        if left == 0 {
            break;
        }
        if let Some(share) = shared.get_mut(index) {
            *share += 1;
            left -= 1;
        }
    }
    shared.into_iter().map(|share| Points::from_hundredths(share * unit.hundredths())).collect()
}

/// A thousand times the square root, in whole numbers.
fn root(content: usize) -> i64 {
    i64::try_from((content.max(1) * 1_000_000).isqrt()).unwrap_or(i64::MAX)
}
