//! What a window of clauses has of one wording, term by term, and whether it says the wording or its opposite.

use super::coverage::{Candidate, Sign};
use super::scan::{Hit, HitKind, Reading, Stance};
use crate::rubric::{WHOLE, Wording, WordingTerm, bit};
use crate::text::Clause;

/// What each further clause costs, in thousandths: words that stand together say more than words apart.
const SPREAD_COST: u32 = 20;
/// What a known expression, a word with a wrong character and the denied opposite count of a term, in per cent.
const ALIAS: u8 = 95;
const TYPO: u8 = 90;
const DENIED_OPPOSITE: u8 = 90;
/// What the words inside a term count when all of it is there, in per cent.
const PIECES: u32 = 85;
/// Per cent of a term from which the characters that stand apart can add nothing.
const ENOUGH: u8 = 80;
/// What characters apart may count beyond what whole words do, in thousandths of the whole.
const APART_FREE: u32 = 80;
/// What a term counts where only one of the two denies it, in per cent.
const UNLIKE: u32 = 60;
/// Share of the wording's letters below which a passage is a bare label, in thousandths.
const LABEL_LETTERS: usize = 500;
/// Per cent of a term from which it is there, whatever stands beside it.
const CLEAR: u32 = 60;
/// Terms of which a passage must have a word.
pub const WORDS_MIN: usize = 2;
/// Share of a statement from which a denial that the answer lacks turns it round: below, it may be put in other
/// words.
const NEARLY_ALL: u32 = 720;
/// Agreement of the ways they go, in thousandths, below which a passage says the opposite of a keypoint with its
/// words; below which it does so where a word goes against it; and from which it doesn't where words say so.
const CONTRARY: i32 = -350;
pub const DOUBTED: i32 = -100;
const BACKED: i32 = 350;
/// The same where a whole statement is denied.
const ASSURED: i32 = 900;
/// Share of the whole from which a passage says the wording or, turned round, its opposite, however it seems to go.
pub const CERTAIN: u32 = 850;
/// From which a difference in what is wanting is only one of words.
const UNSURE: i32 = 100;
/// Hits of one term that a window keeps: a clause that says a word a thousand times says it once.
const HITS_MAX: usize = 4;

/// What a window of clauses has of a wording. Reused, so that reading an answer allocates little.
#[derive(Debug, Default)]
pub struct Window {
    terms: Vec<Held>,
    /// How many terms it has anything of but characters.
    touched: usize,
    /// Whether it has a hit that does not go the wording's way.
    clashes: bool,
}

/// What a window has of one term.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    agreeing: Strength,
    clashing: Strength,
    unlike: bool,
    /// Which of its characters the window has, a bit each.
    apart: u16,
    /// Whether it has a hit.
    touched: bool,
    /// A word that says the opposite with the same denial.
    opposite: Option<Hit>,
}

/// How well a term is matched.
#[derive(Debug, Clone, Copy, Default)]
struct Strength {
    /// In per cent.
    whole: u8,
    pieces: u16,
    characters: u16,
}

/// What a window says.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// What share of the wording it says, in thousandths.
    pub similarity: u32,
    /// Whether it says the opposite.
    pub opposed: bool,
    /// Whether the words alone say so.
    pub by_words: bool,
    /// How many terms it has as words, whole or in part.
    pub words: usize,
    /// Similarity if the opposite words counted too, in thousandths.
    pub about: u32,
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
            HitKind::Character(bit) => self.characters |= bit,
            HitKind::Meaning | HitKind::Read => {}
        }
    }

    fn is_word(self) -> bool {
        self.whole > 0 || self.pieces != 0
    }

    /// In per cent of the term.
    fn of(self, term: &WordingTerm) -> u32 {
        let pieces = if self.pieces == 0 {
            0
        } else {
            let length = u32::try_from(term.length.min(16)).unwrap_or(16).max(1);
            PIECES * self.pieces.count_ones().min(length) / length
        };
        let known = u32::from(self.whole).max(pieces);
        if self.whole >= ENOUGH || self.characters == 0 {
            return known;
        }
        known.max(term.apart(self.characters | self.pieces))
    }
}

// === impl Held ===

impl Held {
    /// What says the term, with its characters apart.
    fn with_characters(&self) -> Strength {
        let characters = if self.agreeing.whole < ENOUGH { self.apart } else { 0 };
        Strength { characters, ..self.agreeing }
    }
}

