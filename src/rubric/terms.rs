//! The terms of a wording: what it says, word by word, and how much each word tells.

use std::collections::{HashMap, HashSet};

use super::characters::bit;
use super::compile::{Character, Relation, TABLED_CHARS, Wording, WordingTerm};
use super::phrases::Phrase;
use super::sense::Sense;
use crate::lexicon::{Role, Word, lexicon, misspellings, units};
use crate::text::fold::{is_han, is_word};
use crate::text::{Folded, Term, Text, rarity, subwords};

/// A wording, read.
pub(super) struct Read {
    /// Its terms in order; their weights are not yet set.
    pub terms: Vec<WordingTerm>,
    /// How many clauses it has.
    clauses: usize,
    /// How many letters it has.
    letters: usize,
    /// Runs in which a wrong character is a typo.
    pub phrases: Vec<Phrase>,
}

// === impl Read ===

impl Read {
    /// The wording, with weights and numbers still to be set.
    pub(super) fn into_wording(self, keypoint: usize, opposite: bool) -> Wording {
        let Self { terms, clauses, letters, phrases: _ } = self;
        Wording { keypoint, opposite, terms, weight: 0, statements: Vec::new(), clauses, letters }
    }
}

/// Longest expression that is looked up as a whole, in characters.
const EXPRESSION_MAX_CHARS: usize = 8;
/// Terms up to which a wording is short.
const SHORT_TERMS: usize = 3;
/// Lengths of a term in which a wrong character is a typo where it sounds or looks like the right one.
const SHORT_CHARS: std::ops::RangeInclusive<usize> = 2..=3;
/// Lengths of a run in which one wrong character in four is a typo and not another word.
const PHRASE_CHARS: std::ops::RangeInclusive<usize> = 4..=8;

/// Reads a wording. Expressions of the lexicon and of `expressions` are terms as a whole.
pub(super) fn wording_terms(wording: &str, expressions: &HashSet<&str>) -> Read {
    let text = Text::new(wording);
    let chars = text.folded().chars();
    let words = lexicon().scan(&text);
    let states = units(&text, &words);
    let mut terms: Vec<(usize, usize, WordingTerm)> = Vec::new();
    for (Term { start, end }, word) in telling(&text, &words, expressions) {
        let statement = states.partition_point(|unit| unit.start <= start).saturating_sub(1);
        let sense = Sense::of(states.get(statement));
        let characters = characters(&word);
        let character_weight = characters.iter().map(|character| character.weight).sum();
        let length = end - start;
        let mut table = [0; 1 << TABLED_CHARS];
        for (set, share) in (0..).zip(&mut table) {
            *share = u8::try_from(apart(&characters, character_weight, set)).unwrap_or(u8::MAX);
        }
        let term = WordingTerm {
            text: word,
            number: 0,
            length,
            weight: 0,
            characters,
            character_weight,
            apart: table,
            statement,
            sense,
        };
        terms.push((start, end, term));
    }
    // In a short wording words like 避免 tell by turning the statement too: 杜绝浪费 and 减少浪费 say 避免浪费.
    let removes = |(start, end, _): &(usize, usize, WordingTerm)| {
        let role = |word: &&Word| matches!(word.role, Role::Remove | Role::Reduce) && word.start <= *start;
        words.iter().filter(role).any(|word| *end <= word.end)
    };
    if terms.len() <= SHORT_TERMS && !terms.iter().all(removes) {
        terms.retain(|term| !removes(term));
    }
    let phrases = phrases(chars, &terms);
    let letters = chars.iter().filter(|c| is_han(**c) || is_word(**c)).count();
    let terms = terms.into_iter().map(|(_, _, term)| term).collect();
    Read { clauses: text.clauses().len().max(1), letters, phrases, terms }
}

/// Whether a wording has a term to match by.
pub(super) fn has_terms(wording: &str) -> bool {
    let text = Text::new(wording);
    telling(&text, &lexicon().scan(&text), &HashSet::new()).next().is_some()
}

/// The words of a wording that tell something, and where they stand. `words` are those of the lexicon in it.
fn telling(text: &Text<'_>, words: &[Word], expressions: &HashSet<&str>) -> impl Iterator<Item = (Term, String)> {
    // A denial tells by turning its statement round, not as a word of it.
    let is_denial = |term: &Term| {
        words.iter().any(|word| word.role == Role::Not && word.start <= term.start && term.end <= word.end)
    };
    let chars = text.folded().chars();
    let word = |term: Term| (term, chars.get(term.start..term.end).unwrap_or_default().iter().collect::<String>());
    let terms = merge(text, expressions).into_iter().map(word);
    terms.filter(move |(term, word)| lexicon().tells(word) && !is_denial(term))
}

/// The words of a wording, those that form a known expression joined.
fn merge(text: &Text<'_>, expressions: &HashSet<&str>) -> Vec<Term> {
    let lexicon = lexicon();
    let words = text.terms();
    let known = |word: &str| {
        expressions.contains(word) || !lexicon.synonyms(word).is_empty() || !lexicon.opposites(word).is_empty()
    };
    // Where each character begins, and the end.
    let mut bytes: Vec<usize> = text.folded().as_str().char_indices().map(|(byte, _)| byte).collect();
    bytes.push(text.folded().as_str().len());
    let slice = |start: usize, end: usize| {
        let (start, end) = (bytes.get(start).copied()?, bytes.get(end).copied()?);
        text.folded().as_str().get(start..end)
    };
    let mut merged = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let joined = words
            .iter()
            .enumerate()
            .skip(at + 1)
            .take_while(|(_, last)| last.end - first.start <= EXPRESSION_MAX_CHARS);
        let longest = joined.filter(|(_, last)| slice(first.start, last.end).is_some_and(known)).last();
        let (next, end) = longest.map_or((at + 1, first.end), |(index, last)| (index + 1, last.end));
        merged.push(Term { start: first.start, end });
        at = next;
    }
    merged
}

