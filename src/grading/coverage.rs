//! How far an answer says each keypoint: the best window of clauses for each wording, and whether that window
//! says it or its opposite.

use std::ops::Range;

use super::fuzzy;
use super::meaning::{GAIN_MAX, add_likely, backing};
use super::scan::{Hit, Reading, Stance};
use super::window::{WORDS_MIN, Window, spread_cost};
use crate::lexicon::valence;
use crate::rubric::{MatchPolicy, Rubric, WHOLE, Wording};

/// A passage that says a keypoint, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the wording.
    pub wording: usize,
    /// First and last clause.
    pub clauses: (usize, usize),
    /// What share of the wording it says, in thousandths.
    pub similarity: u32,
    /// What of that its meaning as a whole added to what its words say, or took from it.
    pub backing: i32,
    /// The hits that say it, in order.
    pub hits: Vec<Hit>,
    /// Whether it stands in a bare list of keywords.
    pub listed: bool,
    /// Whether it is a bare label: far shorter than what the wording says.
    pub label: bool,
    /// By what it is seen to say it.
    pub sign: Sign,
}

/// By what a passage is seen to say a keypoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Its words.
    Words,
    /// The meaning of its words alone, which is a guess.
    Likely,
    /// The reader of meaning.
    Read,
}

/// What an answer has on one keypoint.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// Passages that say it, best first.
    pub said: Vec<Candidate>,
    /// The passage that says the opposite most clearly.
    pub opposed: Option<Candidate>,
    /// Clauses that say the opposite, and how much they are about the keypoint, in thousandths.
    turned: Vec<(usize, u32)>,
    /// The highest similarity of any passage, credited or not, in thousandths, and the passage's wording.
    pub closest: (u32, usize),
}

/// The most clauses that one point may be spread over.
const WINDOW_CLAUSES: usize = 3;
/// Share of an opposite wording from which it is said.
const OPPOSITE_MIN: u32 = 600;
/// Share of the whole from which a passage is about the keypoint at all, so that it can say its opposite.
const ABOUT: u32 = 200;
/// Share of the whole from which a clause that says the opposite is no part of a passage that says the point.
const TURNED_MIN: u32 = 100;
/// Share of the whole from which a passage is told to say the opposite, though it takes nothing from another one. On the
/// development half of the marked answers, those that people found to say it have 498 or more, others 239 at most.
const CLAIMED: u32 = 400;
/// By how much another reading of a clause must say the point more clearly than it says the opposite.
const CLEARER: u32 = 50;
/// Passages kept for one keypoint: more would only pay the same again.
const CANDIDATES_MAX: usize = 32;

/// Finds what the answer has on every keypoint.
pub fn cover(rubric: &Rubric, reading: &Reading<'_>, hits: &mut [Vec<Hit>]) -> Vec<Finding> {
    let mut findings = vec![Finding::default(); rubric.keypoints.len()];
    let mut window = Window::default();
    fuzzy::add_typos(rubric, reading, hits);
    for (index, (wording, hits)) in rubric.compiled.wordings.iter().zip(hits).enumerate() {
        if let Some(finding) = findings.get_mut(wording.keypoint) {
            Search { rubric, reading, wording, index, hits }.run(&mut window, finding);
        }
    }
    add_likely(rubric, reading, &mut findings);
    let turned = turned(reading, &findings);
    for finding in &mut findings {
        settle(reading, finding, &turned);
    }
    findings
}

/// The search for one wording.
struct Search<'a> {
    rubric: &'a Rubric,
    reading: &'a Reading<'a>,
    wording: &'a Wording,
    index: usize,
    hits: &'a [Hit],
}

// === impl Search ===