// === impl Window ===

impl Window {
    /// Starts anew, for a wording of so many terms.
    pub fn open(&mut self, terms: usize) {
        self.terms.clear();
        self.terms.resize(terms, Held::default());
        self.touched = 0;
        self.clashes = false;
    }

    /// Adds a hit.
    pub fn add(&mut self, hit: &Hit) {
        let Some(held) = self.terms.get_mut(hit.term()) else { return };
        match hit.stance {
            Stance::Agrees => held.agreeing.add(hit.kind),
            Stance::Denied => held.clashing.add(hit.kind),
            Stance::Unlike | Stance::Affirmed => {
                held.clashing.add(hit.kind);
                held.unlike = true;
            }
            Stance::Opposite => held.opposite = Some(*hit),
        }
        self.touched += usize::from(!held.touched);
        held.touched = true;
        self.clashes |= hit.stance != Stance::Agrees;
    }

    /// Whether it may say the wording, or its opposite: one word alone names a topic and says nothing of it.
    pub fn may_say(&self) -> bool {
        self.clashes || self.touched >= WORDS_MIN.min(self.terms.len())
    }

    /// Adds the characters of a clause, and tells whether that was anything new.
    pub fn add_characters(&mut self, wording: &Wording, of_clause: &[u16]) -> bool {
        let mut more = false;
        for (held, term) in self.terms.iter_mut().zip(&wording.terms) {
            let set = of_clause.get(term.number).copied().unwrap_or_default();
            more |= set & !held.apart != 0;
            held.apart |= set;
        }
        more
    }

    /// What it says, so far. `agree` tells how far the way it goes agrees with the way of the keypoint, in
    /// thousandths.
    pub fn verdict(&self, wording: &Wording, hits: &[Hit], agree: i32) -> Verdict {
        let (mut agreeing, mut denied, mut unlike, mut opposite, mut apart) = (0, 0, 0, 0, 0);
        let (mut undone, mut denied_whole, mut words) = (false, false, 0);
        for (index, (held, term)) in self.terms.iter().zip(&wording.terms).enumerate() {
            if !held.touched {
                apart += held.with_characters().of(term) * term.weight;
                continue;
            }
            words += usize::from(held.agreeing.is_word() || held.clashing.is_word());
            let (for_it, against) = (held.agreeing.of(term), held.clashing.of(term));
            if for_it >= against {
                agreeing += for_it * term.weight;
                apart += held.with_characters().of(term).saturating_sub(for_it) * term.weight;
                if for_it < CLEAR && held.opposite.is_some_and(|word| speaks_of_it(hits, &word, index)) {
                    opposite += 100 * term.weight;
                }
            } else if held.unlike {
                unlike += against * term.weight;
                undone |= undoes(wording, term.statement, hits, Stance::Unlike);
                denied_whole |= undoes(wording, term.statement, hits, Stance::Affirmed);
            } else {
                denied += against * term.weight;
                denied_whole |= undoes(wording, term.statement, hits, Stance::Denied);
            }
        }
        let share = |sum: u32| sum * 10 / wording.weight.max(1);
        let matched = agreeing + denied + unlike;
        // Characters apart only add to words: by themselves they make no statement.
        let apart = apart.min(matched + APART_FREE * wording.weight / 10);
        let all = share(matched + apart);
        denied_whole |= share(unlike) >= CERTAIN;
        let turned = opposite > 0 || denied_whole || (denied > 0 && denied * 2 >= matched);
        let by_words = turned || (undone && unlike * 2 >= matched && agree < UNSURE);
        let doubtful = denied + unlike + opposite > 0;
        let opposed = if by_words {
            agree < if denied_whole { ASSURED } else { BACKED }
        } else {
            (wording.opposite || share(agreeing) < CERTAIN) && (agree <= CONTRARY || (doubtful && agree <= DOUBTED))
        };
        Verdict {
            similarity: if opposed { all } else { share(agreeing + unlike * UNLIKE / 100 + apart) },
            opposed,
            by_words,
            words,
            about: share(matched + apart + opposite),
        }
    }

