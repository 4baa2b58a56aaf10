//! Who is paid by which characters: the same characters pay one keypoint only.
//!
//! Each keypoint takes its best passage. Where two would be paid by the same characters, every way of sharing
//! them out is tried within a bound, and the one that gives the most marks holds. More text can only add ways,
//! so writing more of what is right never lowers the marks.

use super::coverage::{Candidate, Finding, Sign};
use super::scan::{Hit, Stance};
use super::window::similarity_without;
use crate::points::Points;
use crate::rubric::Rubric;

/// What a keypoint is paid by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Index of the passage in [`Finding::said`].
    pub candidate: usize,
    /// Index of the credit step reached.
    pub step: usize,
    /// Similarity with the characters that it was left, in thousandths.
    pub similarity: u32,
    /// Marks for it.
    pub points: Points,
    /// The hits that pay, in order.
    pub hits: Vec<Hit>,
}

/// Ways of sharing that are tried before the best so far holds: a paper's own answers need some dozens.
const TRIES_MAX: usize = 20_000;

/// Shares the answer's characters out among the keypoints.
pub fn allocate(rubric: &Rubric, findings: &[Finding]) -> Vec<Option<Payment>> {
    let alone: Vec<Option<Payment>> = (0..findings.len()).map(|keypoint| best(rubric, findings, keypoint)).collect();
    let contested = contested(&alone);
    if contested.is_empty() {
        return alone;
    }
    let mut paid = alone;
    for component in components(&paid, findings, &contested) {
        let mut search = Search::new(rubric, findings, &component, &paid);
        search.run();
        let shared_out = search.best;
        for (keypoint, payment) in component.into_iter().zip(shared_out) {
            if let Some(slot) = paid.get_mut(keypoint) {
                *slot = payment;
            }
        }
    }
    paid
}

/// Keypoints whose best passages share characters.
fn contested(paid: &[Option<Payment>]) -> Vec<usize> {
    let places: Vec<Places> =
        paid.iter().map(|payment| Places::of(payment.iter().flat_map(|payment| &payment.hits))).collect();
    let clashes = |(one, mine): (usize, &Places)| {
        places.iter().enumerate().any(|(other, its)| other != one && mine.meets(its)).then_some(one)
    };
    places.iter().enumerate().filter_map(clashes).collect()
}

/// The contested keypoints in sets that any of their passages tie together, with those they may come to contest.
fn components(paid: &[Option<Payment>], findings: &[Finding], contested: &[usize]) -> Vec<Vec<usize>> {
    let earning = (0..paid.len()).filter(|keypoint| paid.get(*keypoint).is_some_and(Option::is_some));
    let mut sets: Vec<(Vec<usize>, Places)> = earning
        .map(|keypoint| (vec![keypoint], Places::of(findings_at(findings, keypoint).iter().flat_map(|of| &of.hits))))
        .collect();
    let mut at = 0;
    while let Some((_, mine)) = sets.get(at) {
        match (at + 1..sets.len()).find(|other| sets.get(*other).is_some_and(|(_, its)| mine.meets(its))) {
            Some(other) => {
                let (mut keypoints, places) = sets.remove(other);
                if let Some((set, mine)) = sets.get_mut(at) {
                    set.append(&mut keypoints);
                    set.sort_unstable();
                    mine.join(&places);
                }
                at = 0;
            }
            None => at += 1,
        }
    }
    let sets = sets.into_iter().map(|(set, _)| set);
    sets.filter(|set| set.iter().any(|keypoint| contested.contains(keypoint))).collect()
}

/// A set of positions of the answer, a bit each.
#[derive(Debug, Default)]
struct Places(Vec<u64>);

// === impl Places ===

impl Places {
    fn of<'a>(hits: impl Iterator<Item = &'a Hit>) -> Self {
        let mut places = Vec::new();
        for hit in hits {
            if places.len() * 64 < hit.end() {
                places.resize(hit.end().div_ceil(64), 0);
            }
            for at in hit.start()..hit.end() {
                if let Some(bits) = places.get_mut(at / 64) {
                    *bits |= 1 << (at % 64);
                }
            }
        }
        Self(places)
    }

    fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }
}

