//! Keypoints to be: a point, other wordings of it, and which references have it.

use super::outline::Passage;
use super::{group, is_label};
use crate::feedback::Coverage;
use crate::grading::{Award, award};
use crate::points::Points;
use crate::rubric::{KeypointDraft, Rubric, RubricDraft};
use crate::text::Text;

/// A keypoint to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What must be said.
    pub point: String,
    /// The same in other words.
    pub wordings: Vec<String>,
    /// How much it tells, as [`Passage::content`].
    pub content: usize,
    /// Which references have it, a flag each.
    of: Vec<bool>,
}

/// Keypoints to be under one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidates {
    /// The heading, or empty.
    pub title: String,
    /// In order.
    pub proposals: Vec<Proposal>,
}

/// Wordings of one keypoint that references lend: more would say the same again.
const WORDINGS_MAX: usize = 6;

// === impl Proposal ===

impl Proposal {
    /// A passage of one of so many references.
    pub fn new(passage: &Passage, reference: usize, references: usize) -> Self {
        let label = Some(passage.label.clone()).filter(|label| !label.is_empty());
        let wordings = label.into_iter().collect();
        Self { wordings, ..Self::part(&passage.text, passage.content, reference, references) }
    }

    /// A part of a passage of one of so many references.
    pub fn part(text: &str, content: usize, reference: usize, references: usize) -> Self {
        let of = (0..references).map(|at| at == reference).collect();
        Self { point: text.to_owned(), wordings: Vec::new(), content, of }
    }

    /// A point of a key, with the key's own wordings.
    pub fn keyed(point: &str, wordings: Vec<String>) -> Self {
        Self { point: point.to_owned(), wordings, content: 0, of: Vec::new() }
    }

    /// Takes a wording of a reference.
    pub fn say(&mut self, wording: &str, reference: usize) {
        self.wordings.push(wording.to_owned());
        if let Some(has) = self.of.get_mut(reference) {
            *has = true;
        }
    }

    /// Whether a reference has it.
    pub fn is_of(&self, reference: usize) -> bool {
        self.of.get(reference).copied().unwrap_or_default()
    }

    /// Whether all references have it.
    pub fn is_shared(&self) -> bool {
        self.of.iter().all(|has| *has)
    }

    /// A rubric of this point alone, for the question of `draft`; `None` where there can be none. Labels are left out:
    /// they stand for several points.
    pub fn alone(&self, draft: &RubricDraft) -> Option<Rubric> {
        let mut keypoint = self.keypoint("k".to_owned(), 1.0);
        keypoint.wordings.retain(|wording| !is_label(wording));
        let groups = vec![group(1, String::new(), None, vec![keypoint])];
        let (id, title, question) = (draft.id.clone(), draft.title.clone(), draft.question.clone());
        Rubric::new(RubricDraft { id, title, question, groups, max_score: 1.0, ..RubricDraft::default() }).ok()
    }

    fn keypoint(&self, id: String, points: f64) -> KeypointDraft {
        KeypointDraft { id, point: self.point.clone(), points, wordings: self.distinct(), ..KeypointDraft::default() }
    }

    /// Wordings beyond its point, without repetition.
    fn distinct(&self) -> Vec<String> {
        let mut wordings: Vec<String> = Vec::new();
        for wording in &self.wordings {
            if *wording != self.point && !wordings.contains(wording) && wordings.len() < WORDINGS_MAX {
                wordings.push(wording.clone());
            }
        }
        wordings
    }
}

// === impl Candidates ===

impl Candidates {
    /// The keypoints, numbered on from `ids`.
    pub fn keypoints(&self, ids: &mut usize, points: &[Points]) -> Vec<KeypointDraft> {
        let keypoint = |(proposal, points): (&Proposal, &Points)| {
            *ids += 1;
            proposal.keypoint(format!("k{ids}"), points.as_f64())
        };
        self.proposals.iter().zip(points).map(keypoint).collect()
    }
}

/// How much of a rubric's only point a text says, in thousandths, and in which clauses, first and last; `None` where
/// it does not say it.
pub fn said(alone: &Rubric, text: &Text<'_>) -> Option<(u32, (usize, usize))> {
    let is_said = |award: &Award| matches!(award.coverage, Coverage::Full | Coverage::Partial);
    let award = award(alone, text).into_iter().next().filter(is_said)?;
    Some((award.similarity, award.clauses?))
}