impl Search<'_> {
    /// Tries every window of clauses that may say the wording.
    fn run(&self, window: &mut Window, finding: &mut Finding) {
        let clauses = self.reading.text.clauses().len();
        let reach = if self.is_exact() { self.wording.clauses } else { WINDOW_CLAUSES.max(self.wording.clauses) };
        let mut rest = self.hits;
        while let Some(first) = rest.first().map(Hit::clause) {
            let end = (first + reach).min(clauses);
            if self.may_say(rest, end) {
                self.extend(window, finding, rest, first..end);
            }
            let of_first = rest.iter().take_while(|hit| hit.clause() == first).count();
            rest = rest.get(of_first..).unwrap_or_default();
        }
    }

    /// Whether `hits` before the clause `end` are enough for a window to say the wording or its opposite: most clauses
    /// have one word of it and no more.
    fn may_say(&self, hits: &[Hit], end: usize) -> bool {
        let mut window = hits.iter().take_while(|hit| hit.clause() < end).peekable();
        let first = window.peek().map_or(0, |hit| hit.term());
        self.wording.terms.len() < WORDS_MIN || window.any(|hit| hit.term() != first || hit.stance != Stance::Agrees)
    }

    /// Grows a window over `clauses`, and keeps it where more of the wording comes in. `hits` are those from its first
    /// clause on.
    fn extend(&self, window: &mut Window, finding: &mut Finding, hits: &[Hit], clauses: Range<usize>) {
        let (reading, wording) = (self.reading, self.wording);
        let credit = &self.rubric.credit;
        let first_step = credit.first().map_or(WHOLE, |step| step.similarity);
        let last_step = credit.last().map_or(WHOLE, |step| step.similarity);
        window.open(wording.terms.len());
        let first = clauses.start;
        let (mut best, mut at, mut lettered, mut way) = (0, 0, first, 0);
        for last in clauses {
            if !same_item(reading, first, last) {
                break;
            }
            let before = at;
            while let Some(hit) = hits.get(at).filter(|hit| hit.clause() == last) {
                window.add(hit);
                at += 1;
            }
            if at > before {
                way += reading.valences.get(last).copied().unwrap_or_default();
            }
            if !window.may_say() {
                continue;
            }
            let mut more = at > before;
            if !self.is_exact() {
                for clause in lettered..=last {
                    more |= window.add_characters(wording, reading.characters(clause));
                }
                lettered = last + 1;
            }
            if !more {
                continue;
            }
            let in_window = hits.get(..at).unwrap_or_default();
            let verdict = window.verdict(wording, in_window, self.agree(way));
            if verdict.opposed && verdict.by_words && !wording.opposite && first == last && verdict.about >= TURNED_MIN
            {
                finding.turned.push((first, verdict.about));
            }
            let by_words = verdict.similarity.saturating_sub(spread_cost(first, last));
            // Whatever backs it, it cannot say more than what was found before.
            if by_words.saturating_add_signed(GAIN_MAX) <= best {
                continue;
            }
            let is_weighed = !wording.opposite && !verdict.opposed && !self.is_exact();
            let clauses = (first, last);
            let backing = if is_weighed {
                backing(self.rubric, reading, wording.keypoint, clauses, way, by_words)
            } else {
                Some(0)
            };
            let Some(backing) = backing else { continue };
            let similarity = by_words.saturating_add_signed(backing);
            if similarity <= best {
                continue;
            }
            best = similarity;
            let candidate = |window: &Window| {
                let candidate = window.candidate(reading, (wording, self.index), (clauses, in_window), similarity);
                Candidate { backing, ..candidate }
            };
            match (wording.opposite, verdict.opposed) {
                (true, false) if similarity >= last_step.max(OPPOSITE_MIN) => {
                    finding.turned.extend((first..=last).map(|clause| (clause, similarity)));
                    oppose(finding, candidate(window));
                }
                (false, true) if verdict.about >= ABOUT => {
                    let candidate = candidate(window);
                    if !candidate.listed {
                        oppose(finding, candidate);
                    }
                }
                (false, false) => {
                    if similarity > finding.closest.0 {
                        finding.closest = (similarity, self.index);
                    }
                    if similarity >= first_step && verdict.words >= WORDS_MIN.min(wording.terms.len()) {
                        finding.said.push(candidate(window));
                    }
                }
                _ => {}
            }
        }
    }

    /// How far clauses whose valences sum to `sum` go the way of the keypoint, or of its opposite, in thousandths.
    fn agree(&self, sum: i32) -> i32 {
        agreement(self.rubric, self.wording.keypoint, sum) * if self.wording.opposite { -1 } else { 1 }
    }

    fn is_exact(&self) -> bool {
        let keypoint = self.rubric.keypoints.get(self.wording.keypoint);
        keypoint.is_some_and(|keypoint| keypoint.match_policy == MatchPolicy::Wording)
    }
}

