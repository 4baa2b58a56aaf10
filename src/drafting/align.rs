//! Several references against each other, and references against a key: which passages say the same point.

use std::cell::OnceCell;
use std::cmp::Reverse;

use super::outline::{Outline, Passage};
use super::{DraftError, Key, Notes, group, share};
use crate::feedback::Coverage;
use crate::grading::{Award, award};
use crate::points::Points;
use crate::rubric::{GroupDraft, KeypointDraft, Rubric, RubricDraft};
use crate::text::Text;

/// A keypoint to be.
#[derive(Debug)]
struct Proposal {
    /// What must be said.
    point: Point,
    /// The same in other words.
    wordings: Vec<String>,
    content: usize,
    /// Which references have it, a flag each.
    of: Vec<bool>,
}

/// Keypoints to be under one heading.
#[derive(Debug, Default)]
struct Candidates {
    title: String,
    /// In order.
    proposals: Vec<Proposal>,
}

/// A point that passages are held against.
#[derive(Debug)]
struct Point {
    text: String,
    /// A rubric of this point alone, compiled when a passage is first held against it; `None` where there can be none.
    alone: OnceCell<Option<Rubric>>,
}

/// How much of a point a passage of another reference says when it is another wording of it, in thousandths.
const SAME_POINT: u32 = 300;
/// Letters of a passage that a key's point takes as a wording, at most.
const WORDING_MAX_CHARS: usize = 120;

// === impl Proposal ===

impl Proposal {
    fn new(passage: &Passage, reference: usize, references: usize) -> Self {
        let mut of = vec![false; references];
        if let Some(has) = of.get_mut(reference) {
            *has = true;
        }
        let label = Some(passage.label.clone()).filter(|label| !label.is_empty());
        Self { point: Point::new(&passage.text), wordings: label.into_iter().collect(), content: passage.content, of }
    }

    fn is_shared(&self) -> bool {
        self.of.iter().all(|has| *has)
    }
}

// === impl Point ===

impl Point {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), alone: OnceCell::new() }
    }

    /// How much of it a passage says, in thousandths.
    fn similarity(&self, draft: &RubricDraft, passage: &Text<'_>) -> u32 {
        let alone = self.alone.get_or_init(|| Rubric::new(self.draft(draft)).ok());
        let awards = alone.as_ref().map(|rubric| award(rubric, passage)).unwrap_or_default();
        let said = |award: &&Award| matches!(award.coverage, Coverage::Full | Coverage::Partial);
        awards.first().filter(said).map_or(0, |award| award.similarity)
    }

    fn draft(&self, of: &RubricDraft) -> RubricDraft {
        let (id, point) = ("k".to_owned(), self.text.clone());
        let keypoint = KeypointDraft { id, point, points: 1.0, ..KeypointDraft::default() };
        let groups = vec![group(1, String::new(), None, vec![keypoint])];
        let (id, title, question) = (of.id.clone(), of.title.clone(), of.question.clone());
        RubricDraft { id, title, question, groups, max_score: 1.0, ..RubricDraft::default() }
    }
}

/// Wordings of a proposal beyond its point, without repetition.
fn wordings(proposal: &Proposal) -> Vec<String> {
    let mut wordings: Vec<String> = Vec::new();
    for wording in &proposal.wordings {
        if *wording != proposal.point.text && !wordings.contains(wording) && wordings.len() < WORDINGS_MAX {
            wordings.push(wording.clone());
        }
    }
    wordings
}

/// Wordings of one keypoint that references lend: more would say the same again.
const WORDINGS_MAX: usize = 6;

// === impl Candidates ===

impl Candidates {
    fn keypoints(&self, ids: &mut usize, points: &[Points]) -> Vec<KeypointDraft> {
        let keypoint = |(proposal, points): (&Proposal, &Points)| {
            *ids += 1;
            KeypointDraft {
                id: format!("k{ids}"),
                point: proposal.point.text.clone(),
                points: points.as_f64(),
                wordings: wordings(proposal),
                ..KeypointDraft::default()
            }
        };
        self.proposals.iter().zip(points).map(keypoint).collect()
    }
}

