//! Groups of answers that share long passages which neither the question, the material nor a reference explains. What it
//! means is for a person to say.
//!
//! Answers are sketched, sketches that agree in a band meet in a bucket, and those that meet are compared in full
//! (A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997; P. Indyk and R. Motwani, "Approximate
//! nearest neighbors", STOC 1998). Time is linear in the answers as long as few are alike; memory is one sketch an answer.
//! Seeds are fixed and threads change nothing.

mod passages;
mod sketch;

use std::collections::HashSet;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::rubric::{Rubric, Shingles, runs};
use crate::span::Span;
use crate::text::Folded;
use sketch::{BANDS, Sketch};

/// Answers that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Numbers of the entries, rising.
    pub entries: Vec<usize>,
    /// The two of them that are most alike of those compared: the pair that the passages are of.
    pub pair: (usize, usize),
    /// The share of the shorter one of the pair that stands in the other, 0 to 1; what the question, the material or a
    /// reference says is left out.
    pub similarity: f64,
    /// The passages that the pair shares, in the order of the first one's text.
    pub passages: Vec<SharedPassage>,
}

/// A passage that stands in two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedPassage {
    /// Where it stands in the first one.
    pub one: Span,
    /// Where it stands in the other.
    pub other: Span,
}

/// Share of the shorter answer that must stand in the other: half of what somebody wrote is no accident.
const SIMILARITY_MIN: f64 = 0.5;
/// Runs of an answer's own below which nothing is said of it: about forty characters.
const RUNS_MIN: usize = 32;
/// Share of two sketches that must agree for the answers to be compared in full; the sketch of answers that share half
/// agrees in a third or more.
const SKETCH_SHARE_MIN: f64 = 0.2;

/// Groups of like answers to one question, each given with its entry's number; the largest groups first.
#[must_use]
pub fn find(rubric: &Rubric, answers: &[(usize, &str)]) -> Vec<Group> {
    let known = known(rubric);
    let sketches: Vec<Option<Sketch>> = answers.par_iter().map(|(_, text)| sketch(text, &known)).collect();
    let mut sets = Sets::new(answers.len());
    let mut best: Vec<Option<(f64, usize, usize)>> = vec![None; answers.len()];
    let mut compared: HashSet<(usize, usize)> = HashSet::new();
    for band in 0..BANDS {
        let pairs: Vec<(usize, usize)> = candidates(&sketches, band)
            .into_iter()
            .filter(|(one, other)| sets.root(*one) != sets.root(*other) && compared.insert((*one, *other)))
            .collect();
        let similarities: Vec<f64> = pairs.par_iter().map(|pair| similarity(answers, *pair, &known)).collect();
        for ((one, other), similarity) in pairs.into_iter().zip(similarities) {
            if similarity < SIMILARITY_MIN {
                continue;
            }
            let former = [sets.root(one), sets.root(other)].map(|root| best.get_mut(root).and_then(Option::take));
            let root = sets.join(one, other);
            let better = former.into_iter().flatten().fold((similarity, one, other), |kept, of| {
                if of.0.total_cmp(&kept.0).then((kept.1, kept.2).cmp(&(of.1, of.2))).is_gt() { of } else { kept }
            });
            if let Some(slot) = best.get_mut(root) {
                *slot = Some(better);
            }
        }
    }
    groups(answers, sets, &best, &known)
}

/// What the question gives and the rubric expects: nobody copied it from another candidate.
fn known(rubric: &Rubric) -> Shingles {
    let draft = &rubric.draft;
    let wordings = draft.groups.iter().flat_map(|group| &group.keypoints).flat_map(|keypoint| {
        std::iter::once(keypoint.point.as_str()).chain(keypoint.wordings.iter().map(String::as_str))
    });
    let given = [draft.question.as_str(), draft.material.as_str()];
    Shingles::new(given.into_iter().chain(rubric.references()).chain(wordings))
}

