//! Candidates near the edge of a band, or near the pass mark: those whom a small error of marking would move.

use super::{Best, Entry, Person};
use crate::feedback::FlagCode;
use crate::points::Points;
use crate::rubric::{Credit, Rubric};

/// Candidates near an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Edges {
    /// The lowest marks of each band but the worst, the best first, with the band's name; empty for the pass mark.
    pub marks: Vec<(String, Points)>,
    /// A distance from an edge that counts as near.
    pub margin: Points,
    /// The candidates, the nearest first.
    pub near: Best<Edge>,
}

/// A candidate near an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Who it is.
    pub person: Person,
    /// The score.
    pub score: Points,
    /// The lowest marks of the upper side.
    pub edge: Points,
    /// The band on the upper side; empty for the pass mark.
    pub band: String,
    /// Keypoints that only just passed or failed.
    pub borderline: Vec<String>,
}

/// A distance that counts as near, as a share of the marks: what two careful markers differ by on average.
const MARGIN_SHARE: f64 = 0.03;
/// The least such distance: half a mark, the least that markers give.
const MARGIN_MIN: Points = Points::from_hundredths(50);
/// Candidates that are listed: what a teacher looks through again.
const NEAR_MAX: usize = 40;

// === impl Edges ===

impl Edges {
    /// The edges of a rubric: of its bands where it is an essay's, else the pass mark.
    #[must_use]
    pub fn new(rubric: &Rubric, pass_mark: Points) -> Self {
        let marks = match &rubric.essay {
            Some(policy) => {
                let below = policy.bands.iter().skip(1);
                let edge = |(band, below): (&crate::rubric::Band, &crate::rubric::Band)| {
                    (band.name.clone(), below.up_to + Points::HUNDREDTH)
                };
                policy.bands.iter().zip(below).map(edge).collect()
            }
            None => vec![(String::new(), pass_mark)],
        };
        let margin = rubric.max_score.share(MARGIN_SHARE).max(MARGIN_MIN);
        Self { marks, margin, near: Best::new(NEAR_MAX) }
    }

    /// Looks at one answer; `person` says who wrote it.
    pub fn add(&mut self, rubric: &Rubric, entry: &Entry, person: impl FnOnce() -> Person) {
        let feedback = &entry.feedback;
        let distance = |edge: Points| (feedback.score - edge).max(edge - feedback.score);
        let Some((band, edge)) = self.marks.iter().min_by_key(|(_, edge)| distance(*edge)) else { return };
        let flags = feedback.flags.iter().filter(|flag| flag.code == FlagCode::Borderline);
        let borderline: Vec<String> = flags.map(|flag| flag.keypoint_id.clone()).collect();
        let step = largest_step(&rubric.credit);
        let keypoints = feedback.keypoints.iter().filter(|of| borderline.contains(&of.keypoint_id));
        let swing: Points = keypoints.map(|of| of.max_points.share(step)).sum();
        if distance(*edge) <= self.margin.max(swing) {
            self.near.offer(distance(*edge).hundredths(), || Edge {
                person: person(),
                score: feedback.score,
                edge: *edge,
                band: band.clone(),
                borderline,
            });
        }
    }
}

/// The largest share of a keypoint's marks that one step of credit gives.
fn largest_step(credit: &[Credit]) -> f64 {
    let below = std::iter::once(0.0).chain(credit.iter().map(|step| step.share));
    credit.iter().zip(below).map(|(step, below)| step.share - below).fold(0.0, f64::max)
}
