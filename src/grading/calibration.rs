//! The marks for content as one teacher gives them: from an answer's signs, which are what its keypoints earn, the words
//! of the key that it says and the expressions that tell, to a share of the content marks. Bare lists, copies of the
//! question and clauses that say the opposite of a keypoint show no sign. Knows nothing of how a calibration is fitted.

use super::allocate::Payment;
use super::coverage::Finding;
use super::keypoints::passages;
use super::messages::Messages;
use super::scan::{Hit, Reading, Stance, overlaps};
use super::window::words_said;
use crate::feedback::{CalibrationFeedback, Evidence, EvidenceReason, ExpressionFeedback};
use crate::lexicon::unit_at;
use crate::points::Points;
use crate::rubric::{CalibrationPolicy, Expression, Rubric, WHOLE};

/// The signs of one answer, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signs {
    /// The share of the content marks that the keypoints earn, in thousandths.
    pub content: u32,
    /// The share of the key's words that the answer says, keypoints by their marks, in thousandths.
    pub words: u32,
    /// Which of the expressions that were asked for it has.
    pub expressions: Vec<bool>,
}

/// Calibrated content marks are tenths of a mark, all of them apart: finer ones would feign an exactness that a sum of
/// signs does not have. In hundredths.
const GRAIN: i64 = 10;

/// An answer, and which of its clauses show signs.
pub struct Signed<'a> {
    rubric: &'a Rubric,
    reading: &'a Reading<'a>,
    hits: &'a [Vec<Hit>],
    /// For each clause, whether it says the opposite of a keypoint and is paid for none.
    opposed: Vec<bool>,
}

// === impl Signed ===

impl<'a> Signed<'a> {
    /// An answer with what was found in it.
    pub fn new(
        rubric: &'a Rubric,
        reading: &'a Reading<'a>,
        hits: &'a [Vec<Hit>],
        findings: &[Finding],
        payments: &[Option<Payment>],
    ) -> Self {
        let mut opposed = vec![false; reading.text.clauses().len()];
        let mut set = |clause: usize, value: bool| {
            if let Some(slot) = opposed.get_mut(clause) {
                *slot = value;
            }
        };
        findings.iter().flat_map(Finding::opposing).for_each(|clause| set(clause, true));
        let paid = payments.iter().flatten().flat_map(|payment| &payment.hits);
        paid.for_each(|hit| set(hit.clause(), false));
        Self { rubric, reading, hits, opposed }
    }

