//! How far the engine agrees with human marks on answers to any number of questions, beside what costs nothing: how
//! long an answer is, the mean mark, the reference's words. Builds on grading; knows nothing of files or formats.
//!
//! All marks are shares of what can be had, so that questions of different marks stand in one table. Scores are put on a
//! scale of tenths where levels are needed, the credit of a keypoint on none, half and full.

mod baselines;
mod compare;
mod marking;
mod per_question;
mod referral;
mod sample;

pub use compare::{Comparison, Estimate, Figures, MethodFigures};
pub use per_question::{Mean, MeanPearson, PerQuestion};
pub use referral::Referral;

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::agreement::Draws;
use crate::rubric::Rubric;
use marking::Marking;
use sample::Sample;

/// A question with its answers.
#[derive(Debug)]
pub struct Question<'a> {
    /// Its id, or its rubric's.
    pub id: String,
    /// What the answers are marked by.
    pub rubric: &'a Rubric,
    /// The ids under which the human marked the rubric's keypoints, in the rubric's order; empty where none did.
    pub keypoints: Vec<String>,
    /// Which of the engine's marks the human's scores stand against.
    pub basis: Basis,
    /// The answers.
    pub answers: Vec<Answer>,
}

/// Which of the engine's marks a human's score stands against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Those of the keypoints alone.
    Content,
    /// All of them, with format, structure, length and language.
    Score,
}

/// An answer with human marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Its id.
    pub id: String,
    /// What the candidate wrote.
    pub text: String,
    /// What sort of answer it is, or empty.
    pub kind: String,
    /// Who marked it, or empty.
    pub marker: String,
    /// The marks that the engine's are held against.
    pub human: Marks,
    /// A second human's marks, where there are any.
    pub second: Option<Marks>,
}

/// What a human gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks {
    /// The score as a share of what can be had.
    pub score: f64,
    /// The credit of each keypoint as a share of its marks, in the order of the rubric; empty where they are not marked.
    pub keypoints: Vec<f64>,
}

/// Who, or what, gives marks beside the human.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// The engine.
    Engine,
    /// How long the answer is, in 字, and nothing else. Its correlations are those of the length over the mean length
    /// for the question; its marks are a straight line through the question's other answers (leave-one-out).
    Length,
    /// The mean human mark of the question for every answer, its own included, which favours it.
    Constant,
    /// The share of the reference's words, stop words left out, that the answer has; of several references the best.
    Recall,
    /// The second human.
    Second,
}

/// One answer and the marks it got, as shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Index of its question.
    pub question: usize,
    /// Index of the answer among the question's.
    pub answer: usize,
    /// The human's score.
    pub human: f64,
    /// The engine's.
    pub engine: f64,
    /// The second human's.
    pub second: Option<f64>,
    /// How sure the engine is, 0 to 1.
    pub confidence: f64,
    /// The keypoints where the human marked them: human, engine.
    pub keypoints: Vec<(f64, f64)>,
}

/// The agreement on all answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Every answer, question by question.
    pub outcomes: Vec<Outcome>,
    /// The scores of all answers.
    pub overall: Comparison,
    /// The scores of each question's.
    pub questions: Vec<Comparison>,
    /// The scores of each marker's, where there are several.
    pub markers: Vec<Comparison>,
    /// The scores of each kind's, where there are several.
    pub kinds: Vec<Comparison>,
    /// Means over questions, where there are several.
    pub per_question: Option<PerQuestion>,
    /// The credit of all keypoints, where they are marked.
    pub keypoints: Option<Comparison>,
    /// The credit of each keypoint.
    pub each_keypoint: Vec<Comparison>,
    /// What is gained by sending the least sure answers to a person.
    pub referrals: Vec<Referral>,
}

/// Levels of a score: tenths of the marks, as humans give them where a question is worth ten.
pub const SCORE_LEVELS: usize = 11;
/// Levels of a keypoint's credit: none, half, full.
pub const CREDIT_LEVELS: usize = 3;

