//! How far an answer says each keypoint: the best window of clauses for each wording, and whether that window
//! says it or its opposite.

use super::fuzzy;
use super::scan::{Hit, HitKind, Reading};
use crate::lexicon::Unit;
use crate::rubric::{Character, CreditStep, MatchPolicy, Rubric, Wording, WordingTerm, has_bit};
use crate::text::Clause;

/// The whole of a wording, in thousandths: similarity is counted in whole numbers, so that it is the same
/// everywhere.
pub const WHOLE: u32 = 1000;

/// A passage that says a keypoint, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the wording.
    pub wording: usize,
    /// First and last clause.
    pub clauses: (usize, usize),
    /// What share of the wording it says, in thousandths.
    pub similarity: u32,
    /// The hits that say it, in order.
    pub hits: Vec<Hit>,
    /// Whether it stands in a bare list of keywords.
    pub listed: bool,
    /// Whether it is a bare label: far shorter than what the wording says.
    pub label: bool,
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
/// What each further clause costs, in thousandths: words that stand together say more than words apart.
const SPREAD_COST: u32 = 20;
/// What a known expression, a word with a wrong character and the denied opposite count of a term, in per cent.
const ALIAS: u32 = 95;
const TYPO: u32 = 90;
const DENIED_OPPOSITE: u32 = 90;
/// What the words inside a term count when all of it is there, in per cent.
const PIECES: u32 = 85;
/// What the characters of a term count where they stand apart, in per cent of their weight: 外泄 shares one with 泄露.
const CHARACTERS: u32 = 80;
/// What characters apart may count beyond what whole words do, in thousandths of the whole.
const APART_FREE: u32 = 80;
/// Terms of which a passage must have a word: one alone names a topic and says nothing of it.
const WORDS_MIN: usize = 2;
/// What a term counts where only one of the two denies it, in per cent.
const UNLIKE: u32 = 60;
/// Share of an opposite wording from which it is said.
const OPPOSITE_MIN: u32 = 600;
/// Share of the wording's letters below which a passage is a bare label, in thousandths.
const LABEL_LETTERS: usize = 500;
/// Share of the whole from which a passage is about the keypoint at all, so that it can say its opposite.
const ABOUT: u32 = 200;
/// Share of the whole from which a clause that says the opposite is no part of a passage that says the point.
const TURNED_MIN: u32 = 100;
/// By how much another reading of a clause must say the point more clearly than it says the opposite.
const CLEARER: u32 = 50;
/// Per cent of a term from which it is there, whatever stands beside it.
const CLEAR: u32 = 60;
/// Share of a statement from which a denial that the answer lacks turns it round: below, it may be put in other
/// words.
const NEARLY_ALL: u32 = 720;
/// Hits of one term that a window keeps: a clause that says a word a thousand times says it once.
const HITS_MAX: usize = 4;
/// Passages kept for one keypoint: more would only pay the same again.
const CANDIDATES_MAX: usize = 32;

