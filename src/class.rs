//! A class's marked answers as plain data: who wrote what, what a human gave, what the engine found; and what can be
//! said of all of them together. Knows no format and no file: they are read, written and shown elsewhere.

mod best;
mod distribution;
mod edges;
mod habits;
mod humans;
mod keypoints;
pub mod likeness;
mod model;
mod near;
mod reviews;
mod statistics;
mod unsure;

pub use best::Best;
pub use distribution::{Bin, Distribution};
pub use edges::{Edge, Edges};
pub use habits::{Flagged, Habits, Tally, WrongWord};
pub use humans::{Agreement, Disputed, Humans, Pairs};
pub use keypoints::KeypointStatistics;
pub use model::{ModelAnswer, ModelOrigin};
pub use near::{NearMiss, Nearest};
pub use reviews::{ReviewedAnswer, Reviews};
pub use statistics::{ClassStatistics, Group, Settings, Statistics};
pub use unsure::{UNSURE_MAX, Unsure};

use std::collections::BTreeMap;

use crate::feedback::Feedback;
use crate::points::Points;
use crate::rubric::Rubric;

/// A question that a class answered.
#[derive(Debug, Clone)]
pub struct Question<'r> {
    /// The id by which entries name it; empty where there is one question only.
    pub id: String,
    /// What its answers are marked by.
    pub rubric: &'r Rubric,
}

/// Somebody of whom something is said: which entry, and who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The entry's number, from 0, in the order in which entries were added.
    pub entry: usize,
    /// Who wrote it.
    pub candidate: Candidate,
}

/// One candidate's marked answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it came from, for people: `class.xlsx:3`.
    pub place: String,
    /// Who wrote it.
    pub candidate: Candidate,
    /// The question's id where the input holds several; else empty.
    pub question_id: String,
    /// What the candidate wrote. The spans of the feedback are ranges of it.
    pub answer: String,
    /// What humans gave.
    pub human: HumanMarks,
    /// What the engine found.
    pub feedback: Feedback,
    /// What a person decided afterwards; none where nobody did.
    pub review: Option<Review>,
}

/// What a person decided on a marked answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The score that the person gave.
    pub score: Points,
    /// Why, in the person's words; may be empty.
    pub note: String,
}

/// Who wrote an answer, as far as the input says; what it does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Candidate {
    /// The id by which the answer is known, which is the submission's.
    pub id: String,
    /// 姓名
    pub name: String,
    /// 学号
    pub number: String,
    /// 班级
    pub class: String,
}

/// Marks that humans gave an answer, as far as the input has any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HumanMarks {
    /// The first marker's score.
    pub score: Option<Points>,
    /// The second marker's score.
    pub second_score: Option<Points>,
    /// The first marker's points by keypoint id.
    pub keypoints: BTreeMap<String, Points>,
}

// === impl Entry ===

impl Entry {
    /// The score that stands: a person's where one decided, else the engine's.
    #[must_use]
    pub fn score(&self) -> Points {
        self.review.as_ref().map_or(self.feedback.score, |review| review.score)
    }
}
