//! Brings a rubric's marks nearer to one teacher's, from a handful of answers that the teacher has marked: which steps of
//! credit to take, what the words of the key and telling expressions are worth, and the line from their sum to marks.
//! Builds on grading, and takes marked answers as `evaluation` does; knows nothing of files or formats, and asks no one.
//!
//! Everything is judged on answers that were left out of the fit (cross-validation), so that what is told of the
//! agreement holds for other answers to the same question.

mod fit;
mod numbers;
mod refusal;
mod sample;
mod wordings;

pub use refusal::{ANSWERS_MIN, Clash, Refusal};

use crate::agreement::{Confusion, mean_absolute_error, once, pearson};
use crate::evaluation::{Answer, Basis, SCORE_LEVELS, level};
use crate::rubric::{CalibrationDraft, CreditDraft, Kind, Rubric, RubricDraft, StructureDraft};
use fit::{Fit, Plan};
use numbers::squared_error;
use sample::Sample;

/// What to calibrate, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The rubric.
    pub draft: &'a RubricDraft,
    /// The marked answers.
    pub answers: &'a [Answer],
    /// Which of the engine's marks the human's scores stand against.
    pub basis: Basis,
    /// Whether to look for wordings of well-marked answers, which takes most of the time.
    pub wordings: bool,
}

/// What is proposed, and how far it agrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// How many answers it was fitted to.
    pub answers: usize,
    /// In how many parts they were taken in turn to judge it.
    pub folds: usize,
    /// Other steps of credit, where they come nearer to the marks.
    pub credit: Option<CreditDraft>,
    /// Whether faults of layout take nothing any more, since the teacher takes nothing for them.
    pub waived: bool,
    /// What the rubric gets.
    pub calibration: CalibrationDraft,
    /// The expressions of `calibration` in its order, with what speaks for them.
    pub expressions: Vec<Telling>,
    /// Wordings of well-marked answers for the teacher to accept; `calibration` does without them.
    pub wordings: Vec<LearntWording>,
    /// The agreement of the rubric as it is.
    pub before: Agreement,
    /// The agreement with what is proposed, on answers that were left out of the fit.
    pub after: Agreement,
    /// The same with all wordings, where there are any.
    pub with_wordings: Option<Agreement>,
}

/// A wording of a keypoint that well-marked answers have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearntWording {
    /// The keypoint.
    pub keypoint_id: String,
    /// Its path in the rubric, for instance `groups[0].keypoints[1]`.
    pub path: String,
    /// The wording.
    pub text: String,
    /// The ids of the answers that it comes from, the best marked first.
    pub ids: Vec<String>,
}

/// What comes of marked answers from which something can be learnt.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A calibration that agrees better.
    Better(Box<Calibration>),
    /// None does: the rubric had best be left as it is.
    NoBetter {
        /// How many answers were looked at.
        answers: usize,
        /// The agreement of the rubric as it is.
        before: Agreement,
        /// The agreement of the best calibration, on answers that were left out of the fit.
        after: Agreement,
    },
}

/// An expression that tells, and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// The expression.
    pub text: String,
    /// The ids of the answers that have it, the best marked first.
    pub ids: Vec<String>,
    /// The mean mark of those, as a share of what can be had.
    pub mean_with: f64,
    /// The mean mark of the others.
    pub mean_without: f64,
}

/// How far marks agree with the teacher's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Pearson's correlation; `None` where one of the two does not vary.
    pub pearson: Option<f64>,
    /// Quadratic weighted kappa on tenths of the marks.
    pub kappa: Option<f64>,
    /// The mean difference either way, as a share of what can be had.
    pub absolute_error: f64,
}

/// Parts in which the answers are taken in turn: each fit sees nine tenths of them.
const FOLDS: usize = 10;
/// Expressions that are learnt at most: a list that a teacher reads through.
const EXPRESSIONS_MAX: usize = 16;
/// By how much, as a share, a plan that changes more must come nearer.
const PLAN_GAIN: f64 = 0.01;
/// How much of its correlation a rubric may lose for marks that lie nearer.
const CORRELATION_LOSS: f64 = 0.02;

