//! Deep reading: where words leave open whether the answer says a keypoint, a reader of meaning reads the passages that are
//! most likely to, and its word decides. What words are sure of, either way, stays.

use std::cmp::Reverse;

use super::allocate::Payment;
use super::coverage::{Candidate, Finding, Sign};
use super::scan::{Hit, HitKind, Reading, overlaps};
use super::window::CERTAIN;
use crate::lexicon::cosine;
use crate::reader::{Judgement, Reader};
use crate::rubric::{MatchPolicy, Rubric, WHOLE};
use crate::text::Folded;

/// Passages that are read for one keypoint. A count and not a time, so that the marks are the same on every machine.
const PASSAGES_MAX: usize = 8;
/// Clauses of the longest passage that is read.
const CLAUSES_MAX: usize = 3;
/// Characters of the shortest: below are labels and fragments.
const CHARS_MIN: usize = 4;
/// Chance, in thousandths, from which a passage says all of a keypoint, and, with the chance of half of it, from which it
/// says half of it: the best of eight readings is too kind by itself. Chosen among four pairs each on the development half
/// of the marked answers. Below them the chances from which it says the opposite, or something else, whatever its words are.
const FULL_MIN: u16 = 700;
const HALF_MIN: u16 = 850;
const OPPOSITE_MIN: u16 = 500;
const OTHER_MIN: u16 = 700;

/// Share of the whole, in thousandths, from which words that say the opposite of it are believed.
const OPPOSED_SURELY: u32 = 600;

/// A passage, and how promising it is.
struct Passage {
    clauses: (usize, usize),
    promise: i32,
}

