//! What a calibration makes of the marks for content, as plain data.

use super::Evidence;
use crate::points::Points;

/// How the marks for content were brought to what the teacher gives.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationFeedback {
    /// Marks added to what the keypoints earn, or taken from it.
    pub points: Points,
    /// The share of a reference's telling words that the answer says, of several references the best, 0 to 1.
    pub words: f64,
    /// Where it says them.
    pub words_evidence: Vec<Evidence>,
    /// The telling expressions that it has.
    pub expressions: Vec<ExpressionFeedback>,
    /// Sum of its signs.
    pub sum: f64,
    /// The share of the content marks that the sum gives, 0 to 1.
    pub share: f64,
    /// What a teacher would say about it.
    pub message: String,
}

/// A telling expression in the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionFeedback {
    /// What it adds to the sum.
    pub weight: f64,
    /// Where it stands.
    pub evidence: Evidence,
}