/// Fits to the answers what makes the marks of the draft the teacher's. A calibration that it has is fitted anew.
///
/// # Errors
///
/// Where nothing can be learnt from the answers, or the draft is no rubric.
pub fn calibrate(request: &Request<'_>) -> Result<Outcome, Refusal> {
    let Request { draft, answers, basis, wordings } = *request;
    if draft.kind == Kind::Essay {
        return Err(Refusal::Essay);
    }
    refusal::look(answers)?;
    let own = RubricDraft { calibration: None, ..draft.clone() };
    let rubric = Rubric::new(own.clone()).map_err(Refusal::Rubric)?;
    let answers = &in_order(answers);
    let all: Vec<&Answer> = answers.iter().collect();
    let learnt = if wordings { wordings::learn(&rubric, &all) } else { Vec::new() };
    let sample = Sample::new(rubric, answers, basis);
    let before = Agreement::of(&sample.human, &sample.engine);
    let error = |marks: &[f64]| squared_error(&sample.human, marks);
    let (plan, marks) = &best_plan(&sample);
    let after = Agreement::of(&sample.human, marks);
    let chance = refusal::chance(answers.len());
    let reached = before.correlation().max(after.correlation());
    if reached < chance {
        return Err(Refusal::NoRelation { reached, chance });
    }
    let no_better = Outcome::NoBetter { answers: answers.len(), before, after };
    let is_better =
        error(marks) < error(&sample.engine) && after.correlation() > before.correlation() - CORRELATION_LOSS;
    let everyone: Vec<usize> = (0..answers.len()).collect();
    let fitted = Fit::new(&sample, &everyone, *plan);
    let Some(calibration) = fitted.draft(&sample).filter(|_| is_better) else { return Ok(no_better) };
    let worded = if learnt.is_empty() { None } else { left_out_worded(&own, answers, basis, *plan) };
    let worded = worded.filter(|worded| error(worded) < error(marks));
    let way = sample.ways.get(fitted.way).filter(|_| fitted.way > 0);
    Ok(Outcome::Better(Box::new(Calibration {
        answers: answers.len(),
        folds: FOLDS.min(answers.len()),
        credit: way.map(|way| way.credit.clone()),
        waived: fitted.waived,
        expressions: calibration.expressions.iter().map(|of| telling(&of.text, &sample, answers)).collect(),
        calibration,
        wordings: if worded.is_some() { learnt } else { Vec::new() },
        before,
        after,
        with_wordings: worded.map(|worded| Agreement::of(&sample.human, &worded)),
    })))
}

/// The answers by their marks, and of the same marks by their texts: so that the folds have like marks, and do not hang
/// on the order in which the answers came.
fn in_order(answers: &[Answer]) -> Vec<Answer> {
    let mut answers = answers.to_vec();
    answers.sort_by(|one, other| one.human.score.total_cmp(&other.human.score).then_with(|| one.text.cmp(&other.text)));
    answers
}

/// The plan that comes nearest on answers left out, and what they get by it. Among those that do about as well, the one
/// that changes least.
fn best_plan(sample: &Sample) -> (Plan, Vec<f64>) {
    let mut best = Plan { expressions: 0, waived: false };
    let mut marks = left_out(sample, best);
    let others = [(EXPRESSIONS_MAX, false), (0, true), (EXPRESSIONS_MAX, true)];
    let is_taken = sample.taken.iter().any(|taken| *taken > 0.0);
    for (expressions, waived) in others.into_iter().filter(|(_, waived)| is_taken || !waived) {
        let plan = Plan { expressions, waived };
        let tried = left_out(sample, plan);
        if squared_error(&sample.human, &tried) < squared_error(&sample.human, &marks) * (1.0 - PLAN_GAIN) {
            (best, marks) = (plan, tried);
        }
    }
    (best, marks)
}

