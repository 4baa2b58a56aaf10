//! One walk over the answer that finds everything a rubric looks for, and what each clause does with it.

use crate::lexicon::{Position, Sum, Unit, Vector, Word, clause_sums, closes, lexicon, unit_at, units, valences};
use crate::rubric::{Relation, Rubric, Sense, WordingTerm, bit};
use crate::text::{Clause, Text};

/// A pattern of the rubric found in the answer. Positions are of the folded view. Small, since there are many;
/// past 2^32 characters, which no door lets in, positions are the largest.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    start: u32,
    end: u32,
    clause: u32,
    /// First position of the statement it stands in.
    pub statement: u32,
    term: u16,
    /// Which way the statement goes.
    pub stance: Stance,
    /// How it relates to the term.
    pub kind: HitKind,
}

/// How a hit relates to its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// It is the term.
    Same,
    /// It is known to mean the same.
    Alias,
    /// It is a word inside the term: the bits tell which characters.
    Piece(u16),
    /// It is a character of the term: the bit tells which.
    Character(u16),
    /// It is the term with a wrong character.
    Typo,
    /// It says the opposite.
    Opposite,
    /// It means the same, by what its words mean; it stands for no term.
    Meaning,
    /// It was read to mean the same; it stands for no term.
    Read,
}

/// Whether a hit stands in a statement that goes the wording's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// It does.
    Agrees,
    /// The answer denies what the wording does not.
    Denied,
    /// Only one of the two denies it, or says that something is wanting: the opposite, or other words for the same.
    Unlike,
    /// The wording denies it and the answer says it, with nothing wanting.
    Affirmed,
    /// The opposite word, denied like the term.
    Opposite,
}

/// Memory that is kept between answers.
#[derive(Debug, Default)]
pub struct Scratch {
    /// The hits of each wording, in the order of the text.
    pub hits: Vec<Vec<Hit>>,
    characters: Vec<u16>,
}

/// The answer, read against a rubric.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The answer.
    pub text: &'a Text<'a>,
    /// Words of the lexicon in it.
    pub words: Vec<Word>,
    /// Its statements.
    pub units: Vec<Unit>,
    /// Whether each clause tells of things going well or badly, in hundredths of a logit.
    pub valences: Vec<i32>,
    /// The words of each clause, added up by their meaning.
    sums: Vec<Sum>,
    /// Where each clause points by it; `None` where nothing of it is known.
    pub points: Vec<Option<Vector>>,
    /// Stretches copied from the question.
    pub copied: Vec<(usize, usize)>,
    /// Stretches that are bare lists of keywords.
    pub lists: Vec<(usize, usize)>,
    /// For each clause and each term of the rubric, which of the term's characters the clause has, a bit each.
    characters: &'a [u16],
    terms: usize,
}

// === impl Hit ===

impl Hit {
    /// A hit at positions `start..end` of a clause, for a term of a wording.
    pub fn new((start, end): (usize, usize), clause: usize, term: usize, kind: HitKind) -> Self {
        let small = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let term = u16::try_from(term).unwrap_or(u16::MAX);
        let (start, end) = (small(start), small(end));
        Self { start, end, clause: small(clause), statement: start, term, stance: Stance::Agrees, kind }
    }

    /// The same, in a statement that goes the wording's way or not.
    pub fn stated(self, unit: Option<&Unit>, sense: Sense) -> Self {
        let stance = stance(unit, sense, self.kind == HitKind::Opposite);
        let statement = unit.and_then(|unit| u32::try_from(unit.start).ok()).unwrap_or(self.start);
        Self { statement, stance, ..self }
    }

    /// First position.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// One past the last position.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Index of the clause it stands in.
    pub fn clause(&self) -> usize {
        self.clause as usize
    }

    /// Index of the term in the wording.
    pub fn term(&self) -> usize {
        usize::from(self.term)
    }

