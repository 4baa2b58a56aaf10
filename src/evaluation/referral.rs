//! What is gained by sending the answers that the engine is least sure of to a person, beside a perfect choice of as
//! many and beside chance. The person's marks are taken for right.

use super::Outcome;

/// Shares of the answers that may be sent.
const SHARES: [f64; 3] = [0.05, 0.1, 0.2];

/// What sending some of the answers to a person removes of the error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Referral {
    /// The share of the answers that is sent.
    pub share: f64,
    /// How many that are, at least one.
    pub answers: usize,
    /// The share of the whole error that the least sure answers have.
    pub removed: f64,
    /// The same of the answers with the largest errors.
    pub perfect: f64,
}

// === impl Referral ===

impl Referral {
    /// What the choice by confidence removes of what a perfect choice would.
    #[must_use]
    pub fn of_perfect(&self) -> f64 {
        if self.perfect > 0.0 { self.removed / self.perfect } else { 1.0 }
    }

    /// For some shares; none where there is no error, or there are too few answers to choose from.
    pub(super) fn all(outcomes: &[Outcome]) -> Vec<Self> {
        /// Answers from which a tenth of them is a choice.
        const ANSWERS_MIN: usize = 10;
        let error = |outcome: &&Outcome| (outcome.engine - outcome.human).abs();
        let whole: f64 = outcomes.iter().map(|outcome| error(&outcome)).sum();
        if outcomes.len() < ANSWERS_MIN || whole <= 0.0 {
            return Vec::new();
        }
        let mut least_sure: Vec<&Outcome> = outcomes.iter().collect();
        least_sure.sort_by(|one, other| one.confidence.total_cmp(&other.confidence));
        let mut largest: Vec<&Outcome> = outcomes.iter().collect();
        largest.sort_by(|one, other| error(other).total_cmp(&error(one)));
        let of = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a share of a count"
            )]
            let answers = ((outcomes.len() as f64 * share).round() as usize).max(1);
            let sum = |chosen: &[&Outcome]| chosen.iter().take(answers).map(error).sum::<f64>() / whole;
            Self { share, answers, removed: sum(&least_sure), perfect: sum(&largest) }
        };
        SHARES.into_iter().map(of).collect()
    }
}