/// Finds what the answer has on every keypoint.
pub fn cover(rubric: &Rubric, reading: &Reading<'_>, hits: &mut [Vec<Hit>]) -> Vec<Finding> {
    let mut findings = vec![Finding::default(); rubric.keypoints.len()];
    let mut window = Window::default();
    for (index, (wording, hits)) in rubric.compiled.wordings.iter().zip(hits).enumerate() {
        if !hits.is_empty() {
            fuzzy::add_typos(reading, wording, hits);
        }
        if let Some(finding) = findings.get_mut(wording.keypoint) {
            Search { rubric, reading, wording, index, hits }.run(&mut window, finding);
        }
    }
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
        let clauses = self.reading.text.clauses();
        let reach = if self.is_exact() { self.wording.clauses } else { WINDOW_CLAUSES.max(self.wording.clauses) };
        let mut from = 0;
        for first in 0..clauses.len() {
            let here = self.hits.iter().skip(from).take_while(|hit| hit.clause == first).count();
            if here > 0 {
                self.extend(window, finding, from, first, (first + reach).min(clauses.len()));
            }
            from += here;
        }
    }

    /// Grows a window from clause `first`, and keeps it where more of the wording comes in.
    fn extend(&self, window: &mut Window, finding: &mut Finding, from: usize, first: usize, end: usize) {
        let (reading, wording) = (self.reading, self.wording);
        let step = |step: Option<&CreditStep>| step.map_or(WHOLE, |step| thousandths(step.coverage));
        let (first_step, last_step) = (step(self.rubric.credit.first()), step(self.rubric.credit.last()));
        window.open(wording.terms.len());
        let mut best = 0;
        let mut at = from;
        for last in first..end {
            if !same_item(reading, first, last) {
                break;
            }
            let before = at;
            while let Some(hit) = self.hits.get(at).filter(|hit| hit.clause == last) {
                window.add(reading, wording, hit);
                at += 1;
            }
            if !self.is_exact() {
                window.add_characters(reading.characters(last));
            }
            if at == before && self.shared(last) == 0 {
                continue;
            }
            #[expect(clippy::cast_possible_truncation, reason = "a window has a few clauses")]
            let cost = SPREAD_COST * (last - first) as u32;
            let verdict = window.verdict(wording);
            if verdict.opposed && !wording.opposite && first == last && verdict.about >= TURNED_MIN {
                finding.turned.push((first, verdict.about));
            }
            let similarity = verdict.similarity.saturating_sub(cost);
            if similarity <= best {
                continue;
            }
            best = similarity;
            let candidate = |window: &Window| window.candidate(reading, self, (first, last), similarity);
            match (wording.opposite, verdict.opposed) {
                (true, false) if similarity >= last_step.max(OPPOSITE_MIN) => {
                    finding.turned.extend((first..=last).map(|clause| (clause, similarity)));
                    oppose(finding, candidate(window));
                }
                (false, true) if verdict.about >= ABOUT => oppose(finding, candidate(window)),
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

    fn is_exact(&self) -> bool {
        let keypoint = self.rubric.keypoints.get(self.wording.keypoint);
        keypoint.is_some_and(|keypoint| keypoint.match_policy == MatchPolicy::Wording)
    }

    /// How many different characters a clause shares with the wording.
    fn shared(&self, clause: usize) -> u32 {
        let both = self.reading.characters(clause).iter().zip(&self.wording.characters).map(|(one, other)| one & other);
        both.map(u64::count_ones).sum()
    }
}

/// A share as thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
pub fn thousandths(share: f64) -> u32 {
    (share * f64::from(WHOLE)).round() as u32
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
            let words = candidate.hits.iter().filter(|hit| hit.clause == clause).count();
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
    finding.said.retain(|candidate| {
        let here = place(candidate.clauses.0);
        let against: u32 = own.iter().filter(|(clause, _)| place(*clause) == here).map(|(_, about)| *about).sum();
        let clear = |clause: usize| match turned.get(clause) {
            Some(0) | None => true,
            Some(about) => own.iter().all(|(turned, _)| *turned != clause) && candidate.similarity > about + CLEARER,
        };
        candidate.similarity > against && (candidate.clauses.0..=candidate.clauses.1).all(clear)
    });
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
        let covers = |hit: &Hit| candidate.hits.iter().any(|own| own.start <= hit.start && hit.end <= own.end);
        let worse = |better: &Candidate| (candidate.label || !better.label) && better.hits.iter().all(covers);
        if kept.len() < CANDIDATES_MAX && !kept.iter().any(worse) {
            kept.push(candidate);
        }
    }
    *said = kept;
}

/// What a window of clauses has of a wording. Reused, so that reading an answer allocates little.
#[derive(Debug, Default)]
struct Window {
    terms: Vec<Held>,
    /// Its hits, how each stands, and where its statement starts.
    hits: Vec<(Hit, Stance, usize)>,
    /// The set of the rubric's characters that it has.
    characters: Vec<u64>,
}

/// What a window has of one term.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    agreeing: Strength,
    clashing: Strength,
    unlike: bool,
    /// How many of its hits are kept.
    kept: usize,
    /// Clause of a word that says the opposite with the same denial.
    opposite: Option<usize>,
}

/// How well a term is matched.
#[derive(Debug, Clone, Copy, Default)]
struct Strength {
    whole: u32,
    pieces: u16,
    characters: u16,
}

/// Whether a hit stands in a statement that goes the wording's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stance {
    Agrees,
    /// The answer denies what the wording does not.
    Denied,
    /// Only one of the two denies it, or says that something is wanting: the opposite, or other words for the same.
    Unlike,
    /// The opposite word, denied like the term.
    Opposite,
}

