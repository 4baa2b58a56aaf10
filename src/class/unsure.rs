//! The answers whose marks are least sure: what a person should look at first. How sure the engine is of each keypoint
//! stands in the feedback; here it is only put in order.

use super::{Entry, Person};
use crate::feedback::{Coverage, Feedback};
use crate::points::Points;

/// An answer of whose marks the engine is not sure.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsure {
    /// Who wrote it.
    pub person: Person,
    /// The score.
    pub score: Points,
    /// How sure its marks are, 0 to 1: an essay's confidence, else that of the keypoints by their marks.
    pub confidence: f64,
    /// The keypoints that most marks hang on with least confidence, that one first; none for an essay.
    pub keypoints: Vec<(String, Coverage)>,
}

/// Answers that are listed: what a teacher reads in a quarter of an hour.
pub const UNSURE_MAX: usize = 8;
/// Confidence from which a keypoint needs no second look: a person's credit differs by a fifth or less on average.
const SURE: f64 = 0.8;
/// Confidence that an essay has where all its signs are clear; each sign that is doubtful lowers it.
const ESSAY_SURE: f64 = 0.6;
/// Keypoints that are named for an answer.
const KEYPOINTS_MAX: usize = 4;

// === impl Unsure ===

impl Unsure {
    /// Where an answer stands in the order, the least sure lowest; `None` where nothing of it needs a second look.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "marks are far below 2^53 hundredths")]
    pub fn rank(entry: &Entry) -> Option<i64> {
        let feedback = &entry.feedback;
        let is_sure = match &feedback.essay {
            Some(essay) => essay.confidence >= ESSAY_SURE,
            None => doubtful(feedback).is_empty(),
        };
        if entry.answer.trim().is_empty() || is_sure {
            return None;
        }
        let doubt = feedback.max_score.as_f64() * (1.0 - confidence(feedback));
        Some(-(doubt * 100.0).round() as i64)
    }

    /// What is said of an answer that has a rank.
    #[must_use]
    pub fn new(entry: &Entry, person: Person) -> Self {
        let feedback = &entry.feedback;
        let keypoints = if feedback.essay.is_some() { Vec::new() } else { doubtful(feedback) };
        Self { person, score: feedback.score, confidence: confidence(feedback), keypoints }
    }
}

fn confidence(feedback: &Feedback) -> f64 {
    feedback.essay.as_ref().map_or_else(|| feedback.confidence(), |essay| essay.confidence)
}

/// The keypoints that need a second look, by the marks in doubt.
fn doubtful(feedback: &Feedback) -> Vec<(String, Coverage)> {
    let doubt = |of: &crate::feedback::KeypointFeedback| of.max_points.as_f64() * (1.0 - of.confidence);
    let mut keypoints: Vec<_> = feedback.keypoints.iter().filter(|of| of.confidence < SURE).collect();
    keypoints.sort_by(|one, other| doubt(other).total_cmp(&doubt(one)));
    keypoints.into_iter().take(KEYPOINTS_MAX).map(|of| (of.keypoint_id.clone(), of.coverage)).collect()
}