    /// The passage that it is.
    pub fn candidate(
        &self,
        reading: &Reading<'_>,
        (wording, index): (&Wording, usize),
        (clauses, of_window): ((usize, usize), &[Hit]),
        similarity: u32,
    ) -> Candidate {
        let mut hits: Vec<Hit> = Vec::with_capacity(of_window.len() + self.terms.len());
        let mut kept = vec![0; self.terms.len()];
        hits.extend(of_window.iter().filter(|hit| match kept.get_mut(hit.term()) {
            Some(kept) if *kept < HITS_MAX => {
                *kept += 1;
                true
            }
            _ => false,
        }));
        for (number, (held, term)) in self.terms.iter().zip(&wording.terms).enumerate() {
            let strength = held.with_characters();
            if strength.characters == 0 || held.clashing.of(term) > held.agreeing.of(term) {
                continue;
            }
            for place in 0..term.characters.len() {
                if strength.characters & !strength.pieces & bit(place) == 0 {
                    continue;
                }
                let found = (clauses.0..=clauses.1)
                    .find_map(|clause| Some((clause, reading.find_character(clause, term, place)?)));
                let kind = HitKind::Character(bit(place));
                hits.extend(found.map(|(clause, at)| Hit::new((at, at + 1), clause, number, kind)));
            }
        }
        hits.sort_by_key(|hit| (hit.start(), hit.end()));
        let listed = hits.iter().any(|hit| reading.is_listed(hit.start(), hit.end()));
        let letters: usize = (clauses.0..=clauses.1).filter_map(|index| reading.clause(index)).map(Clause::len).sum();
        let label = letters * 1000 < wording.letters * LABEL_LETTERS;
        Candidate { wording: index, clauses, similarity, backing: 0, hits, listed, label, sign: Sign::Words }
    }
}

/// Whether a word that says the opposite of the term `term` stands beside another word of the wording, so that it speaks of
/// the matter, and is itself none of the wording's: 各自为政 for 各行其是 is not against 协同 beside it.
fn speaks_of_it(hits: &[Hit], word: &Hit, term: usize) -> bool {
    let others = || hits.iter().filter(|hit| hit.clause() == word.clause() && hit.stance != Stance::Opposite);
    let covers = |hit: &Hit| hit.start() <= word.start() && word.end() <= hit.end();
    others().any(|hit| hit.term() != term) && !others().any(|hit| hit.stance == Stance::Agrees && covers(hit))
}

/// Whether one statement of a window says nearly all of a statement of the wording, other than its denial.
fn undoes(wording: &Wording, statement: usize, hits: &[Hit], stance: Stance) -> bool {
    let whole = wording.statements.get(statement).copied().unwrap_or_default();
    let mut terms: Vec<(u32, usize)> =
        hits.iter().filter(|hit| hit.stance == stance).map(|hit| (hit.statement, hit.term())).collect();
    terms.sort_unstable();
    terms.dedup();
    let weight = |(_, term): &(u32, usize)| {
        wording.terms.get(*term).filter(|term| term.statement == statement).map_or(0, |term| term.weight)
    };
    let mut said = terms.chunk_by(|one, other| one.0 == other.0).map(|of| of.iter().map(weight).sum::<u32>());
    said.any(|said| said > 0 && said * WHOLE >= NEARLY_ALL * whole)
}

/// Similarity that the hits of a candidate reach without those that `lost` names.
pub fn similarity_without(wording: &Wording, candidate: &Candidate, lost: impl Fn(&Hit) -> bool) -> u32 {
    let mut strengths = vec![Strength::default(); wording.terms.len()];
    for hit in candidate.hits.iter().filter(|hit| !lost(hit)) {
        if let Some(strength) = strengths.get_mut(hit.term()) {
            strength.add(hit.kind);
        }
    }
    let sum: u32 = strengths.iter().zip(&wording.terms).map(|(strength, term)| strength.of(term) * term.weight).sum();
    let (from, to) = candidate.clauses;
    let by_words = (sum * 10 / wording.weight.max(1)).saturating_sub(spread_cost(from, to));
    // What backed the passage as a whole need not back what is left of it.
    let is_whole = !candidate.hits.iter().any(&lost);
    by_words.saturating_add_signed(if is_whole { candidate.backing } else { candidate.backing.min(0) })
}

/// What a window costs for the clauses that it is spread over, in thousandths.
pub fn spread_cost(first: usize, last: usize) -> u32 {
    SPREAD_COST * u32::try_from(last - first).unwrap_or(u32::MAX / SPREAD_COST)
}