struct Verdict {
    similarity: u32,
    opposed: bool,
    /// How many terms it has as words, whole or in part.
    words: usize,
    /// Similarity if the opposite words counted too.
    about: u32,
}

// === impl Strength ===

impl Strength {
    fn add(&mut self, kind: HitKind) {
        match kind {
            HitKind::Same => self.whole = 100,
            HitKind::Alias => self.whole = self.whole.max(ALIAS),
            HitKind::Typo => self.whole = self.whole.max(TYPO),
            HitKind::Opposite => self.whole = self.whole.max(DENIED_OPPOSITE),
            HitKind::Piece(bits) => self.pieces |= bits,
            HitKind::Character(place) => self.characters |= bit(place),
        }
    }

    fn is_word(self) -> bool {
        self.whole > 0 || self.pieces != 0
    }

    /// In per cent of the term.
    fn of(self, term: &WordingTerm) -> u32 {
        let length = u32::try_from(term.length.min(16)).unwrap_or(16).max(1);
        let pieces = PIECES * self.pieces.count_ones().min(length) / length;
        if self.whole >= CHARACTERS || self.characters == 0 {
            return self.whole.max(pieces);
        }
        let held = |(place, _): &(usize, &Character)| (self.characters | self.pieces) & bit(*place) != 0;
        let held: u32 = term.characters.iter().enumerate().filter(held).map(|(_, character)| character.weight).sum();
        self.whole.max(pieces).max(CHARACTERS * held / term.character_weight.max(1))
    }
}

/// A bit for a place in a term; places past the 16th have none.
fn bit(place: usize) -> u16 {
    u32::try_from(place).ok().and_then(|place| 1u16.checked_shl(place)).unwrap_or_default()
}

// === impl Window ===

impl Window {
    fn open(&mut self, terms: usize) {
        self.terms.clear();
        self.terms.resize(terms, Held::default());
        self.hits.clear();
        self.characters.clear();
    }

    fn add(&mut self, reading: &Reading<'_>, wording: &Wording, hit: &Hit) {
        let (Some(held), Some(term)) = (self.terms.get_mut(hit.term), wording.terms.get(hit.term)) else { return };
        let unit = reading.unit(hit);
        let stance = unit.map_or(Stance::Agrees, |unit| stance(term, unit, hit));
        match stance {
            Stance::Agrees => held.agreeing.add(hit.kind),
            Stance::Denied => held.clashing.add(hit.kind),
            Stance::Unlike => {
                held.clashing.add(hit.kind);
                held.unlike = true;
            }
            Stance::Opposite => held.opposite = Some(hit.clause),
        }
        if held.kept < HITS_MAX {
            held.kept += 1;
            self.hits.push((*hit, stance, unit.map_or(hit.start, |unit| unit.start)));
        }
    }

    fn add_characters(&mut self, of_clause: &[u64]) {
        self.characters.resize(of_clause.len(), 0);
        for (have, more) in self.characters.iter_mut().zip(of_clause) {
            *have |= more;
        }
    }

    /// What the window has of a term, with the characters that it has apart.
    fn with_characters(&self, held: &Held, term: &WordingTerm) -> Strength {
        let mut strength = held.agreeing;
        if strength.whole < CHARACTERS {
            for (place, character) in term.characters.iter().enumerate() {
                if has_bit(&self.characters, character.number) {
                    strength.characters |= bit(place);
                }
            }
        }
        strength
    }

    fn verdict(&self, wording: &Wording) -> Verdict {
        let (mut agreeing, mut denied, mut unlike, mut opposite, mut apart) = (0, 0, 0, 0, 0);
        let mut undone = false;
        for (index, (held, term)) in self.terms.iter().zip(&wording.terms).enumerate() {
            let (for_it, against) = (held.agreeing.of(term), held.clashing.of(term));
            if for_it >= against {
                agreeing += for_it * term.weight;
                apart += self.with_characters(held, term).of(term).saturating_sub(for_it) * term.weight;
                if for_it < CLEAR
                    && let Some(clause) = held.opposite
                    && self.hits.iter().any(|(hit, stance, _)| {
                        hit.clause == clause && *stance != Stance::Opposite && hit.term != index
                    })
                {
                    opposite += 100 * term.weight;
                }
            } else if held.unlike {
                unlike += against * term.weight;
                undone |= self.undoes(wording, term.statement);
            } else {
                denied += against * term.weight;
            }
        }
        let share = |sum: u32| sum * 10 / wording.weight.max(1);
        let matched = agreeing + denied + unlike;
        // Characters apart only add to words: by themselves they make no statement.
        let apart = apart.min(matched + APART_FREE * wording.weight / 10);
        let all = share(matched + apart);
        let opposed = opposite > 0 || (denied > 0 && denied * 2 >= matched) || (undone && unlike * 2 >= matched);
        Verdict {
            similarity: if opposed { all } else { share(agreeing + unlike * UNLIKE / 100 + apart) },
            opposed,
            words: self.terms.iter().filter(|held| held.agreeing.is_word() || held.clashing.is_word()).count(),
            about: share(matched + apart + opposite),
        }
    }