/// How far clauses whose valences sum to `sum` go the way of a keypoint, in thousandths.
pub fn agreement(rubric: &Rubric, keypoint: usize, sum: i32) -> i32 {
    rubric.compiled.valences.get(keypoint).copied().unwrap_or_default() * valence(sum) / 1000
}

fn same_item(reading: &Reading<'_>, first: usize, last: usize) -> bool {
    match (reading.clause(first), reading.clause(last)) {
        (Some(first), Some(last)) => first.item == last.item,
        _ => false,
    }
}

fn oppose(finding: &mut Finding, candidate: Candidate) {
    if finding.opposed.as_ref().is_none_or(|other| candidate.similarity > other.similarity) {
        finding.opposed = Some(candidate);
    }
}

/// For each clause that says the opposite of a keypoint, how much it is about it, in thousandths; for the others
/// zero. A clause is read the way that it is most about: where a passage with it says some keypoint more clearly,
/// that holds.
fn turned(reading: &Reading<'_>, findings: &[Finding]) -> Vec<u32> {
    let mut turned = vec![0; reading.text.clauses().len()];
    for (clause, about) in findings.iter().flat_map(|finding| &finding.turned) {
        if let Some(most) = turned.get_mut(*clause) {
            *most = (*about).max(*most);
        }
    }
    if turned.iter().all(|about| *about == 0) {
        return turned;
    }
    for candidate in findings.iter().flat_map(|finding| &finding.said) {
        for clause in candidate.clauses.0..=candidate.clauses.1 {
            let words = candidate.hits.iter().filter(|hit| hit.clause() == clause).count();
            if let Some(about) = turned.get_mut(clause)
                && words >= WORDS_MIN
                && candidate.similarity > *about + CLEARER
            {
                *about = 0;
            }
        }
    }
    turned
}

/// A clause that says the opposite of a keypoint does not help to say it, nor another one unless more clearly, and
/// what the same item says of the point must outweigh what it says against; the rest is put best first.
fn settle(reading: &Reading<'_>, finding: &mut Finding, turned: &[u32]) {
    let mut own: Vec<(usize, u32)> = finding.turned.clone();
    own.sort_unstable_by_key(|(clause, about)| (*clause, std::cmp::Reverse(*about)));
    own.dedup_by_key(|(clause, _)| *clause);
    own.retain(|(clause, _)| turned.get(*clause).is_some_and(|about| *about > 0));
    let place = |clause: usize| reading.clause(clause).map(|clause| (clause.item, clause.paragraph));
    let found = finding.said.len();
    finding.said.retain(|candidate| {
        let here = place(candidate.clauses.0);
        let against: u32 = own.iter().filter(|(clause, _)| place(*clause) == here).map(|(_, about)| *about).sum();
        let clear = |clause: usize| match turned.get(clause) {
            Some(0) | None => true,
            Some(about) => own.iter().all(|(turned, _)| *turned != clause) && candidate.similarity > about + CLEARER,
        };
        candidate.similarity > against && (candidate.clauses.0..=candidate.clauses.1).all(clear)
    });
    let costs = finding.said.len() < found;
    finding.opposed = finding.opposed.take().filter(|opposed| costs || opposed.similarity >= CLAIMED);
    finding.said.sort_by(|one, other| {
        let key = |candidate: &Candidate| {
            (candidate.listed, std::cmp::Reverse(candidate.similarity), candidate.clauses, candidate.wording)
        };
        key(one).cmp(&key(other))
    });
    keep_distinct(&mut finding.said);
}

/// Leaves out passages that need all that a better one needs: whoever may use them may use the better one.
fn keep_distinct(said: &mut Vec<Candidate>) {
    let mut kept: Vec<Candidate> = Vec::with_capacity(said.len().min(CANDIDATES_MAX));
    for candidate in said.drain(..) {
        let covers = |hit: &Hit| candidate.hits.iter().any(|own| own.start() <= hit.start() && hit.end() <= own.end());
        // Hits are in order, so that most pairs are told apart by their ends.
        let reaches = |better: &Candidate| match (better.hits.first(), candidate.hits.first()) {
            (Some(first), Some(own)) => own.start() <= first.start(),
            _ => true,
        };
        let worse = |better: &Candidate| {
            (candidate.label || !better.label) && reaches(better) && better.hits.iter().all(covers)
        };
        if kept.len() < CANDIDATES_MAX && !kept.iter().any(worse) {
            kept.push(candidate);
        }
    }
    *said = kept;
}