/// The hashes of an answer's own runs, each once, rising.
fn own(text: &str, known: &Shingles) -> Vec<u64> {
    let mut hashes: Vec<u64> =
        runs(&Folded::new(text)).map(|run| run.hash).filter(|hash| !known.contains(*hash)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn sketch(text: &str, known: &Shingles) -> Option<Sketch> {
    let own = own(text, known);
    (own.len() >= RUNS_MIN).then(|| Sketch::new(&own))
}

/// Pairs whose sketches agree in a band: each answer of a bucket with the one before it and with the first, so that
/// however full a bucket is, its pairs are no more than twice its answers.
fn candidates(sketches: &[Option<Sketch>], band: usize) -> Vec<(usize, usize)> {
    let keys = sketches.iter().enumerate().filter_map(|(index, sketch)| Some((sketch.as_ref()?.band(band), index)));
    let mut keys: Vec<(u64, usize)> = keys.collect();
    keys.sort_unstable();
    let agree = |one: usize, other: usize| {
        let pair = sketches.get(one).and_then(Option::as_ref).zip(sketches.get(other).and_then(Option::as_ref));
        pair.is_some_and(|(one, other)| one.agreement(other) >= SKETCH_SHARE_MIN)
    };
    let mut pairs = Vec::new();
    for bucket in keys.chunk_by(|one, other| one.0 == other.0) {
        let first = bucket.first().map(|(_, index)| *index);
        for (before, index) in bucket.iter().zip(bucket.iter().skip(1)).map(|(before, at)| (before.1, at.1)) {
            let others = [Some(before), first.filter(|first| *first != before)];
            pairs.extend(others.into_iter().flatten().filter(|other| agree(*other, index)).map(|other| (other, index)));
        }
    }
    pairs
}

/// The share of the shorter answer's own runs that the other has.
#[expect(clippy::cast_precision_loss, reason = "runs of one answer")]
fn similarity(answers: &[(usize, &str)], pair: (usize, usize), known: &Shingles) -> f64 {
    let own = |index: usize| answers.get(index).map(|(_, text)| own(text, known)).unwrap_or_default();
    let (one, other) = (own(pair.0), own(pair.1));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let shared = short.iter().filter(|hash| long.binary_search(hash).is_ok()).count();
    shared as f64 / short.len().max(1) as f64
}

fn groups(
    answers: &[(usize, &str)],
    mut sets: Sets,
    best: &[Option<(f64, usize, usize)>],
    known: &Shingles,
) -> Vec<Group> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); answers.len()];
    for (index, (number, _)) in answers.iter().enumerate() {
        if let Some(members) = members.get_mut(sets.root(index)) {
            members.push(*number);
        }
    }
    let mut groups: Vec<Group> = members
        .into_iter()
        .zip(best)
        .filter_map(|(mut entries, best)| {
            let (similarity, one, other) = (*best)?;
            let (one, other) = (answers.get(one)?, answers.get(other)?);
            entries.sort_unstable();
            Some(Group {
                entries,
                pair: (one.0, other.0),
                similarity,
                passages: passages::shared(one.1, other.1, known),
            })
        })
        .collect();
    groups.sort_by(|one, other| {
        let size = other.entries.len().cmp(&one.entries.len());
        size.then(other.similarity.total_cmp(&one.similarity)).then(one.entries.cmp(&other.entries))
    });
    groups
}

/// Which answers belong together (union-find; the smallest index stands for its set).
struct Sets(Vec<usize>);

// === impl Sets ===

impl Sets {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, index: usize) -> usize {
        let mut at = index;
        while let Some(above) = self.0.get(at).copied().filter(|above| *above != at) {
            // Halve the way for the next one who asks.
            let grand = self.0.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = grand;
            }
            at = grand;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.root(one), self.root(other));
        let (low, high) = (one.min(other), one.max(other));
        if let Some(slot) = self.0.get_mut(high) {
            *slot = low;
        }
        low
    }
}
