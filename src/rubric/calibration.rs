//! What makes the marks for content those of one teacher: as written, checked and compiled. Knows nothing of how it is
//! fitted or how an answer is read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::WHOLE;
use super::check::Problem;
use super::draft::{Kind, RubricDraft};
use crate::lexicon::{lexicon, units};
use crate::text::Text;

/// What makes the marks for content those of one teacher, learnt from answers that the teacher has marked (see
/// `yuejuan calibrate`). An answer's signs are summed: what its keypoints earn, how many words of a reference it says, and
/// telling expressions. The curve turns the sum into the share of the content marks that it gets.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationDraft {
    /// What all marks of the keypoints add to the sum, 0 to 1; some of them add their share of it.
    pub content: f64,
    /// What all telling words of a reference, of several the one said best, add to the sum, 0 to 1; some of them add their
    /// share of it.
    pub words: f64,
    /// Expressions that the teacher's better answers have, each of which adds its weight once. At most 60. Default:
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expressions: Vec<ExpressionDraft>,
    /// From the sum to the share of the content marks, in rising order, with straight lines between and from nothing to
    /// the first; the last gives all. At most 12.
    pub curve: Vec<CurveKnot>,
}

/// An expression that tells.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpressionDraft {
    /// The expression as it stands in answers, 1 to 20 characters within one clause.
    pub text: String,
    /// What it adds to the sum, above 0, at most 1.
    pub weight: f64,
}

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurveKnot {
    /// Sum of the signs, above 0.
    pub sum: f64,
    /// Share of the content marks, above 0, at most 1; 1 at the last one.
    pub share: f64,
}

/// A calibration, in whole thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibrationPolicy {
    /// What all marks of the keypoints add.
    pub content: u32,
    /// What all telling words of a reference add.
    pub words: u32,
    /// The expressions that tell.
    pub expressions: Vec<Expression>,
    /// Sums and the shares that they give, both rising.
    pub curve: Vec<(u32, u32)>,
}

/// An expression to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Its characters, folded.
    pub characters: Vec<char>,
    /// What it adds, in thousandths.
    pub weight: u32,
    /// Whether it denies something itself, or says that it is wanting.
    pub negative: bool,
}

/// The most expressions: more would be no list that a teacher reads.
const EXPRESSIONS_MAX: usize = 60;
/// The longest expression, in characters.
const EXPRESSION_MAX_CHARS: usize = 20;
/// The most points of the curve.
const KNOTS_MAX: usize = 12;

pub(super) fn check(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    let Some(calibration) = &draft.calibration else { return };
    let mut problem = |path: &str, what: String, advice: &str| {
        problems.push(Problem::new(format!("calibration{path}"), what, advice));
    };
    if draft.kind == Kind::Essay {
        problem("", "given for an essay".to_owned(), "remove it: an essay's marks do not hang on keypoints");
    }
    for (path, value) in [(".content", calibration.content), (".words", calibration.words)] {
        if !(0.0..=1.0).contains(&value) {
            problem(path, format!("{value}"), "use a number from 0 to 1");
        }
    }
    if calibration.expressions.len() > EXPRESSIONS_MAX {
        problem(".expressions", "too many".to_owned(), "keep those that tell most, at most 60");
    }
    for (i, expression) in calibration.expressions.iter().enumerate() {
        let text = Text::new(&expression.text);
        let path = |field: &str| format!(".expressions[{i}].{field}");
        let length = expression.text.chars().count();
        if length > EXPRESSION_MAX_CHARS || text.clauses().len() != 1 {
            problem(&path("text"), "no expression of one clause".to_owned(), "use 1 to 20 characters of one clause");
        } else if calibration.expressions.iter().take(i).any(|earlier| earlier.text == expression.text) {
            problem(&path("text"), "stands twice".to_owned(), "remove one of the two");
        }
        if expression.weight <= 0.0 || !within(expression.weight) {
            problem(&path("weight"), format!("{}", expression.weight), "use a number above 0, at most 1");
        }
    }
    check_curve(calibration, problem);
}

fn check_curve(calibration: &CalibrationDraft, mut problem: impl FnMut(&str, String, &str)) {
    let curve = &calibration.curve;
    if curve.is_empty() || curve.len() > KNOTS_MAX {
        problem(".curve", format!("{} points", curve.len()), "use 1 to 12");
    }
    let mut before = CurveKnot { sum: 0.0, share: 0.0 };
    for (i, knot) in curve.iter().enumerate() {
        if thousandths(knot.sum) <= thousandths(before.sum) || knot.share < before.share || !within(knot.share) {
            let advice = "order the points by sum and share, above 0, shares at most 1";
            problem(&format!(".curve[{i}]"), "does not rise".to_owned(), advice);
        }
        before = *knot;
    }
    let most = most(calibration);
    if let Some(last) = curve.last() {
        let place = curve.len() - 1;
        if (last.share - 1.0).abs() > f64::EPSILON {
            problem(&format!(".curve[{place}].share"), "the last point is not 1".to_owned(), "let it give all marks");
        }
        if thousandths(last.sum) > most {
            let what = format!("{} is more than all signs sum to", last.sum);
            problem(&format!(".curve[{place}].sum"), what, "lower it, so that all marks can be reached");
        }
    }
}

fn within(share: f64) -> bool {
    (0.0..=1.0).contains(&share)
}

/// What all signs sum to.
fn most(calibration: &CalibrationDraft) -> u32 {
    let expressions = calibration.expressions.iter().map(|expression| thousandths(expression.weight));
    thousandths(calibration.content) + thousandths(calibration.words) + expressions.sum::<u32>()
}

/// The policy of a checked draft.
pub(super) fn compile(draft: &CalibrationDraft) -> CalibrationPolicy {
    CalibrationPolicy {
        content: thousandths(draft.content),
        words: thousandths(draft.words),
        expressions: draft.expressions.iter().map(|of| Expression::new(&of.text, thousandths(of.weight))).collect(),
        curve: draft.curve.iter().map(|knot| (thousandths(knot.sum), thousandths(knot.share))).collect(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive figure")]
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, SUM_MAX) * f64::from(WHOLE)).round() as u32
}

/// A sum of signs that no rubric can reach.
const SUM_MAX: f64 = 100.0;

// === impl Expression ===

impl Expression {
    /// An expression with its weight in thousandths.
    #[must_use]
    pub fn new(text: &str, weight: u32) -> Self {
        let text = Text::new(text);
        let negative = units(&text, &lexicon().scan(&text)).iter().any(crate::lexicon::Unit::is_negative);
        Self { characters: text.folded().chars().to_vec(), weight, negative }
    }
}

// === impl CalibrationPolicy ===

impl CalibrationPolicy {
    /// The share of the content marks that a sum of signs gives, in thousandths.
    #[must_use]
    pub fn share(&self, sum: u32) -> u32 {
        let mut before = (0, 0);
        for knot in &self.curve {
            if sum < knot.0 {
                let (run, rise) = (knot.0 - before.0, knot.1 - before.1);
                return before.1 + (sum - before.0) * rise / run.max(1);
            }
            before = *knot;
        }
        before.1
    }
}
