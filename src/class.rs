//! A class's marked answers as plain data: who wrote what, what a human gave, what the engine found. Knows no format
//! and no file: they are read, written and shown elsewhere.

use std::collections::BTreeMap;

use crate::feedback::Feedback;
use crate::points::Points;

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