    /// Its signs. `content` is what its keypoints earn.
    pub fn signs<'e>(&self, content: Points, expressions: impl IntoIterator<Item = &'e Expression>) -> Signs {
        Signs {
            content: thousandths(content, self.rubric.content_points()),
            words: self.words().0,
            expressions: expressions.into_iter().map(|expression| self.find(expression).is_some()).collect(),
        }
    }

    /// What the calibration makes of the content marks.
    pub fn calibrate(&self, policy: &CalibrationPolicy, content: Points, messages: Messages) -> CalibrationFeedback {
        let all = self.rubric.content_points();
        let (words, said) = self.words();
        let mut sum = (policy.content * thousandths(content, all) + policy.words * words) / WHOLE;
        let mut expressions = Vec::new();
        for expression in &policy.expressions {
            if let Some((start, end)) = self.find(expression) {
                sum += expression.weight;
                let text = self.reading.text;
                let evidence = Evidence {
                    span: text.span(start, end),
                    quote: text.quote(start, end).to_owned(),
                    reason: EvidenceReason::TellingExpression,
                };
                expressions.push(ExpressionFeedback { weight: share(expression.weight), evidence });
            }
        }
        let given = policy.share(sum);
        let calibrated = if given >= WHOLE { all } else { of_share(all, given) };
        let message = messages.calibration(content, calibrated, words / 10, &expressions);
        CalibrationFeedback {
            points: calibrated - content,
            words: share(words),
            words_evidence: passages(self.reading, &said, |_, _| true),
            expressions,
            sum: share(sum),
            share: share(given),
            message,
        }
    }

    /// The share of the key's words that it says, in thousandths, and where.
    fn words(&self) -> (u32, Vec<Hit>) {
        let shows = |hit: &&Hit| {
            hit.stance == Stance::Agrees && self.is_open(hit.clause()) && !self.reading.is_listed(hit.start(), hit.end())
        };
        let mut best: Vec<(u32, Vec<Hit>)> = vec![(0, Vec::new()); self.rubric.keypoints.len()];
        for (wording, hits) in self.rubric.compiled.wordings.iter().zip(self.hits) {
            let Some(best) = best.get_mut(wording.keypoint).filter(|_| !wording.opposite) else { continue };
            let hits: Vec<Hit> = hits.iter().filter(shows).copied().collect();
            let said = words_said(wording, &hits);
            if said > best.0 {
                *best = (said, hits);
            }
        }
        let marks = |points: Points| u64::try_from(points.hundredths()).unwrap_or_default();
        let keypoints = self.rubric.keypoints.iter().map(|keypoint| marks(keypoint.points));
        let all: u64 = keypoints.clone().sum();
        let sum: u64 = keypoints.zip(&best).map(|(marks, (said, _))| marks * u64::from(*said)).sum();
        let mut said: Vec<Hit> = best.into_iter().flat_map(|(_, hits)| hits).collect();
        said.sort_by_key(|hit| (hit.start(), hit.end()));
        (u32::try_from(sum / all.max(1)).unwrap_or(WHOLE).min(WHOLE), said)
    }

    /// Where it first has an expression that goes the way it was learnt.
    fn find(&self, expression: &Expression) -> Option<(usize, usize)> {
        let length = expression.characters.len();
        let chars = self.reading.text.folded().chars();
        self.reading.text.clauses().iter().enumerate().filter(|(index, _)| self.is_open(*index)).find_map(|(_, clause)| {
            let inside = chars.get(clause.start..clause.end)?;
            let mut places = inside.windows(length.max(1)).enumerate();
            let place = places.find(|(at, window)| {
                let (start, end) = (clause.start + at, clause.start + at + length);
                *window == expression.characters
                    && !self.reading.is_listed(start, end)
                    && !overlaps(&self.reading.copied, start, end)
                    && unit_at(&self.reading.units, start).is_none_or(|unit| unit.is_negative() == expression.negative)
            });
            place.map(|(at, _)| (clause.start + at, clause.start + at + length))
        })
    }

    fn is_open(&self, clause: usize) -> bool {
        !self.opposed.get(clause).copied().unwrap_or_default()
    }
}

fn thousandths(points: Points, all: Points) -> u32 {
    let share = points.hundredths().max(0) * i64::from(WHOLE) / all.hundredths().max(1);
    u32::try_from(share).unwrap_or(WHOLE).min(WHOLE)
}

fn share(thousandths: u32) -> f64 {
    f64::from(thousandths) / f64::from(WHOLE)
}

/// A share of all marks, to the nearest [`GRAIN`].
fn of_share(all: Points, share: u32) -> Points {
    let part = all.hundredths() * i64::from(share);
    let grain = GRAIN * i64::from(WHOLE);
    let rounded = (part + grain / 2) / grain * GRAIN;
    Points::from_hundredths(rounded).min(all)
}

// === impl Messages ===

impl Messages {
    /// How the content marks came about: what the keypoints earn, what is given, and by which signs. `words` is in per
    /// cent.
    fn calibration(self, earned: Points, given: Points, words: u32, expressions: &[ExpressionFeedback]) -> String {
        let quotes: Vec<String> = expressions.iter().map(|of| format!("「{}」", of.evidence.quote)).collect();
        let quotes = quotes.concat();
        self.either(
            || {
                let told = if quotes.is_empty() { String::new() } else { format!("，有{quotes}等得分说法") };
                format!("采分点得{earned}分，答出关键词语的{words}%{told}；按阅卷老师给分的习惯，内容记{given}分。")
            },
            || {
                let told = if quotes.is_empty() { String::new() } else { format!(" and the telling {quotes}") };
                format!("Keypoints earn {earned}, with {words} % of the key's words{told}: as the teacher marks, {given}.")
            },
        )
    }
}
