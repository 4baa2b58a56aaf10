//! What clauses seem to mean. Where words say part of a keypoint, the meaning of the whole passage backs or doubts them.
//! A clause that points to a keypoint by the meaning of its words, and to none more, is likely to say it in other words:
//! that is a guess, which earns the first step of credit at most, and says so.

use super::coverage::{Candidate, Finding, Sign, agreement};
use super::scan::{Hit, HitKind, Reading, overlaps};
use super::window::{CERTAIN, DOUBTED};
use crate::lexicon::{Vector, cosine, generic_vectors, valence};
use crate::rubric::{MatchPolicy, Rubric, WHOLE};

/// Cosine from which a clause may say a keypoint, in thousandths: one stranger of another topic in a few hundred
/// reaches it, and a third of the wordings that say all of it without its words.
const NEAR: i32 = 500;
/// By how much it must be nearer than any other keypoint, in thousandths: what is about as near to two of them speaks of
/// what the question is about.
const NEARER: i32 = 60;
/// Characters of the shortest clause that says something: below are labels and fragments.
const CLAUSE_MIN_CHARS: usize = 6;

/// Accepted wordings of a keypoint from which its words tell well enough whether it is said: with fewer, most ways to say
/// it share little with them.
const MANY_WORDINGS: usize = 3;

/// Keypoints with which a clause must be compared: with fewer, whatever speaks of the matter would be nearest.
const KEYPOINTS_MIN: usize = 3;

/// Cosine of a passage and its keypoint, in thousandths, at which meaning neither backs nor doubts the words; what each
/// thousandth beyond it weighs, in per cent of similarity; and the most that it may add, since no cosine passes 1000, or
/// take. With [`ONE_WAY`], chosen on the development half of the marked answers and on topics of `corpus/keypoints.jsonl`
/// that the vectors were not fitted to.
const EVEN: i32 = 500;
const WEIGHT: i32 = 25;
pub const GAIN_MAX: i32 = (1000 - EVEN) * WEIGHT / 100;
const LOSS_MAX: i32 = 200;
/// Valence of a keypoint's wordings, in thousandths, from which whatever goes the other way does not say it.
const ONE_WAY: i32 = 600;

/// What the meaning of a passage as a whole adds to its similarity by words, or takes from it, in thousandths; `None`
/// where it goes the other way than the keypoint. Words that say nearly all of it need no backing. Bare lists, phrases of
/// any paper and what is nearer to another keypoint are raised to no further step.
pub fn backing(
    rubric: &Rubric,
    reading: &Reading<'_>,
    keypoint: usize,
    (first, last): (usize, usize),
    valence_sum: i32,
    by_words: u32,
) -> Option<i32> {
    let first_step = rubric.credit.first().map_or(WHOLE, |step| step.similarity);
    if by_words >= CERTAIN || by_words + GAIN_MAX.unsigned_abs() < first_step {
        return Some(0);
    }
    let way = rubric.compiled.valences.get(keypoint).copied().unwrap_or_default();
    if way.abs() >= ONE_WAY && valence(valence_sum) * way.signum() < 0 {
        return None;
    }
    let point = rubric.compiled.points.get(keypoint).and_then(Option::as_ref);
    let Some((point, passage)) = point.zip(reading.point(first, last)) else { return Some(0) };
    let near = cosine(point, &passage);
    let backing = ((near - EVEN) * WEIGHT / 100).clamp(-LOSS_MAX, GAIN_MAX);
    let raised = by_words.saturating_add_signed(backing);
    let reaches = rubric.credit.iter().any(|step| by_words < step.similarity && step.similarity <= raised);
    let is_listed = |index| reading.clause(index).is_some_and(|clause| reading.is_listed(clause.start, clause.end));
    let is_bare = || (first..=last).any(is_listed);
    let is_another = || rubric.compiled.points.iter().flatten().any(|other| cosine(other, &passage) > near);
    Some(if reaches && (is_bare() || is_another() || is_generic(&passage, near)) { 0 } else { backing })
}