struct Search<'a> {
    rubric: &'a Rubric,
    findings: &'a [Finding],
    keypoints: &'a [usize],
    /// The most that the keypoints from each place on can earn.
    ceiling: Vec<Points>,
    /// For each position, a bit for each of the first 64 keypoints that some passage could pay by it.
    wanted: Vec<u64>,
    best: Vec<Option<Payment>>,
    best_points: Points,
    tries: usize,
}

// === impl Search ===

impl<'a> Search<'a> {
    fn new(rubric: &'a Rubric, findings: &'a [Finding], keypoints: &'a [usize], alone: &[Option<Payment>]) -> Self {
        let mut ceiling = vec![Points::ZERO];
        for keypoint in keypoints.iter().rev() {
            let most = alone.get(*keypoint).and_then(Option::as_ref).map_or(Points::ZERO, |payment| payment.points);
            ceiling.push(ceiling.last().copied().unwrap_or_default() + most);
        }
        ceiling.reverse();
        let mut wanted: Vec<u64> = Vec::new();
        for (index, keypoint) in keypoints.iter().enumerate() {
            for hit in findings_at(findings, *keypoint).iter().flat_map(|candidate| &candidate.hits) {
                if wanted.len() < hit.end() {
                    wanted.resize(hit.end(), 0);
                }
                let bit = 1 << index.min(63);
                wanted.iter_mut().take(hit.end()).skip(hit.start()).for_each(|bits| *bits |= bit);
            }
        }
        let best = vec![None; keypoints.len()];
        Self { rubric, findings, keypoints, ceiling, wanted, best, best_points: -Points::HUNDREDTH, tries: 0 }
    }

    fn run(&mut self) {
        self.descend(&mut Vec::new(), Points::ZERO);
    }

    fn descend(&mut self, chosen: &mut Vec<Option<Payment>>, points: Points) {
        self.tries += 1;
        let depth = chosen.len();
        let hope = points + self.ceiling.get(depth).copied().unwrap_or_default();
        if hope <= self.best_points || (self.tries > TRIES_MAX && self.best_points >= Points::ZERO) {
            return;
        }
        if depth == self.keypoints.len() {
            self.best_points = points;
            self.best.clone_from(chosen);
            return;
        }
        let taken: Vec<Hit> = chosen.iter().flatten().flat_map(|payment| payment.hits.iter().copied()).collect();
        for payment in self.ways(depth, &taken) {
            let earned = points + payment.points;
            chosen.push(Some(payment));
            self.descend(chosen, earned);
            chosen.pop();
        }
        chosen.push(None);
        self.descend(chosen, points);
        chosen.pop();
    }

    /// Ways to pay the keypoint at `depth` by characters that are left: each passage, with all of them and with the
    /// fewest. Of ways that pay the same, those that leave most to the others.
    fn ways(&self, depth: usize, taken: &[Hit]) -> Vec<Payment> {
        let Some(keypoint) = self.keypoints.get(depth).copied() else { return Vec::new() };
        // Those before have taken what they take; only those after can still want something.
        let after = u64::MAX.checked_shl(u32::try_from(depth + 1).unwrap_or(u32::MAX)).unwrap_or(1 << 63);
        let wanted = |hit: &Hit| self.wanted.iter().take(hit.end()).skip(hit.start()).any(|bits| bits & after != 0);
        let said = findings_at(self.findings, keypoint);
        let mut ways: Vec<(Payment, Vec<Hit>)> = Vec::new();
        for index in 0..said.len() {
            let Some(full) = pay(self.rubric, said, keypoint, index, taken) else { continue };
            let lean = self.lean(keypoint, &full, wanted);
            for way in [Some(full), lean].into_iter().flatten() {
                let costs: Vec<Hit> = way.hits.iter().filter(|hit| wanted(hit)).copied().collect();
                ways.push((way, costs));
            }
        }
        ways.sort_by_key(|(way, costs)| (std::cmp::Reverse(way.points), costs.len()));
        let mut kept: Vec<(Payment, Vec<Hit>)> = Vec::new();
        for (way, costs) in ways {
            if kept.iter().all(|(_, cheaper)| cheaper.iter().any(|hit| !self::taken(&costs, hit))) {
                kept.push((way, costs));
            }
        }
        kept.into_iter().map(|(way, _)| way).collect()
    }

