//! Several references against each other, and references against a key: which passages say the same point.

use std::cmp::Reverse;

use super::outline::Outline;
use super::proposal::{Candidates, Proposal, said};
use super::{DraftError, Key, Notes, group, share};
use crate::lexicon::{Vector, cosine, text_vector};
use crate::linting::{self, Severity};
use crate::points::Points;
use crate::rubric::{GroupDraft, Rubric, RubricDraft};
use crate::text::Text;
use crate::text::fold::{is_han, is_word};

/// How much of a point a passage of another reference says when it is another wording of it, in thousandths.
const SAME_POINT: u32 = 300;
/// How near a passage points to a point when it says it in other words, in thousandths. Of the clauses of
/// `corpus/keypoints.jsonl` that say a keypoint in other official words, nine in ten are nearer; of those beside it
/// that say something else, one in twenty.
const SAME_WAY: i32 = 650;
/// The most clauses of a passage that are one wording of a point.
const WINDOW_CLAUSES: usize = 3;
/// Letters of a passage that a key's point takes as a wording, at most.
const WORDING_MAX_CHARS: usize = 120;
/// Letters from which what is left of a passage is a point by itself.
const LEFT_LETTERS: usize = 16;

/// Groups of keypoints from references: the first gives the points and their order, the others lend wordings, and
/// what only some of them say counts as k of n.
pub fn propose(
    draft: &RubricDraft,
    outlines: &[Outline],
    points: Points,
    notes: &mut Notes,
) -> Result<Vec<GroupDraft>, DraftError> {
    let count = outlines.len();
    let Some((first, others)) = outlines.split_first() else { return Ok(Vec::new()) };
    let mut sections: Vec<Candidates> = Vec::new();
    for section in &first.sections {
        let proposals = section.passages.iter().map(|passage| Proposal::new(passage, 0, count)).collect();
        sections.push(Candidates { title: section.title.clone(), proposals });
    }
    // Points that the first reference does not have.
    sections.push(Candidates::default());
    for (other, outline) in (1..).zip(others) {
        gather(draft, &mut sections, outline, (other, count));
    }
    let mut optional = take_optional(&mut sections);
    let before = notes.0.len();
    loop {
        notes.0.truncate(before);
        let groups = share_out(&sections, &optional, count, points, notes)?;
        if !drop_doubtful(draft, &groups, &sections, &mut optional) {
            return Ok(groups);
        }
    }
}

/// Leaves out the optional points that any paper's phrases earn, or that cannot be told apart from others; whether
/// there were any.
fn drop_doubtful(
    draft: &RubricDraft,
    groups: &[GroupDraft],
    sections: &[Candidates],
    optional: &mut Candidates,
) -> bool {
    if groups.len() == sections.len() {
        return false;
    }
    let Ok(rubric) = Rubric::new(RubricDraft { groups: groups.to_vec(), ..draft.clone() }) else { return false };
    let findings = linting::lint(&rubric, &[]);
    let warnings = findings.iter().filter(|finding| finding.severity == Severity::Warning);
    let paths: Vec<&str> = warnings.map(|finding| finding.path.as_str()).collect();
    let all = optional.proposals.len();
    let mut at = 0..;
    optional.proposals.retain(|_| {
        let path = format!("groups[{}].keypoints[{}]", sections.len(), at.next().unwrap_or_default());
        !paths.iter().any(|found| found.starts_with(&path))
    });
    optional.proposals.len() < all
}

/// Gathers wordings of the known points from another reference, and what else it says as points of its own at the end
/// of the last of the `sections`. First by words, then by which way the words point.
fn gather(draft: &RubricDraft, sections: &mut [Candidates], outline: &Outline, (reference, count): (usize, usize)) {
    let passages: Vec<_> = outline.sections.iter().flat_map(|section| &section.passages).collect();
    let mut shared: Vec<Shared<'_>> = passages.iter().map(|passage| Shared::new(&passage.text)).collect();
    let mut known: Vec<&mut Proposal> = sections.iter_mut().flat_map(|section| &mut section.proposals).collect();
    let alone: Vec<Option<Rubric>> = known.iter().map(|proposal| proposal.alone(draft)).collect();
    for pairs in [by_words(&alone, &shared), by_meaning(&known, &shared)] {
        for Pair { point, passage, clauses, .. } in pairs {
            let (Some(proposal), Some(shared)) = (known.get_mut(point), shared.get_mut(passage)) else { continue };
            // One passage of each reference for each point, and each clause for one point.
            if !proposal.is_of(reference) && shared.is_free(clauses) {
                proposal.say(shared.quote(clauses), reference);
                shared.take(clauses);
            }
        }
    }
    let mut more = Vec::new();
    for (passage, shared) in passages.iter().zip(&shared) {
        for clauses in shared.left() {
            let own = if shared.is_whole(clauses) {
                Proposal::new(passage, reference, count)
            } else {
                Proposal::part(shared.quote(clauses), passage.content, reference, count)
            };
            if let Some(index) = said_already(draft, &known, &own) {
                if let Some(known) = known.get_mut(index) {
                    known.say(&own.point, reference);
                }
            } else if own.alone(draft).is_some_and(|alone| linting::notes(&alone).is_some()) {
                more.push(own);
            }
        }
    }
    if let Some(last) = sections.last_mut() {
        last.proposals.append(&mut more);
    }
}