/// Adds to `findings` the clauses that say a keypoint by their meaning alone. Bare lists, copies of the question,
/// phrases of any paper and what is as near to an opposite of the keypoint say nothing so. Where words reach a step as
/// well, and the keypoint has few wordings, the two signs together reach the next one.
pub fn add_likely(rubric: &Rubric, reading: &Reading<'_>, findings: &mut [Finding]) {
    if rubric.keypoints.len() < KEYPOINTS_MIN {
        return;
    }
    let similarity = rubric.credit.first().map_or(WHOLE, |step| step.similarity);
    let clauses = reading.text.clauses().iter().zip(&reading.points);
    for (index, (clause, vector)) in clauses.enumerate() {
        let Some(vector) = vector.as_ref().filter(|_| clause.len() >= CLAUSE_MIN_CHARS) else { continue };
        let Some((keypoint, near)) = nearest(rubric, vector) else { continue };
        let is_open = || rubric.keypoints.get(keypoint).is_some_and(|of| of.match_policy == MatchPolicy::Meaning);
        let goes_along =
            || agreement(rubric, keypoint, reading.valences.get(index).copied().unwrap_or_default()) >= DOUBTED;
        let opposites = rubric.compiled.opposite_points.iter().filter(|(of, _)| *of == keypoint);
        let is_opposite = || opposites.into_iter().any(|(_, opposite)| cosine(opposite, vector) >= near);
        let stands_by_itself =
            || !reading.is_listed(clause.start, clause.end) && !overlaps(&reading.copied, clause.start, clause.end);
        if near < NEAR
            || !is_open()
            || !goes_along()
            || !stands_by_itself()
            || is_generic(vector, near)
            || is_opposite()
        {
            continue;
        }
        let accepted = || {
            let wordings = rubric.compiled.wordings.iter().enumerate();
            wordings.filter(|(_, of)| of.keypoint == keypoint && !of.opposite).map(|(wording, _)| wording)
        };
        if let (Some(wording), Some(finding)) = (accepted().next(), findings.get_mut(keypoint)) {
            if accepted().count() < MANY_WORDINGS {
                back_words(rubric, finding, index);
            }
            let hits = vec![Hit::new((clause.start, clause.end), index, 0, HitKind::Meaning)];
            let clauses = (index, index);
            finding.said.push(Candidate {
                wording,
                clauses,
                similarity,
                backing: 0,
                hits,
                listed: false,
                label: false,
                sign: Sign::Likely,
            });
        }
    }
}

/// Whether it is nearer to a phrase of any paper than `near`.
fn is_generic(passage: &Vector, near: i32) -> bool {
    generic_vectors().iter().any(|generic| cosine(generic, passage) > near)
}

/// Raises the passages with a clause that points their way to the next step.
fn back_words(rubric: &Rubric, finding: &mut Finding, clause: usize) {
    for candidate in &mut finding.said {
        let (first, last) = candidate.clauses;
        let by_words = candidate.sign == Sign::Words && !candidate.label && !candidate.listed;
        if by_words && (first..=last).contains(&clause) {
            let next = rubric.credit.iter().find(|step| step.similarity > candidate.similarity);
            candidate.similarity = next.map_or(candidate.similarity, |step| step.similarity);
        }
    }
}

/// The keypoint that a clause points to, and how near; `None` where it points as much to another one.
fn nearest(rubric: &Rubric, clause: &Vector) -> Option<(usize, i32)> {
    let points = rubric.compiled.points.iter().enumerate();
    let (mut best, mut second) = (None, -WHOLE.cast_signed());
    for (keypoint, near) in points.filter_map(|(keypoint, point)| Some((keypoint, cosine(clause, point.as_ref()?)))) {
        match best {
            Some((_, most)) if near <= most => second = second.max(near),
            _ => {
                second = best.map_or(second, |(_, most)| most);
                best = Some((keypoint, near));
            }
        }
    }
    best.filter(|(_, most)| most - second >= NEARER)
}