    /// The same payment without hits that others want too, as long as it stays the same step.
    fn lean(&self, keypoint: usize, full: &Payment, wanted: impl Fn(&Hit) -> bool) -> Option<Payment> {
        let candidate = self.findings.get(keypoint)?.said.get(full.candidate)?;
        let wording = self.rubric.compiled.wordings.get(candidate.wording)?;
        let mut lean = full.clone();
        for hit in full.hits.iter().filter(|hit| wanted(hit)) {
            let kept = |other: &Hit| lean.hits.contains(other) && !other.overlaps(hit);
            let similarity = similarity_without(wording, candidate, |other| !kept(other));
            if step(self.rubric, keypoint, candidate, similarity) == Some(full.step) {
                lean.hits.retain(|other| !other.overlaps(hit));
                lean.similarity = similarity;
            }
        }
        Some(lean)
    }
}

fn findings_at(findings: &[Finding], keypoint: usize) -> &[Candidate] {
    findings.get(keypoint).map(|finding| finding.said.as_slice()).unwrap_or_default()
}

/// The best payment of a keypoint by itself: most marks, then not from a bare list, then the earliest
/// of the most similar.
fn best(rubric: &Rubric, findings: &[Finding], keypoint: usize) -> Option<Payment> {
    let said = findings_at(findings, keypoint);
    let ways = (0..said.len()).filter_map(|index| pay(rubric, said, keypoint, index, &[]));
    ways.fold(None, |best: Option<Payment>, way| match best {
        Some(best) if best.points >= way.points => Some(best),
        _ => Some(way),
    })
}

/// What a passage pays when `taken` is gone.
fn pay(rubric: &Rubric, said: &[Candidate], keypoint: usize, index: usize, gone: &[Hit]) -> Option<Payment> {
    let candidate = said.get(index)?;
    let wording = rubric.compiled.wordings.get(candidate.wording)?;
    let mut hits: Vec<Hit> =
        candidate.hits.iter().filter(|hit| hit.stance != Stance::Opposite && !taken(gone, hit)).copied().collect();
    if hits.is_empty() {
        return None;
    }
    let similarity = if gone.is_empty() || candidate.sign != Sign::Words {
        candidate.similarity
    } else {
        candidate.similarity.min(similarity_without(wording, candidate, |hit| taken(gone, hit)))
    };
    hits.dedup_by_key(|hit| (hit.start(), hit.end()));
    let step = step(rubric, keypoint, candidate, similarity)?;
    let share = rubric.credit.get(step).map_or(0.0, |step| step.share);
    let points = rubric.keypoints.get(keypoint)?.points.share(share);
    Some(Payment { candidate: index, step, similarity, points, hits })
}

/// The credit step that a similarity reaches; a bare label reaches the first one at most.
fn step(rubric: &Rubric, keypoint: usize, candidate: &Candidate, similarity: u32) -> Option<usize> {
    let reached = rubric.credit.iter().rposition(|step| similarity >= step.similarity)?;
    let label =
        (candidate.listed || candidate.label) && rubric.compiled.elaborate.get(keypoint).copied().unwrap_or_default();
    Some(if label { 0 } else { reached })
}

fn taken(hits: &[Hit], hit: &Hit) -> bool {
    hits.iter().any(|other| other.overlaps(hit))
}