    /// Whether one statement of the window says nearly all of a statement of the wording, other than its denial.
    fn undoes(&self, wording: &Wording, statement: usize) -> bool {
        let whole = wording.statements.get(statement).copied().unwrap_or_default();
        let unlike = |start: usize| {
            let of_unit = move |(_, stance, unit): &&(Hit, Stance, usize)| *stance == Stance::Unlike && *unit == start;
            let terms = wording.terms.iter().enumerate().filter(|(_, term)| term.statement == statement);
            let held = terms.filter(|(index, _)| self.hits.iter().filter(of_unit).any(|(hit, ..)| hit.term == *index));
            held.map(|(_, term)| term.weight).sum::<u32>()
        };
        self.hits.iter().any(|(.., start)| unlike(*start) * WHOLE >= NEARLY_ALL * whole)
    }

    fn candidate(
        &self,
        reading: &Reading<'_>,
        search: &Search<'_>,
        clauses: (usize, usize),
        similarity: u32,
    ) -> Candidate {
        let wording = search.wording;
        let mut hits: Vec<Hit> = self.hits.iter().map(|(hit, ..)| *hit).collect();
        for (index, (held, term)) in self.terms.iter().zip(&wording.terms).enumerate() {
            let strength = self.with_characters(held, term);
            if strength.characters == 0 || held.clashing.of(term) > held.agreeing.of(term) {
                continue;
            }
            for (place, character) in term.characters.iter().enumerate() {
                if strength.characters & !strength.pieces & bit(place) == 0 {
                    continue;
                }
                let found = (clauses.0..=clauses.1)
                    .find_map(|index| Some((index, reading.find_character(reading.clause(index)?, character.value)?)));
                if let Some((clause, at)) = found {
                    hits.push(Hit { start: at, end: at + 1, clause, term: index, kind: HitKind::Character(place) });
                }
            }
        }
        hits.sort_by_key(|hit| (hit.start, hit.end));
        let listed = hits.iter().any(|hit| reading.is_listed(hit.start, hit.end));
        let letters: usize = (clauses.0..=clauses.1).filter_map(|index| reading.clause(index)).map(Clause::len).sum();
        let label = letters * 1000 < wording.letters * LABEL_LETTERS;
        Candidate { wording: search.index, clauses, similarity, hits, listed, label }
    }
}

fn stance(term: &WordingTerm, unit: &Unit, hit: &Hit) -> Stance {
    if hit.kind == HitKind::Opposite {
        return if unit.denied == term.denied { Stance::Opposite } else { Stance::Agrees };
    }
    if unit.is_negative() == (term.denied != term.lacking) {
        Stance::Agrees
    } else if unit.denied && !term.denied {
        Stance::Denied
    } else {
        Stance::Unlike
    }
}

/// Similarity that the hits of a candidate reach without those that `lost` names.
pub fn similarity_without(wording: &Wording, candidate: &Candidate, lost: impl Fn(&Hit) -> bool) -> u32 {
    let mut strengths = vec![Strength::default(); wording.terms.len()];
    for hit in candidate.hits.iter().filter(|hit| !lost(hit)) {
        if let Some(strength) = strengths.get_mut(hit.term) {
            strength.add(hit.kind);
        }
    }
    let sum: u32 = strengths.iter().zip(&wording.terms).map(|(strength, term)| strength.of(term) * term.weight).sum();
    #[expect(clippy::cast_possible_truncation, reason = "a window has a few clauses")]
    let cost = SPREAD_COST * (candidate.clauses.1 - candidate.clauses.0) as u32;
    (sum * 10 / wording.weight.max(1)).saturating_sub(cost)
}