    /// Whether the two share a character.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

// === impl Reading ===

impl<'a> Reading<'a> {
    /// Reads the answer, and gives its hits of each wording, in the order of the text.
    pub fn new(rubric: &Rubric, text: &'a Text<'a>, scratch: &'a mut Scratch) -> (Self, &'a mut [Vec<Hit>]) {
        let words = lexicon().scan(text);
        let units = if rubric.compiled.reads_denials { units(text, &words) } else { Vec::new() };
        let valences = valences(text);
        let sums = clause_sums(text);
        let points = sums.iter().map(Sum::vector).collect();
        let copied = rubric.compiled.question.shared(text);
        let lists = super::integrity::keyword_lists(text, &words);
        let Scratch { hits, characters } = scratch;
        clause_characters(rubric, text, &copied, characters);
        let terms = rubric.compiled.terms;
        let reading = Self { text, words, units, valences, sums, points, copied, lists, characters, terms };
        reading.find(rubric, hits);
        (reading, hits)
    }

    /// The statement that a hit stands in.
    pub fn unit(&self, hit: &Hit) -> Option<&Unit> {
        unit_at(&self.units, hit.start())
    }

    /// The clause at an index.
    pub fn clause(&self, index: usize) -> Option<&Clause> {
        self.text.clauses().get(index)
    }

    /// Where the clauses `first..=last` point together by the meaning of their words.
    pub fn point(&self, first: usize, last: usize) -> Option<Vector> {
        if first == last {
            return self.points.get(first)?.clone();
        }
        Sum::of(self.sums.get(first..=last)?)?.vector()
    }

    /// Which characters of each term of the rubric a clause has.
    pub fn characters(&self, clause: usize) -> &[u16] {
        let start = clause * self.terms;
        self.characters.get(start..start + self.terms).unwrap_or_default()
    }

    /// Where a clause has a character of a term, which stands at `place` in it and is not copied from the question.
    pub fn find_character(&self, clause: usize, term: &WordingTerm, place: usize) -> Option<usize> {
        if self.characters(clause).get(term.number).is_none_or(|set| set & bit(place) == 0) {
            return None;
        }
        let (clause, c) = (self.clause(clause)?, term.characters.get(place)?.value);
        let chars = self.text.folded().chars();
        (clause.start..clause.end).find(|at| chars.get(*at) == Some(&c) && !overlaps(&self.copied, *at, at + 1))
    }

    /// Whether positions `start..end` stand in a bare list of keywords.
    pub fn is_listed(&self, start: usize, end: usize) -> bool {
        overlaps(&self.lists, start, end)
    }

    fn find(&self, rubric: &Rubric, hits: &mut Vec<Vec<Hit>>) {
        hits.iter_mut().for_each(Vec::clear);
        hits.resize_with(rubric.compiled.wordings.len(), Vec::new);
        let Some(automaton) = &rubric.compiled.automaton else { return };
        let folded = self.text.folded().as_str();
        let edges = self.edges();
        let chars = self.text.folded().chars();
        let clauses = self.text.clauses();
        let mut position = Position::default();
        // Matches come in the order of their ends.
        let mut clause = 0;
        for found in automaton.find_overlapping_iter(folded) {
            let Some(pattern) = rubric.compiled.patterns.get(found.value() as usize) else { continue };
            let end = position.advance(folded, found.end());
            let start = end.saturating_sub(pattern.length);
            while clauses.get(clause).is_some_and(|clause| clause.end < end) {
                clause += 1;
            }
            let within = clauses.get(clause).is_some_and(|clause| clause.start <= start);
            if !within || !is_whole(&edges, start, end) || overlaps(&self.copied, start, end) {
                continue;
            }
            let unit = unit_at(&self.units, start);
            let alone = end - start > 1 || is_predicate(&edges, chars, start);
            for posting in &pattern.postings {
                if posting.relation == Relation::Opposite && !alone {
                    continue;
                }
                let kind = match posting.relation {
                    Relation::Same => HitKind::Same,
                    Relation::Alias => HitKind::Alias,
                    Relation::Piece(bits) => HitKind::Piece(bits),
                    Relation::Typo => HitKind::Typo,
                    Relation::Opposite => HitKind::Opposite,
                };
                if unit.is_some_and(|unit| posting.sense.bearing.is_beside(unit.bearing())) {
                    continue;
                }
                if let Some(hits) = hits.get_mut(posting.wording as usize) {
                    let hit = Hit::new((start, end), clause, posting.term as usize, kind);
                    hits.push(hit.stated(unit, posting.sense));
                }
            }
        }
    }

