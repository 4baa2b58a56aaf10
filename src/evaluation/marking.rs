//! What engine and baselines give to the answers of one question.

use std::collections::HashSet;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{Answer, Basis, Question};
use crate::feedback::{Coverage, Feedback, KeypointFeedback, Language};
use crate::grading::{Submission, grade};
use crate::lexicon::telling_words;
use crate::points::Points;
use crate::text::Text;

/// The marks of one question's answers.
pub(super) struct Marking {
    pub answers: Vec<Marked>,
    /// Human scores, as shares.
    pub human: Vec<f64>,
    /// Second human's scores.
    pub second: Vec<Option<f64>>,
}

/// What one answer got.
pub(super) struct Marked {
    /// The engine's score, as a share.
    pub score: f64,
    /// How sure it is.
    pub confidence: f64,
    /// The engine's credit for each keypoint.
    pub keypoints: Vec<f64>,
    /// 字数, in the way of counting that the rubric asks for.
    pub length: f64,
    /// The share of a reference's words that the answer has.
    pub recall: f64,
    /// The same of each keypoint's own words.
    pub keypoint_recall: Vec<f64>,
}

// === impl Marking ===

impl Marking {
    pub(super) fn new(question: &Question<'_>) -> Self {
        let rubric = question.rubric;
        let keypoints: Vec<HashSet<String>> =
            rubric.keypoints.iter().map(|keypoint| telling_words(&Text::new(&keypoint.point))).collect();
        let mut references: Vec<HashSet<String>> =
            rubric.references().map(|reference| telling_words(&Text::new(reference))).collect();
        if references.is_empty() {
            references.push(keypoints.iter().flatten().cloned().collect());
        }
        let mark = |answer: &Answer| {
            let submission = Submission { id: &answer.id, text: &answer.text, language: Language::default() };
            let feedback = grade(rubric, &submission);
            let said = telling_words(&Text::new(&answer.text));
            Marked {
                score: score(&feedback, rubric.content_points(), question.basis),
                confidence: feedback.confidence(),
                keypoints: feedback.keypoints.iter().map(credit).collect(),
                #[expect(clippy::cast_precision_loss, reason = "a length is far below 2^53")]
                length: feedback.length.count as f64,
                recall: references.iter().map(|reference| recall(reference, &said)).fold(0.0, f64::max),
                keypoint_recall: keypoints.iter().map(|keypoint| recall(keypoint, &said)).collect(),
            }
        };
        Self {
            answers: question.answers.par_iter().map(mark).collect(),
            human: question.answers.iter().map(|answer| answer.human.score).collect(),
            second: question.answers.iter().map(|answer| answer.second.as_ref().map(|marks| marks.score)).collect(),
        }
    }
}

fn score(feedback: &Feedback, content: Points, basis: Basis) -> f64 {
    match basis {
        Basis::Content => share(feedback.content_points(), content),
        Basis::Score => share(feedback.score, feedback.max_score),
    }
}

fn share(points: Points, most: Points) -> f64 {
    if most > Points::ZERO { points.as_f64() / most.as_f64() } else { 0.0 }
}

/// The credit of a keypoint. A surplus one has no marks: its coverage stands for them.
fn credit(keypoint: &KeypointFeedback) -> f64 {
    match keypoint.coverage {
        _ if keypoint.counted => share(keypoint.points, keypoint.max_points),
        Coverage::Full => 1.0,
        Coverage::Partial => 0.5,
        Coverage::Missed | Coverage::Contradicted => 0.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn recall(wanted: &HashSet<String>, said: &HashSet<String>) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    wanted.intersection(said).count() as f64 / wanted.len() as f64
}