/// The characters of a term with what each tells; a term of Latin letters or of one character has none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive figure")]
fn characters(term: &str) -> Vec<Character> {
    if term.chars().nth(1).is_none() || !term.chars().all(is_han) {
        return Vec::new();
    }
    let weight = |c| (lexicon().character_rarity(c) * 10.0).round().max(1.0) as u32;
    term.chars().map(|value| Character { value, weight: weight(value) }).collect()
}

/// What the characters in `set` count where they stand apart, in per cent of the term.
pub(super) fn apart(characters: &[Character], all: u32, set: u16) -> u32 {
    /// What all of them count: 外泄 shares one with 泄露.
    const ALL_PER_CENT: u32 = 80;
    let held = characters.iter().enumerate().filter(|(place, _)| set & bit(*place) != 0);
    ALL_PER_CENT * held.map(|(_, character)| character.weight).sum::<u32>() / all.max(1)
}

/// Terms and runs of neighbouring terms in which a wrong character is looked for.
fn phrases(chars: &[char], terms: &[(usize, usize, WordingTerm)]) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for first in 0..terms.len() {
        for last in first..(first + 2).min(terms.len()) {
            let (Some((start, end, _)), Some((next, stop, _))) = (terms.get(first), terms.get(last)) else { continue };
            let touching = first == last || end == next;
            let short = first == last && SHORT_CHARS.contains(&(stop - start));
            if touching && (short || PHRASE_CHARS.contains(&(stop - start))) {
                let run = chars.get(*start..*stop).unwrap_or_default().to_vec();
                phrases.push(Phrase { wording: 0, chars: run, terms: (first, last + 1) });
            }
        }
    }
    phrases
}

/// Other strings that tell of a term, and how: aliases, words inside it, opposites. Where the key asks for its
/// own wording (`exact`), only the opposites.
pub(super) fn related(term: &str, aliases: &HashMap<String, Vec<String>>, exact: bool) -> Vec<(String, Relation)> {
    let lexicon = lexicon();
    let mut related: Vec<(String, Relation)> = Vec::new();
    related.extend(lexicon.opposites(term).iter().map(|word| (word.clone(), Relation::Opposite)));
    if exact {
        return related;
    }
    let own = aliases.get(term).map(Vec::as_slice).unwrap_or_default();
    related.extend(own.iter().chain(lexicon.synonyms(term)).map(|word| (word.clone(), Relation::Alias)));
    related.extend(misspellings(term).into_iter().map(|word| (word, Relation::Typo)));
    if term.chars().count() > 2 {
        for word in subwords(term).into_iter().filter(|word| word.chars().count() >= 2 && !lexicon.is_stopword(word)) {
            related.push((word.clone(), Relation::Piece(places(term, &word))));
        }
    }
    let mut seen = HashSet::from([term.to_owned()]);
    related.retain(|(word, _)| seen.insert(word.clone()));
    related
}

/// Which characters of `term` the word stands for, a bit each; characters past the 16th are not told apart.
fn places(term: &str, word: &str) -> u16 {
    let start = term.find(word).and_then(|byte| term.get(..byte)).map_or(0, |before| before.chars().count());
    (start..start + word.chars().count()).fold(0, |bits, at| bits | bit(at))
}

/// How much the terms of a rubric tell.
pub(super) struct TermWeights {
    /// In how many keypoints each term stands.
    keypoints: HashMap<String, usize>,
    question: String,
}

// === impl TermWeights ===

impl TermWeights {
    pub(super) fn new(wordings: &[Wording], question: &str) -> Self {
        let mut pairs: HashSet<(&str, usize)> = HashSet::new();
        let mut keypoints: HashMap<String, usize> = HashMap::new();
        for wording in wordings {
            for term in &wording.terms {
                if pairs.insert((&term.text, wording.keypoint)) {
                    *keypoints.entry(term.text.clone()).or_default() += 1;
                }
            }
        }
        Self { keypoints, question: Folded::new(question).as_str().to_owned() }
    }

    pub(super) fn apply(&self, wordings: &mut [Wording]) {
        for wording in wordings {
            for term in &mut wording.terms {
                term.weight = self.weight(&term.text);
            }
            wording.weight = wording.terms.iter().map(|term| term.weight).sum();
            let statements = wording.terms.last().map_or(0, |term| term.statement + 1);
            wording.statements = vec![0; statements];
            for term in &wording.terms {
                if let Some(weight) = wording.statements.get_mut(term.statement) {
                    *weight += term.weight;
                }
            }
        }
    }

    /// Rare words tell more than common ones; a word of several keypoints, or one that the question gives away,
    /// tells less. In whole numbers, so that sums are the same on every machine.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a small positive figure"
    )]
    fn weight(&self, term: &str) -> u32 {
        /// Rarity of the words that every text uses; what is above it tells.
        const COMMON: f64 = 6.0;
        /// The least and the most that rarity counts, in units of natural logarithm.
        const RANGE: (f64, f64) = (2.0, 8.0);
        /// What a single character, or a word that the question gives away, tells of what it would.
        const WEAK: f64 = 0.5;
        let mut weight = (rarity(term) - COMMON).clamp(RANGE.0, RANGE.1);
        if term.chars().nth(1).is_none() || self.question.contains(term) {
            weight *= WEAK;
        }
        let shared = self.keypoints.get(term).copied().unwrap_or(1).max(1);
        (weight * 10.0 / (shared as f64).sqrt()).round().max(1.0) as u32
    }
}
