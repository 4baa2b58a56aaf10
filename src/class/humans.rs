//! Human marks beside the engine's, and beside each other where two people marked: agreement, error, and the answers
//! that lie too far apart. Pairs of marks are counted, so that memory grows with different marks, not with answers.

use std::collections::BTreeMap;

use super::{Best, Entry, Person};
use crate::agreement::{Confusion, mean_absolute_error, mean_signed_error, pearson};
use crate::evaluation::{SCORE_LEVELS, level};
use crate::points::Points;

/// Human marks beside the engine's.
#[derive(Debug, Clone, PartialEq)]
pub struct Humans {
    /// The difference from which a third person should mark.
    pub limit: Points,
    /// The first marker's score and the engine's.
    pub first: Pairs,
    /// The second marker's score and the engine's.
    pub second: Pairs,
    /// The first marker's score and the second's.
    pub between: Pairs,
    /// Essays whose range holds the first marker's score.
    pub in_range: u32,
    /// Answers beyond the limit, those furthest apart first; none on which a person decided since.
    pub disputed: Best<Disputed>,
    /// Answers beyond the limit on which a person decided since.
    pub settled: u32,
}

/// Marks of two sides, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    max_score: Points,
    counts: BTreeMap<(Points, Points), u32>,
}

/// How far two sides agree. Errors are the second side less the first, in marks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// How many answers both sides marked.
    pub answers: u32,
    /// Quadratic weighted kappa, scores in tenths of the marks.
    pub kappa: Option<f64>,
    /// Pearson's correlation.
    pub pearson: Option<f64>,
    /// Mean of the differences: above zero where the second side gives more.
    pub signed_error: f64,
    /// Mean of the differences without their sign.
    pub absolute_error: f64,
    /// Share of the answers that differ by no more than the limit.
    pub within_limit: f64,
}

/// An answer on whose marks two sides differ by more than the limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// Who wrote it.
    pub person: Person,
    /// What the engine gave.
    pub engine: Points,
    /// What the first marker gave.
    pub first: Option<Points>,
    /// What the second marker gave.
    pub second: Option<Points>,
    /// The widest gap between any two of them.
    pub gap: Points,
}

/// Answers that are listed: those of several classes where one answer in ten is disputed.
const DISPUTED_MAX: usize = 60;
/// Answers from which a mean error says something about the engine rather than about these answers.
const CALIBRATION_ANSWERS_MIN: u32 = 20;
/// Mean error, as a share of the marks, from which calibrating is worth the trouble: half a mark of twenty.
const CALIBRATION_ERROR_SHARE: f64 = 0.025;

// === impl Humans ===

impl Humans {
    /// No marks yet.
    #[must_use]
    pub fn new(max_score: Points, limit: Points) -> Self {
        let none = || Pairs { max_score, counts: BTreeMap::new() };
        let disputed = Best::new(DISPUTED_MAX);
        Self { limit, first: none(), second: none(), between: none(), in_range: 0, disputed, settled: 0 }
    }

    /// Counts one answer; `person` says who wrote it.
    pub fn add(&mut self, entry: &Entry, person: impl FnOnce() -> Person) {
        let engine = entry.feedback.score;
        let (first, second) = (entry.human.score, entry.human.second_score);
        if let Some(first) = first {
            self.first.add(first, engine);
            let essay = entry.feedback.essay.as_ref();
            self.in_range += u32::from(essay.is_some_and(|essay| (essay.low..=essay.high).contains(&first)));
        }
        if let Some(second) = second {
            self.second.add(second, engine);
        }
        if let (Some(first), Some(second)) = (first, second) {
            self.between.add(first, second);
        }
        let marks: Vec<Points> = [first, second].into_iter().flatten().chain([engine]).collect();
        let widest = marks.iter().max().zip(marks.iter().min()).map(|(most, least)| *most - *least);
        if let Some(gap) = widest.filter(|gap| *gap > self.limit) {
            if entry.review.is_some() {
                self.settled += 1;
                return;
            }
            self.disputed.offer(-gap.hundredths(), || Disputed { person: person(), engine, first, second, gap });
        }
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first.counts.is_empty() && self.second.counts.is_empty()
    }

    /// Whether the engine is so much more lenient or strict than the first marker that calibrating pays.
    #[must_use]
    pub fn calls_for_calibration(&self) -> bool {
        self.first.agreement(self.limit).is_some_and(|of| {
            let share = of.signed_error.abs() / self.first.max_score.as_f64().max(f64::MIN_POSITIVE);
            of.answers >= CALIBRATION_ANSWERS_MIN && share >= CALIBRATION_ERROR_SHARE
        })
    }
}

// === impl Pairs ===

impl Pairs {
    /// Counts the marks of one answer.
    fn add(&mut self, one: Points, other: Points) {
        *self.counts.entry((one, other)).or_default() += 1;
    }

    /// The pairs and how often each stands.
    pub fn iter(&self) -> impl Iterator<Item = (Points, Points, u32)> {
        self.counts.iter().map(|((one, other), count)| (*one, *other, *count))
    }

    /// How far the two sides agree; `None` where there are no pairs.
    #[must_use]
    pub fn agreement(&self, limit: Points) -> Option<Agreement> {
        let one: Vec<f64> = self.iter().map(|(one, ..)| one.as_f64()).collect();
        let other: Vec<f64> = self.iter().map(|(_, other, _)| other.as_f64()).collect();
        let counts: Vec<u32> = self.iter().map(|(.., count)| count).collect();
        let share = |points: Points| level(points.as_f64() / self.max_score.as_f64(), SCORE_LEVELS);
        let levels = self.iter().map(|(one, other, count)| (share(one), share(other), count));
        let answers = counts.iter().sum();
        let near = self.iter().filter(|(one, other, _)| (*one).max(*other) - (*one).min(*other) <= limit);
        let near: u32 = near.map(|(.., count)| count).sum();
        Some(Agreement {
            answers,
            kappa: Confusion::of(SCORE_LEVELS, levels).quadratic_weighted_kappa(),
            pearson: pearson(&one, &other, &counts),
            signed_error: mean_signed_error(&one, &other, &counts)?,
            absolute_error: mean_absolute_error(&one, &other, &counts)?,
            within_limit: f64::from(near) / f64::from(answers),
        })
    }
}
