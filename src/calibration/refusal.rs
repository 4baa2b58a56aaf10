//! Marked answers from which nothing can be learnt, and why.

use std::collections::BTreeMap;

use super::numbers::{mean, size};
use crate::evaluation::Answer;
use crate::rubric::Problem;
use crate::text::Text;

/// Why nothing is fitted.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Too few answers are marked.
    TooFew {
        /// How many are.
        answers: usize,
        /// How many it takes.
        needed: usize,
    },
    /// All answers have the same marks.
    SameMarks,
    /// The same text is marked far apart.
    Contradiction {
        /// The ids of each pair and their marks as shares, those furthest apart first.
        pairs: Vec<Clash>,
    },
    /// The marks go with nothing that can be seen in the answers.
    NoRelation {
        /// The best correlation that was reached on answers left out.
        reached: f64,
        /// What chance alone reaches once in twenty times.
        chance: f64,
    },
    /// Essays are given a range of marks as a whole.
    Essay,
    /// The rubric itself is faulty.
    Rubric(Vec<Problem>),
}

/// Two answers that say the same and are marked far apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Their ids.
    pub ids: (String, String),
    /// Their marks, as shares of what can be had.
    pub scores: (f64, f64),
}

/// Answers that it takes: among fewer, a correlation of 0.5 cannot be told from none (two-sided, at the level of 5 %).
pub const ANSWERS_MIN: usize = 15;
/// How far apart the same text may be marked, as a share of what can be had: two markers who agree well differ by less.
const APART: f64 = 0.4;
/// Pairs that are named: a teacher who mends these sees the others.
const CLASHES_MAX: usize = 5;
/// Marks that differ by less are the same.
const SAME_MARKS: f64 = 1e-6;
/// Deviations of a normal distribution that chance passes once in twenty times, to one side.
const CHANCE: f64 = 1.645;

/// What is wrong with the answers before anything is fitted.
pub(super) fn look(answers: &[Answer]) -> Result<(), Refusal> {
    if answers.len() < ANSWERS_MIN {
        return Err(Refusal::TooFew { answers: answers.len(), needed: ANSWERS_MIN });
    }
    let scores: Vec<f64> = answers.iter().map(|answer| answer.human.score).collect();
    let middle = mean(&scores);
    if scores.iter().all(|score| (score - middle).abs() < SAME_MARKS) {
        return Err(Refusal::SameMarks);
    }
    let pairs = clashes(answers);
    if pairs.is_empty() { Ok(()) } else { Err(Refusal::Contradiction { pairs }) }
}

/// The correlation that chance alone reaches once in twenty times among so many answers.
pub(super) fn chance(answers: usize) -> f64 {
    CHANCE / size(answers).sqrt()
}

fn clashes(answers: &[Answer]) -> Vec<Clash> {
    let letters: Vec<String> = answers.iter().map(|answer| letters(&answer.text)).collect();
    let mut found: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (one, (first, mine)) in answers.iter().zip(&letters).enumerate() {
        for (other, (second, its)) in answers.iter().zip(&letters).enumerate().skip(one + 1) {
            let gap = (first.human.score - second.human.score).abs();
            if gap >= APART && mine == its {
                found.insert((one, other), gap);
            }
        }
    }
    let mut found: Vec<((usize, usize), f64)> = found.into_iter().collect();
    found.sort_by(|one, other| other.1.total_cmp(&one.1));
    found.truncate(CLASHES_MAX);
    let clash = |((one, other), _): ((usize, usize), f64)| {
        let (one, other) = (answers.get(one)?, answers.get(other)?);
        Some(Clash { ids: (one.id.clone(), other.id.clone()), scores: (one.human.score, other.human.score) })
    };
    found.into_iter().filter_map(clash).collect()
}

/// What stands in a text but blanks and marks between clauses; 2^n and 2n are not the same.
fn letters(text: &str) -> String {
    let text = Text::new(text);
    let parts = |c: &char| c.is_whitespace() || "。.,;:!?、\"".contains(*c);
    text.folded().chars().iter().filter(|c| !parts(c)).collect()
}