/// The level of a share on a scale.
///
/// ```
/// use yuejuan::evaluation::{level, CREDIT_LEVELS, SCORE_LEVELS};
/// assert_eq!((level(0.5, CREDIT_LEVELS), level(0.86, SCORE_LEVELS)), (1, 9));
/// ```
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a level among a few"
)]
pub fn level(share: f64, levels: usize) -> usize {
    (share.clamp(0.0, 1.0) * levels.saturating_sub(1) as f64).round() as usize
}

/// Marks every answer and compares.
#[must_use]
pub fn evaluate(questions: &[Question<'_>]) -> Evaluation {
    let markings: Vec<Marking> = questions.into_par_iter().map(Marking::new).collect();
    let sizes: Vec<usize> = questions.iter().map(|question| question.answers.len()).collect();
    let draws = Draws::new(&sizes);
    let outcomes = outcomes(questions, &markings);
    let scores = Sample::scores(&markings);
    let of = |name: &str, is_member: &dyn Fn(&Outcome) -> bool| {
        let members: Vec<usize> =
            outcomes.iter().enumerate().filter(|(_, outcome)| is_member(outcome)).map(|(index, _)| index).collect();
        scores.among(&members).compare(name, &draws)
    };
    let asked = (0..).zip(questions).map(|(index, question)| {
        let sample = scores.among(&members_of(&outcomes, index));
        let (comparison, resampled) = sample.resample(&question.id, &draws);
        (comparison, resampled.pearson())
    });
    let (asked, resampled): (Vec<Comparison>, Vec<_>) = asked.unzip();
    let answer = |outcome: &Outcome| questions.get(outcome.question)?.answers.get(outcome.answer);
    let groups = |name: fn(&Answer) -> &str| {
        let names: BTreeSet<&str> = outcomes.iter().filter_map(answer).map(name).collect();
        let member = |wanted: &str| of(wanted, &|outcome| answer(outcome).is_some_and(|answer| name(answer) == wanted));
        if names.len() > 1 { names.iter().map(|wanted| member(wanted)).collect() } else { Vec::new() }
    };
    let credits = Sample::credits(questions, &markings);
    Evaluation {
        overall: scores.compare("", &draws),
        markers: groups(|answer| &answer.marker),
        kinds: groups(|answer| &answer.kind),
        per_question: PerQuestion::new(&asked, &resampled),
        questions: asked,
        keypoints: (!credits.is_empty())
            .then(|| Sample::join(credits.iter().map(|(_, sample)| sample)).compare("", &draws)),
        each_keypoint: credits.iter().map(|(name, sample)| sample.compare(name, &draws)).collect(),
        referrals: Referral::all(&outcomes),
        outcomes,
    }
}

fn members_of(outcomes: &[Outcome], question: usize) -> Vec<usize> {
    outcomes.iter().enumerate().filter(|(_, outcome)| outcome.question == question).map(|(index, _)| index).collect()
}

fn outcomes(questions: &[Question<'_>], markings: &[Marking]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (index, (question, marking)) in questions.iter().zip(markings).enumerate() {
        for (at, (answer, marked)) in question.answers.iter().zip(&marking.answers).enumerate() {
            let human = &answer.human.keypoints;
            outcomes.push(Outcome {
                question: index,
                answer: at,
                human: answer.human.score,
                engine: marked.score,
                second: answer.second.as_ref().map(|marks| marks.score),
                confidence: marked.confidence,
                keypoints: human.iter().copied().zip(marked.keypoints.iter().copied()).collect(),
            });
        }
    }
    outcomes
}

// === impl Evaluation ===

impl Evaluation {
    /// The outcomes on which human and engine lie furthest apart, the worst first; those on which they agree are not
    /// among them.
    #[must_use]
    pub fn worst(&self, count: usize) -> Vec<&Outcome> {
        let gap = |outcome: &Outcome| (outcome.engine - outcome.human).abs();
        let mut worst: Vec<&Outcome> = self.outcomes.iter().filter(|outcome| gap(outcome) > SAME_SHARE).collect();
        worst.sort_by(|one, other| gap(other).total_cmp(&gap(one)));
        worst.truncate(count);
        worst
    }
}

/// Shares that differ by less are the same marks: a hundredth of a mark among ten thousand.
const SAME_SHARE: f64 = 1e-6;