    /// Whether a word begins at each position; one more for the end of the text.
    fn edges(&self) -> Vec<bool> {
        let mut edges = vec![false; self.text.folded().chars().len() + 1];
        for term in self.text.terms() {
            for at in [term.start, term.end] {
                if let Some(edge) = edges.get_mut(at) {
                    *edge = true;
                }
            }
        }
        edges
    }
}

/// For each clause and each term of the rubric, which of the term's characters the clause has.
fn clause_characters(rubric: &Rubric, text: &Text<'_>, copied: &[(usize, usize)], sets: &mut Vec<u16>) {
    let (table, terms) = (&rubric.compiled.characters, rubric.compiled.terms);
    sets.clear();
    sets.resize(terms * text.clauses().len(), 0);
    let chars = text.folded().chars();
    for (sets, clause) in sets.chunks_exact_mut(terms.max(1)).zip(text.clauses()) {
        for (at, c) in (clause.start..clause.end).zip(chars.get(clause.start..clause.end).unwrap_or_default()) {
            if overlaps(copied, at, at + 1) {
                continue;
            }
            for place in table.places(*c) {
                if let Some(set) = sets.get_mut(place.term as usize) {
                    *set |= place.bit;
                }
            }
        }
    }
}

/// Whether a term found in a statement goes the way that the wording states it; or, where it is `opposite`, the
/// word that says the opposite.
fn stance(unit: Option<&Unit>, sense: Sense, opposite: bool) -> Stance {
    let Some(unit) = unit else { return Stance::Agrees };
    if opposite {
        return if unit.is_negative() == sense.is_negative() { Stance::Opposite } else { Stance::Agrees };
    }
    if unit.is_negative() == sense.is_negative() || sense.bearing.is_alike(unit.bearing()) {
        Stance::Agrees
    } else if unit.denied && !sense.denied {
        Stance::Denied
    } else if sense.denied && !sense.lacking && !unit.denied {
        Stance::Affirmed
    } else {
        Stance::Unlike
    }
}

/// Two characters that belong to two different words, at neither's edge, are not a word: 国人 in 中国人民.
fn is_whole(edges: &[bool], start: usize, end: usize) -> bool {
    let edge = |at: usize| edges.get(at).copied().unwrap_or(true);
    end - start > 2 || edge(start) || edge(end) || !edge(start + 1)
}

/// Whether a character is a predicate: 低 in 效率较低, not in 降低 or 低碳.
fn is_predicate(edges: &[bool], chars: &[char], at: usize) -> bool {
    let edge = |at: usize| edges.get(at).copied().unwrap_or(true);
    let before = at.checked_sub(1).and_then(|before| chars.get(before));
    let graded = matches!(before, Some('不' | '没' | '很' | '较' | '更' | '太' | '过' | '偏' | '最'));
    edge(at + 1) && (edge(at) || graded) && closes(chars.get(at + 1).copied())
}

/// Whether `start..end` shares a position with one of the stretches, which are in order.
pub fn overlaps(stretches: &[(usize, usize)], start: usize, end: usize) -> bool {
    let after = stretches.partition_point(|stretch| stretch.1 <= start);
    stretches.get(after).is_some_and(|stretch| stretch.0 < end)
}
