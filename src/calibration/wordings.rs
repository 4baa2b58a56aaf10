//! Wordings to learn: clauses by which well-marked answers say a keypoint that the rubric does not see in them.

use std::collections::BTreeMap;

use super::LearntWording;
use crate::evaluation::Answer;
use crate::feedback::Coverage;
use crate::grading::{Award, award};
use crate::lexicon::{Sum, Vector, clause_sums, cosine};
use crate::rubric::{Rubric, RubricDraft};
use crate::text::Text;

/// Share of the marks from which an answer, or a keypoint where those are marked, is marked well.
const WELL: f64 = 0.9;
/// Cosine from which a clause may say a keypoint, and by how much it must be nearer than to any other, in thousandths.
const NEAR: i32 = 450;
const NEARER: i32 = 60;
/// Characters of a clause that says something and is still one point.
const CLAUSE_CHARS: std::ops::RangeInclusive<usize> = 6..=40;
/// Wordings proposed for one keypoint, and in all: as many as a teacher looks through.
const OF_KEYPOINT_MAX: usize = 2;
const IN_ALL_MAX: usize = 10;

/// The wordings that `answers` teach, those of most answers and nearest first.
pub(super) fn learn(rubric: &Rubric, answers: &[&Answer]) -> Vec<LearntWording> {
    let mut found: BTreeMap<(usize, String), (i32, Vec<String>)> = BTreeMap::new();
    for answer in answers {
        let text = Text::new(&answer.text);
        let awards = award(rubric, &text);
        let missed = |keypoint: usize| is_missed(answer, keypoint, &awards);
        for (clause, vector) in text
            .clauses()
            .iter()
            .zip(clause_sums(&text).iter().map(Sum::vector))
            .enumerate()
            .filter_map(|(index, (clause, vector))| Some((clause, vector?)).filter(|_| !is_paid(index, &awards)))
        {
            if !CLAUSE_CHARS.contains(&clause.len()) {
                continue;
            }
            if let Some((keypoint, near)) = nearest(rubric, &vector).filter(|(keypoint, _)| missed(*keypoint)) {
                let wording = text.folded().chars().get(clause.start..clause.end).unwrap_or_default();
                let wording: String = wording.iter().collect::<String>().trim().to_owned();
                let entry = found.entry((keypoint, wording)).or_default();
                entry.0 = entry.0.max(near);
                if !entry.1.contains(&answer.id) {
                    entry.1.push(answer.id.clone());
                }
            }
        }
    }
    let mut ranked: Vec<_> = found.into_iter().collect();
    ranked.sort_by(|one, other| {
        let key = |of: &((usize, String), (i32, Vec<String>))| std::cmp::Reverse((of.1.1.len(), of.1.0));
        key(one).cmp(&key(other)).then_with(|| one.0.cmp(&other.0))
    });
    let mut taken = vec![0; rubric.keypoints.len()];
    let mut learnt = Vec::new();
    for ((keypoint, text), (_, ids)) in ranked {
        let Some(count) = taken.get_mut(keypoint).filter(|count| **count < OF_KEYPOINT_MAX) else { continue };
        let Some((path, id)) = path(&rubric.draft, keypoint) else { continue };
        *count += 1;
        learnt.push(LearntWording { keypoint_id: id, path, text, ids });
        if learnt.len() == IN_ALL_MAX {
            break;
        }
    }
    learnt
}

/// The draft with wordings accepted.
pub(super) fn with(draft: &RubricDraft, wordings: &[LearntWording]) -> RubricDraft {
    let mut draft = draft.clone();
    for keypoint in draft.groups.iter_mut().flat_map(|group| &mut group.keypoints) {
        let own = wordings.iter().filter(|wording| wording.keypoint_id == keypoint.id);
        keypoint.wordings.extend(own.map(|wording| wording.text.clone()));
    }
    draft
}

/// Whether the teacher paid a keypoint that the rubric does not pay in full.
fn is_missed(answer: &Answer, keypoint: usize, awards: &[Award]) -> bool {
    let paid = answer.human.keypoints.get(keypoint).copied().unwrap_or(answer.human.score);
    let seen =
        awards.get(keypoint).is_some_and(|award| matches!(award.coverage, Coverage::Full | Coverage::Contradicted));
    paid >= WELL && !seen
}

fn is_paid(clause: usize, awards: &[Award]) -> bool {
    awards.iter().filter_map(|award| award.clauses).any(|(first, last)| (first..=last).contains(&clause))
}

/// The keypoint that a clause means, where there is one.
fn nearest(rubric: &Rubric, clause: &Vector) -> Option<(usize, i32)> {
    let points = rubric.compiled.points.iter().enumerate();
    let mut near: Vec<(i32, usize)> =
        points.filter_map(|(keypoint, point)| Some((cosine(clause, point.as_ref()?), keypoint))).collect();
    near.sort_unstable_by(|one, other| other.cmp(one));
    let (most, keypoint) = near.first().copied()?;
    let second = near.get(1).map_or(0, |(near, _)| *near);
    (most >= NEAR && most - second >= NEARER).then_some((keypoint, most))
}

fn path(draft: &RubricDraft, keypoint: usize) -> Option<(String, String)> {
    let keypoints = draft.groups.iter().enumerate().flat_map(|(g, group)| {
        group.keypoints.iter().enumerate().map(move |(k, of)| (format!("groups[{g}].keypoints[{k}]"), of.id.clone()))
    });
    keypoints.into_iter().nth(keypoint)
}