/// What each answer gets by a fit to the answers of the other folds.
fn left_out(sample: &Sample, plan: Plan) -> Vec<f64> {
    let mut marks = vec![0.0; sample.answers];
    for fold in 0..FOLDS {
        let members: Vec<usize> = (0..sample.answers).filter(|index| index % FOLDS != fold).collect();
        let fitted = Fit::new(sample, &members, plan);
        for (index, mark) in marks.iter_mut().enumerate().filter(|(index, _)| index % FOLDS == fold) {
            *mark = fitted.gives(sample, index);
        }
    }
    marks
}

/// The same with the wordings that the other folds teach; `None` where a rubric with them has problems.
fn left_out_worded(draft: &RubricDraft, answers: &[Answer], basis: Basis, plan: Plan) -> Option<Vec<f64>> {
    let mut marks = vec![0.0; answers.len()];
    for fold in 0..FOLDS {
        let members: Vec<usize> = (0..answers.len()).filter(|index| index % FOLDS != fold).collect();
        let known: Vec<&Answer> = members.iter().filter_map(|index| answers.get(*index)).collect();
        let learnt = wordings::learn(&Rubric::new(draft.clone()).ok()?, &known);
        let rubric = Rubric::new(wordings::with(draft, &learnt)).ok()?;
        let sample = Sample::new(rubric, answers, basis);
        let fitted = Fit::new(&sample, &members, plan);
        for (index, mark) in marks.iter_mut().enumerate().filter(|(index, _)| index % FOLDS == fold) {
            *mark = fitted.gives(&sample, index);
        }
    }
    Some(marks)
}

fn telling(text: &str, sample: &Sample, answers: &[Answer]) -> Telling {
    let said = sample.candidates.iter().find(|candidate| candidate.text == text).map(|of| of.said.as_slice());
    let said = said.unwrap_or_default();
    let mut with: Vec<&Answer> = Vec::new();
    let (mut marks_with, mut marks_without) = (Vec::new(), Vec::new());
    for (answer, said) in answers.iter().zip(said) {
        if *said > 0.0 {
            with.push(answer);
            marks_with.push(answer.human.score);
        } else {
            marks_without.push(answer.human.score);
        }
    }
    with.reverse();
    Telling {
        text: text.to_owned(),
        ids: with.into_iter().map(|answer| answer.id.clone()).collect(),
        mean_with: numbers::mean(&marks_with),
        mean_without: numbers::mean(&marks_without),
    }
}

// === impl Calibration ===

impl Calibration {
    /// The draft with what is proposed.
    #[must_use]
    pub fn applied(&self, draft: &RubricDraft) -> RubricDraft {
        let credit = self.credit.clone().unwrap_or_else(|| draft.credit.clone());
        let waived = StructureDraft { max_deduction: Some(0.0), ..draft.structure.clone() };
        let structure = if self.waived { waived } else { draft.structure.clone() };
        RubricDraft { credit, structure, calibration: Some(self.calibration.clone()), ..draft.clone() }
    }
}

// === impl Agreement ===

impl Agreement {
    fn of(human: &[f64], marks: &[f64]) -> Self {
        let counts = once(human.len());
        let pairs =
            human.iter().zip(marks).map(|(one, other)| (level(*one, SCORE_LEVELS), level(*other, SCORE_LEVELS), 1));
        Self {
            pearson: pearson(human, marks, &counts),
            kappa: Confusion::of(SCORE_LEVELS, pairs).quadratic_weighted_kappa(),
            absolute_error: mean_absolute_error(human, marks, &counts).unwrap_or_default(),
        }
    }

    /// The correlation, none where it is not defined.
    fn correlation(&self) -> f64 {
        self.pearson.unwrap_or_default()
    }
}