/// Reads what words leave open, and changes `findings` by it. Says whether anything was read.
pub fn reread(rubric: &Rubric, reading: &Reading<'_>, findings: &mut [Finding], paid: &[Option<Payment>]) -> bool {
    let mut any = false;
    for (index, (keypoint, finding)) in rubric.keypoints.iter().zip(findings).enumerate() {
        let payment = paid.get(index).and_then(Option::as_ref);
        if keypoint.match_policy != MatchPolicy::Meaning || is_sure(rubric, finding, payment) {
            continue;
        }
        let passages = passages(rubric, reading, index, finding);
        if passages.is_empty() {
            continue;
        }
        let texts: Vec<String> = passages.iter().map(|passage| text(reading, passage.clauses)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let judgements = Reader::load().read(Folded::new(&keypoint.point).as_str(), &texts);
        decide(rubric, reading, index, finding, &passages, &judgements);
        any = true;
    }
    any
}

/// Whether words say all of it, or the opposite of most of it, beyond doubt.
fn is_sure(rubric: &Rubric, finding: &Finding, payment: Option<&Payment>) -> bool {
    match (payment, &finding.opposed) {
        (Some(payment), _) => {
            let by_words = finding.said.get(payment.candidate).is_some_and(|passage| passage.sign == Sign::Words);
            by_words && payment.step + 1 == rubric.credit.len() && payment.similarity >= CERTAIN
        }
        (None, Some(opposed)) => opposed.similarity >= OPPOSED_SURELY,
        (None, None) => false,
    }
}

/// The passages of an answer that may say a keypoint, the most promising first.
fn passages(rubric: &Rubric, reading: &Reading<'_>, keypoint: usize, finding: &Finding) -> Vec<Passage> {
    let point = rubric.compiled.points.get(keypoint).and_then(Option::as_ref);
    let mut passages = Vec::new();
    for first in 0..reading.text.clauses().len() {
        for last in first..(first + CLAUSES_MAX).min(reading.text.clauses().len()) {
            if !is_one(reading, first, last) {
                break;
            }
            let clauses = (first, last);
            let near = point.zip(reading.point(first, last)).map_or(0, |(point, passage)| cosine(point, &passage));
            let said = finding.said.iter().chain(&finding.opposed);
            let words = said.filter(|of| of.clauses == clauses && of.sign == Sign::Words).map(|of| of.similarity).max();
            let words = i32::try_from(words.unwrap_or_default()).unwrap_or_default();
            passages.push(Passage { clauses, promise: near + words });
        }
    }
    passages.sort_by_key(|passage| (Reverse(passage.promise), passage.clauses));
    passages.truncate(PASSAGES_MAX);
    passages
}

/// Whether clauses make a passage: of one item, no bare list, nothing copied from the question, long enough.
fn is_one(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    let (Some(opening), Some(closing)) = (reading.clause(first), reading.clause(last)) else { return false };
    let (start, end) = (opening.start, closing.end);
    opening.item == closing.item
        && opening.paragraph == closing.paragraph
        && end - start >= CHARS_MIN
        && !reading.is_listed(start, end)
        && !overlaps(&reading.copied, start, end)
}

fn text(reading: &Reading<'_>, (first, last): (usize, usize)) -> String {
    let start = reading.clause(first).map_or(0, |clause| clause.start);
    let end = reading.clause(last).map_or(0, |clause| clause.end);
    reading.text.folded().chars().get(start..end).unwrap_or_default().iter().collect()
}

/// What the reader says of a keypoint's passages takes the place of what words say of them.
fn decide(
    rubric: &Rubric,
    reading: &Reading<'_>,
    keypoint: usize,
    finding: &mut Finding,
    passages: &[Passage],
    judgements: &[Judgement],
) {
    let (Some(first_step), Some(last_step)) = (rubric.credit.first(), rubric.credit.last()) else { return };
    let accepted = rubric.compiled.wordings.iter().position(|of| of.keypoint == keypoint && !of.opposite);
    let Some(wording) = accepted else { return };
    let read = || passages.iter().zip(judgements);
    // What was read to say something else does not say it by its words, nor does what holds it.
    finding.said.retain(|passage| {
        let refused = |(of, judgement): (&Passage, &Judgement)| {
            of.clauses == passage.clauses
                && (judgement.opposite >= OPPOSITE_MIN
                    || (judgement.other >= OTHER_MIN && passage.similarity < CERTAIN))
        };
        !read().any(refused)
    });
    // Part of what says the opposite may seem to say half of it.
    let is_part = |of: &Passage, said: u16| {
        read().any(|(other, judgement)| {
            judgement.opposite >= OPPOSITE_MIN
                && judgement.opposite > said
                && other.clauses.0 <= of.clauses.1
                && of.clauses.0 <= other.clauses.1
        })
    };
    for (passage, judgement) in read() {
        let (full, said) = (judgement.full >= FULL_MIN, judgement.full + judgement.half);
        if (!full && said < HALF_MIN) || is_part(passage, if full { judgement.full } else { judgement.half }) {
            continue;
        }
        let step = if full { last_step } else { first_step };
        // Of passages that reach the same step, the surest is the best.
        let sure = u32::from(judgement.full.saturating_sub(FULL_MIN)) * (WHOLE - step.similarity) / WHOLE;
        let next = rubric.credit.iter().find(|other| other.similarity > step.similarity);
        let most = next.map_or(WHOLE, |next| next.similarity.saturating_sub(1));
        finding.said.push(candidate(reading, wording, passage.clauses, (step.similarity + sure).min(most)));
    }
    finding.said.sort_by_key(|of| (of.listed, Reverse(of.similarity), of.clauses, of.wording));
    let opposite = read().filter(|(_, judgement)| judgement.opposite >= OPPOSITE_MIN);
    let most = opposite.max_by_key(|(passage, judgement)| (judgement.opposite, Reverse(passage.clauses)));
    match most {
        Some((passage, _)) => finding.opposed = Some(candidate(reading, wording, passage.clauses, WHOLE)),
        // What words took for the opposite and the reader does not is none.
        None => {
            let opposed = finding.opposed.take();
            finding.opposed = opposed.filter(|of| !read().any(|(passage, _)| passage.clauses == of.clauses));
        }
    }
}

fn candidate(reading: &Reading<'_>, wording: usize, clauses: (usize, usize), similarity: u32) -> Candidate {
    let hit = |index| {
        let clause = reading.clause(index)?;
        Some(Hit::new((clause.start, clause.end), index, 0, HitKind::Read))
    };
    let hits = (clauses.0..=clauses.1).filter_map(hit).collect();
    Candidate { wording, clauses, similarity, backing: 0, hits, listed: false, label: false, sign: Sign::Read }
}
