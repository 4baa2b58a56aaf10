//! 字数: whether the answer keeps to its length, and what it costs if not.

use super::messages::Messages;
use crate::feedback::{LengthFeedback, LengthVerdict};
use crate::points::Points;
use crate::rubric::{Charge, LengthPolicy};
use crate::text::Text;

/// The length of an answer, and the marks that it takes.
pub fn length(policy: &LengthPolicy, text: &Text<'_>, messages: Messages) -> (LengthFeedback, Points) {
    let count = text.counts().get(policy.mode);
    let (verdict, points) = match (policy.min, policy.max) {
        (None, None) => (LengthVerdict::Unlimited, Points::ZERO),
        (_, Some(max)) if count > max => (LengthVerdict::Over, charge(&policy.over, max, count - max)),
        (Some(min), _) if count < min => (LengthVerdict::Under, charge(&policy.under, min, min - count)),
        _ => (LengthVerdict::Within, Points::ZERO),
    };
    let feedback = LengthFeedback {
        mode: policy.mode,
        count,
        counts: *text.counts(),
        min: policy.min,
        max: policy.max,
        verdict,
        message: messages.length(policy, verdict, count),
    };
    (feedback, points)
}

/// Marks for `beyond` 字 beyond a `limit`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length"
)]
fn charge(charge: &Charge, limit: usize, beyond: usize) -> Points {
    let free = (limit as f64 * charge.free).floor() as usize;
    let times = beyond.saturating_sub(free).div_ceil(charge.every.max(1));
    charge.points.times(times).min(charge.max)
}
