//! The marks for content as one teacher gives them: from an answer's signs, which are what its keypoints earn, the words
//! of the key that it says and the expressions that tell, to a share of the content marks. Bare lists and copies of the
//! question show no sign, and neither does a word that is denied where the reference affirms it, nor the other way round.
//! Knows nothing of how a calibration is fitted.

use std::collections::{BTreeMap, BTreeSet};

use super::messages::Messages;
use super::scan::{Reading, Scratch, overlaps};
use crate::feedback::{CalibrationFeedback, Evidence, EvidenceReason, ExpressionFeedback};
use crate::lexicon::{Unit, lexicon, unit_at};
use crate::points::Points;
use crate::rubric::{CalibrationPolicy, Expression, Rubric, WHOLE};
use crate::text::Text;

/// The signs of one answer, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signs {
    /// The share of the content marks that the keypoints earn, in thousandths.
    pub content: u32,
    /// The share of a reference's telling words that the answer says, of several references the best, in thousandths.
    pub words: u32,
    /// Which of the expressions that were asked for it has.
    pub expressions: Vec<bool>,
}

/// Calibrated content marks are tenths of a mark, all of them apart: finer ones would feign an exactness that a sum of
/// signs does not have. In hundredths.
const GRAIN: i64 = 10;

/// An answer, read for its signs.
pub struct Signed<'a> {
    rubric: &'a Rubric,
    reading: &'a Reading<'a>,
}

// === impl Signed ===

impl<'a> Signed<'a> {
    /// An answer read against a rubric.
    pub fn new(rubric: &'a Rubric, reading: &'a Reading<'a>) -> Self {
        Self { rubric, reading }
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
        let text = self.reading.text;
        let evidence = |(start, end): (usize, usize), reason| Evidence {
            span: text.span(start, end),
            quote: text.quote(start, end).to_owned(),
            reason,
        };
        let earned = thousandths(content, all);
        let mut sum = (policy.content * earned + policy.words * words) / WHOLE;
        let mut expressions = Vec::new();
        for expression in &policy.expressions {
            if let Some((start, end)) = self.find(expression) {
                sum += expression.weight;
                let evidence = evidence((start, end), EvidenceReason::TellingExpression);
                expressions.push(ExpressionFeedback { weight: share(expression.weight), evidence });
            }
        }
        // Who says all of a reference earns what it does, whatever the teacher's other answers show.
        let given = if earned == WHOLE && words == WHOLE { WHOLE } else { policy.share(sum) };
        let calibrated = if given >= WHOLE { all } else { of_share(all, given) };
        let message = messages.calibration(content, calibrated, words / 10, &expressions);
        CalibrationFeedback {
            points: calibrated - content,
            words: share(words),
            words_evidence: joined(&said).map(|place| evidence(place, EvidenceReason::SameWords)).collect(),
            expressions,
            sum: share(sum),
            share: share(given),
            message,
        }
    }

    /// The share of a reference's words that it says, of several references the best, in thousandths; and where.
    fn words(&self) -> (u32, Vec<(usize, usize)>) {
        let said = self.said();
        let references = self.rubric.compiled.reference_words.get_or_init(|| reference_words(self.rubric));
        let share = |words: &&BTreeSet<(String, bool)>| {
            let found = words.iter().filter(|word| said.contains_key(*word)).count();
            u32::try_from(found * WHOLE as usize / words.len().max(1)).unwrap_or(WHOLE)
        };
        let best = references.iter().max_by_key(share);
        let places = best.into_iter().flatten().filter_map(|word| said.get(word).copied());
        let mut places: Vec<(usize, usize)> = places.collect();
        places.sort_unstable();
        (best.as_ref().map_or(0, share), places)
    }

    /// The words that it says and whether it denies them, with their first places.
    fn said(&self) -> BTreeMap<(String, bool), (usize, usize)> {
        let text = self.reading.text;
        let (chars, terms) = (text.folded().chars(), text.terms());
        let mut said = BTreeMap::new();
        for clause in text.clauses() {
            let first = terms.partition_point(|term| term.start < clause.start);
            let inside = terms.iter().skip(first).take_while(|term| term.end <= clause.end);
            for term in inside.filter(|term| self.shows(term.start, term.end)) {
                let word: String = chars.get(term.start..term.end).unwrap_or_default().iter().collect();
                if lexicon().tells(&word) {
                    said.entry((word, self.is_negative(term.start))).or_insert((term.start, term.end));
                }
            }
        }
        said
    }

    /// Where it first has an expression that goes the way it was learnt.
    fn find(&self, expression: &Expression) -> Option<(usize, usize)> {
        let length = expression.characters.len();
        let chars = self.reading.text.folded().chars();
        self.reading.text.clauses().iter().find_map(|clause| {
            let inside = chars.get(clause.start..clause.end)?;
            let mut places = inside.windows(length.max(1)).enumerate();
            let place = places.find(|(at, window)| {
                let (start, end) = (clause.start + at, clause.start + at + length);
                *window == expression.characters
                    && self.shows(start, end)
                    && self.is_negative(start) == expression.negative
            });
            place.map(|(at, _)| (clause.start + at, clause.start + at + length))
        })
    }

    /// Whether the statement at a position denies something, or says that it is wanting.
    fn is_negative(&self, at: usize) -> bool {
        unit_at(&self.reading.units, at).is_some_and(Unit::is_negative)
    }

    /// Whether what stands there is neither in a bare list nor copied from the question.
    fn shows(&self, start: usize, end: usize) -> bool {
        !self.reading.is_listed(start, end) && !overlaps(&self.reading.copied, start, end)
    }
}

/// The words of each reference, or of all keypoints where there is none, as they show in an answer.
fn reference_words(rubric: &Rubric) -> Vec<BTreeSet<(String, bool)>> {
    let keypoints = || rubric.keypoints.iter().map(|keypoint| format!("{}。\n", keypoint.point)).collect::<String>();
    let mut references: Vec<String> = rubric.references().map(str::to_owned).collect();
    if references.is_empty() {
        references.push(keypoints());
    }
    let words = |reference: &String| {
        let text = Text::new(reference);
        let mut scratch = Scratch::default();
        let (reading, _) = Reading::new(rubric, &text, &mut scratch);
        Signed::new(rubric, &reading).said().into_keys().collect()
    };
    references.iter().map(words).collect()
}

/// Places with those that touch joined.
fn joined(places: &[(usize, usize)]) -> impl Iterator<Item = (usize, usize)> {
    places.chunk_by(|one, other| one.1 == other.0).filter_map(|run| Some((run.first()?.0, run.last()?.1)))
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
                format!("采分点得{earned}分，答出参考答案关键词语的{words}%{told}；按阅卷老师给分的习惯，内容记{given}分。")
            },
            || {
                let told = if quotes.is_empty() { String::new() } else { format!(" and the telling {quotes}") };
                format!(
                    "Keypoints earn {earned}, with {words} % of a reference's words{told}: as the teacher marks, {given}."
                )
            },
        )
    }
}