/// Clauses of a passage that say a known point.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// How clearly, in thousandths; the clearest first.
    nearness: Reverse<i32>,
    point: usize,
    passage: usize,
    /// First and last.
    clauses: (usize, usize),
}

/// What the passages say of each point in its own words and known ones.
fn by_words(alone: &[Option<Rubric>], shared: &[Shared<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (point, alone) in alone.iter().enumerate() {
        for (passage, shared) in shared.iter().enumerate() {
            let said = alone.as_ref().and_then(|alone| said(alone, &shared.text));
            if let Some((similarity, clauses)) = said.filter(|(similarity, _)| *similarity >= SAME_POINT) {
                let nearness = Reverse(i32::try_from(similarity).unwrap_or(i32::MAX));
                pairs.push(Pair { nearness, point, passage, clauses });
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// What the passages say of each point in words that point the same way.
fn by_meaning(known: &[&mut Proposal], shared: &[Shared<'_>]) -> Vec<Pair> {
    let ways: Vec<Option<Vector>> = known.iter().map(|proposal| text_vector(&Text::new(&proposal.point), ..)).collect();
    let mut pairs = Vec::new();
    for (passage, shared) in shared.iter().enumerate() {
        for clauses in shared.windows() {
            let Some(window) = shared.way(clauses) else { continue };
            for (point, way) in ways.iter().enumerate() {
                let nearness = way.as_ref().map_or(0, |way| cosine(way, &window));
                if nearness >= SAME_WAY {
                    pairs.push(Pair { nearness: Reverse(nearness), point, passage, clauses });
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The known point that says all that `own` says, or that points the same way.
fn said_already(draft: &RubricDraft, known: &[&mut Proposal], own: &Proposal) -> Option<usize> {
    let (alone, own) = (own.alone(draft), text_vector(&Text::new(&own.point), ..));
    let nearness = |known: &Proposal| {
        let text = Text::new(&known.point);
        let by_words = alone.as_ref().and_then(|alone| said(alone, &text)).map_or(0, |(similarity, _)| similarity);
        let by_meaning = own.as_ref().zip(text_vector(&text, ..)).map_or(0, |(own, way)| cosine(own, &way));
        (by_words >= SAME_POINT || by_meaning >= SAME_WAY).then_some((by_meaning, by_words))
    };
    let near = known.iter().enumerate().filter_map(|(index, known)| Some((nearness(known)?, Reverse(index))));
    near.max().map(|(_, Reverse(index))| index)
}

/// A passage of a reference, and which of its clauses say no known point.
struct Shared<'o> {
    text: Text<'o>,
    free: Vec<bool>,
}

// === impl Shared ===

impl<'o> Shared<'o> {
    fn new(passage: &'o str) -> Self {
        let text = Text::new(passage);
        Self { free: vec![true; text.clauses().len()], text }
    }

    fn is_free(&self, (first, last): (usize, usize)) -> bool {
        self.free.iter().take(last + 1).skip(first).all(|free| *free)
    }

    fn is_whole(&self, (first, last): (usize, usize)) -> bool {
        first == 0 && last + 1 == self.free.len()
    }

    fn take(&mut self, (first, last): (usize, usize)) {
        self.free.iter_mut().take(last + 1).skip(first).for_each(|free| *free = false);
    }

    /// Every run of a few clauses: first and last.
    fn windows(&self) -> impl Iterator<Item = (usize, usize)> {
        let all = self.free.len();
        (0..all).flat_map(move |first| (first..all.min(first + WINDOW_CLAUSES)).map(move |last| (first, last)))
    }

    /// Runs of clauses that say no known point and enough to be one.
    fn left(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (at, _) in self.free.iter().enumerate().filter(|(_, free)| **free) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                _ => runs.push((at, at)),
            }
        }
        let letters = |run: &(usize, usize)| self.quote(*run).chars().filter(|c| is_han(*c) || is_word(*c)).count();
        runs.retain(|run| self.is_whole(*run) || letters(run) >= LEFT_LETTERS);
        runs
    }

    fn way(&self, (first, last): (usize, usize)) -> Option<Vector> {
        let (first, last) = (self.text.clauses().get(first)?, self.text.clauses().get(last)?);
        text_vector(&self.text, first.start..last.end)
    }

    fn quote(&self, (first, last): (usize, usize)) -> &'o str {
        match (self.text.clauses().get(first), self.text.clauses().get(last)) {
            (Some(first), Some(last)) => self.text.quote(first.start, last.end),
            _ => "",
        }
    }
}

/// Moves the points that not all references have out of their sections.
fn take_optional(sections: &mut Vec<Candidates>) -> Candidates {
    let mut optional = Candidates::default();
    for section in sections.iter_mut() {
        let (shared, rest) = std::mem::take(&mut section.proposals).into_iter().partition(Proposal::is_shared);
        section.proposals = shared;
        optional.proposals.extend::<Vec<Proposal>>(rest);
    }
    sections.retain(|section| !section.proposals.is_empty());
    optional
}

/// Marks for the points that all references have, and the same for each of those that some have.
fn share_out(
    sections: &[Candidates],
    optional: &Candidates,
    references: usize,
    points: Points,
    notes: &mut Notes,
) -> Result<Vec<GroupDraft>, DraftError> {
    let shared: usize = sections.iter().map(|section| section.proposals.len()).sum();
    // Each reference must reach the full marks.
    let has = |reference: usize| optional.proposals.iter().filter(|of| of.is_of(reference)).count();
    let take = (0..references).map(has).min().unwrap_or_default();
    let (take, each) = optional_points(points, shared, take);
    let rest = points - each.times(take);
    let content: Vec<usize> =
        sections.iter().flat_map(|section| section.proposals.iter().map(|of| of.content)).collect();
    let marks = share::share(rest, &content);
    if marks.len() != shared {
        return Err(DraftError::TooFewMarks { points, keypoints: shared + take });
    }
    let mut left = marks.as_slice();
    let (mut groups, mut ids) = (Vec::new(), 0);
    for section in sections {
        let (own, later) = left.split_at(section.proposals.len().min(left.len()));
        left = later;
        groups.push(group(groups.len() + 1, section.title.clone(), None, section.keypoints(&mut ids, own)));
    }
    if take > 0 {
        let path = format!("groups[{}]", groups.len());
        let all = optional.proposals.len();
        let same = vec![each; all];
        let count = u32::try_from(take).ok().filter(|_| take < all);
        groups.push(group(groups.len() + 1, String::new(), count, optional.keypoints(&mut ids, &same)));
        notes.add(&path, &format!("只有部分参考答案写到的 {all} 点，答出任意 {take} 点即可"));
    } else if !optional.proposals.is_empty() {
        let all = optional.proposals.len();
        notes.add("groups", &format!("有的参考答案不写也得满分的 {all} 点未列入"));
    }
    Ok(groups)
}

/// How many of the optional points count, and the marks of each: what an average point has, in half marks.
fn optional_points(points: Points, shared: usize, take: usize) -> (usize, Points) {
    const HALF: i64 = 50;
    let halves = points.hundredths() / HALF;
    let count = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    if take == 0 {
        return (0, Points::ZERO);
    }
    if shared > 0 {
        let each = (halves / count(shared + take)).max(1);
        // Something must be left for the shared points.
        let fitting = (1..=take).rev().find(|take| each * count(*take) + count(shared) <= halves);
        return fitting.map_or((0, Points::ZERO), |take| (take, Points::from_hundredths(each * HALF)));
    }
    // All the marks are for these: as many of them as share the marks evenly.
    let whole = |take: &usize| points.hundredths() % count(*take) == 0;
    let take = (1..=take).rev().find(whole).unwrap_or(1);
    (take, Points::from_hundredths(points.hundredths() / count(take)))
}

/// The groups of a key, with wordings from the references.
pub fn by_key(key: &Key, draft: &RubricDraft, outlines: &[Outline]) -> Vec<GroupDraft> {
    let points = key.groups.iter().flat_map(|of| &of.points);
    let mut proposals: Vec<Proposal> =
        points.map(|point| Proposal::keyed(&point.text, point.wordings.clone())).collect();
    let alone: Vec<Option<Rubric>> = key
        .groups
        .iter()
        .flat_map(|of| &of.points)
        .map(|point| Proposal::keyed(&point.text, Vec::new()).alone(draft))
        .collect();
    for passage in outlines.iter().flat_map(|outline| &outline.sections).flat_map(|section| &section.passages) {
        if passage.text.chars().count() > WORDING_MAX_CHARS {
            continue;
        }
        let text = Text::new(&passage.text);
        let said = |alone: &Option<Rubric>| alone.as_ref().and_then(|alone| said(alone, &text));
        let best = (0..).zip(&alone).filter_map(|(index, alone)| Some((said(alone)?.0, Reverse(index)))).max();
        if let Some((_, Reverse(index))) = best.filter(|(similarity, _)| *similarity >= SAME_POINT)
            && let Some(proposal) = proposals.get_mut(index)
        {
            proposal.wordings.push(passage.text.clone());
        }
    }
    let (mut ids, mut proposals) = (0, proposals.into_iter());
    let mut groups = Vec::with_capacity(key.groups.len());
    for of in &key.groups {
        let own = proposals.by_ref().take(of.points.len()).collect();
        let candidates = Candidates { title: of.title.clone(), proposals: own };
        let marks: Vec<Points> = of.points.iter().map(|point| point.points).collect();
        let keypoints = candidates.keypoints(&mut ids, &marks);
        groups.push(group(groups.len() + 1, of.title.clone(), of.take, keypoints));
    }
    groups
}
