//! What people decided on marked answers: how many, how many they changed, and which they changed most.

use super::{Best, Distribution, Entry, Person};
use crate::points::Points;

/// The reviewed answers of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviews {
    /// Answers that a person decided on.
    pub answers: u32,
    /// Of them, those that got another score.
    pub changed: u32,
    /// What the engine gave all answers, reviewed or not, in hundredths.
    pub engine: Distribution,
    /// The reviewed answers, those changed most first.
    pub listed: Best<ReviewedAnswer>,
}

/// An answer that a person decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedAnswer {
    /// Who wrote it.
    pub person: Person,
    /// What the engine gave.
    pub engine: Points,
    /// What the person gave.
    pub score: Points,
    /// Why; may be empty.
    pub note: String,
}

/// Answers that are listed: more than anybody reviews of a class in an evening.
const LISTED_MAX: usize = 60;

// === impl Reviews ===

impl Reviews {
    /// Nobody has decided anything yet.
    #[must_use]
    pub fn new() -> Self {
        Self { answers: 0, changed: 0, engine: Distribution::default(), listed: Best::new(LISTED_MAX) }
    }

    /// Counts one answer; `person` says who wrote it.
    pub fn add(&mut self, entry: &Entry, person: impl FnOnce() -> Person) {
        let engine = entry.feedback.score;
        self.engine.add(engine.hundredths());
        let Some(review) = &entry.review else { return };
        self.answers += 1;
        self.changed += u32::from(review.score != engine);
        let change = review.score.max(engine) - review.score.min(engine);
        self.listed.offer(-change.hundredths(), || ReviewedAnswer {
            person: person(),
            engine,
            score: review.score,
            note: review.note.clone(),
        });
    }
}

impl Default for Reviews {
    fn default() -> Self {
        Self::new()
    }
}