/// Groups of keypoints from references: the first gives the points and their order, the others lend wordings, and
/// what only some of them say counts as k of n.
pub fn propose(
    draft: &RubricDraft,
    outlines: &[Outline],
    points: Points,
    notes: &mut Notes,
) -> Result<Vec<GroupDraft>, DraftError> {
    let count = outlines.len();
    let mut sections: Vec<Candidates> = Vec::new();
    let Some((first, others)) = outlines.split_first() else { return Ok(Vec::new()) };
    for section in &first.sections {
        let proposals = section.passages.iter().map(|passage| Proposal::new(passage, 0, count)).collect();
        sections.push(Candidates { title: section.title.clone(), proposals });
    }
    let mut more = Candidates::default();
    for (other, outline) in (1..).zip(others) {
        for passage in outline.sections.iter().flat_map(|section| &section.passages) {
            let known: Vec<&mut Proposal> =
                sections.iter_mut().chain([&mut more]).flat_map(|section| &mut section.proposals).collect();
            match similar(draft, known.iter().map(|proposal| &proposal.point), &passage.text) {
                Some(index) => {
                    if let Some(proposal) = known.into_iter().nth(index) {
                        proposal.wordings.push(passage.text.clone());
                        if let Some(has) = proposal.of.get_mut(other) {
                            *has = true;
                        }
                    }
                }
                None => more.proposals.push(Proposal::new(passage, other, count)),
            }
        }
    }
    let optional = take_optional(&mut sections, more);
    share_out(sections, optional, count, points, notes)
}

/// The point that a passage says most clearly, the first of several alike, if it says one.
fn similar<'p>(draft: &RubricDraft, points: impl Iterator<Item = &'p Point>, passage: &str) -> Option<usize> {
    let passage = Text::new(passage);
    let similarities = points.map(|point| point.similarity(draft, &passage)).enumerate();
    let best = similarities.filter(|(_, similarity)| *similarity >= SAME_POINT);
    best.max_by_key(|(index, similarity)| (*similarity, Reverse(*index))).map(|(index, _)| index)
}

/// Moves the points that not all references have out of their sections.
fn take_optional(sections: &mut Vec<Candidates>, more: Candidates) -> Candidates {
    let mut optional = Candidates::default();
    for section in sections.iter_mut() {
        let (shared, rest) = std::mem::take(&mut section.proposals).into_iter().partition(Proposal::is_shared);
        section.proposals = shared;
        optional.proposals.extend::<Vec<Proposal>>(rest);
    }
    sections.retain(|section| !section.proposals.is_empty());
    optional.proposals.extend(more.proposals);
    optional
}

/// Marks for the points that all references have, and the same for each of those that some have.
fn share_out(
    sections: Vec<Candidates>,
    optional: Candidates,
    references: usize,
    points: Points,
    notes: &mut Notes,
) -> Result<Vec<GroupDraft>, DraftError> {
    let shared: usize = sections.iter().map(|section| section.proposals.len()).sum();
    // Each reference must reach the full marks.
    let has = |reference: usize| optional.proposals.iter().filter(|of| of.of.get(reference) == Some(&true)).count();
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
    for section in &sections {
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
    let points: Vec<Point> = key.groups.iter().flat_map(|of| &of.points).map(|point| Point::new(&point.text)).collect();
    let mut lent: Vec<Vec<String>> = vec![Vec::new(); points.len()];
    for passage in outlines.iter().flat_map(|outline| &outline.sections).flat_map(|section| &section.passages) {
        let fits = passage.text.chars().count() <= WORDING_MAX_CHARS;
        let said = if fits { similar(draft, points.iter(), &passage.text) } else { None };
        if let Some(of) = said.and_then(|index| lent.get_mut(index)) {
            of.push(passage.text.clone());
        }
    }
    let (mut ids, mut points) = (0, points.into_iter().zip(lent));
    let mut groups = Vec::with_capacity(key.groups.len());
    for of in &key.groups {
        let proposals = of.points.iter().zip(&mut points).map(|(own, (point, lent))| Proposal {
            point,
            wordings: own.wordings.iter().cloned().chain(lent).collect(),
            content: 0,
            of: Vec::new(),
        });
        let candidates = Candidates { title: of.title.clone(), proposals: proposals.collect() };
        let marks: Vec<Points> = of.points.iter().map(|point| point.points).collect();
        let keypoints = candidates.keypoints(&mut ids, &marks);
        groups.push(group(groups.len() + 1, of.title.clone(), of.take, keypoints));
    }
    groups
}
