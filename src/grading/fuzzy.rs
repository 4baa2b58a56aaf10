//! Wrong characters: a run of a wording with at most one character in four written wrong. The only file that
//! knows strsim.

use super::scan::{Hit, HitKind, Reading};
use crate::rubric::{Phrase, Wording};
use crate::text::Term;

/// Characters of a run for which one may be wrong.
const CHARS_PER_TYPO: usize = 4;

/// Adds a hit for every term that a clause writes with a wrong character. Only clauses that have something
/// else of the wording are looked at.
pub fn add_typos(reading: &Reading<'_>, wording: &Wording, hits: &mut Vec<Hit>) {
    let mut typos: Vec<Hit> = Vec::new();
    let mut from = 0;
    while let Some(clause_index) = hits.get(from).map(|hit| hit.clause) {
        let to = from + hits.iter().skip(from).take_while(|hit| hit.clause == clause_index).count();
        let in_clause = hits.get(from..to).unwrap_or_default();
        from = to;
        let Some(clause) = reading.clause(clause_index) else { continue };
        let Some(chars) = reading.text.folded().chars().get(clause.start..clause.end) else { continue };
        let present = chars.iter().fold(0u64, |bits, c| bits | bit(*c));
        for phrase in &wording.phrases {
            let found = |term: usize| {
                in_clause.iter().any(|hit| hit.term == term && matches!(hit.kind, HitKind::Same | HitKind::Alias))
            };
            if (phrase.terms.0..phrase.terms.1).all(found) || !could_stand(phrase, present) {
                continue;
            }
            if let Some(at) = find(reading, phrase, chars, clause.start) {
                let mut start = at;
                for term in phrase.terms.0..phrase.terms.1 {
                    let end = start + wording.terms.get(term).map_or(0, |term| term.length);
                    if !found(term) {
                        typos.push(Hit { start, end, clause: clause_index, term, kind: HitKind::Typo });
                    }
                    start = end;
                }
            }
        }
    }
    if !typos.is_empty() {
        hits.extend(typos);
        hits.sort_by_key(|hit| (hit.clause, hit.end, hit.start, hit.term));
    }
}

/// Whether enough of the phrase's characters stand anywhere in the clause, by a bloom filter of 64 bits.
fn could_stand(phrase: &Phrase, present: u64) -> bool {
    let there = phrase.chars.iter().filter(|c| present & bit(**c) != 0).count();
    there + phrase.chars.len() / CHARS_PER_TYPO >= phrase.chars.len()
}

fn bit(c: char) -> u64 {
    1 << (u32::from(c).wrapping_mul(0x9E37_79B1) >> 26)
}

/// Where the clause has the phrase with a wrong character: the position of its first character.
fn find(reading: &Reading<'_>, phrase: &Phrase, chars: &[char], offset: usize) -> Option<usize> {
    let length = phrase.chars.len();
    chars.windows(length).enumerate().map(|(at, window)| (offset + at, window)).find_map(|(at, window)| {
        let wrong = window.iter().zip(&phrase.chars).filter(|(one, other)| one != other).count();
        let is_typo = wrong > 0
            && wrong <= length / CHARS_PER_TYPO
            && strsim::generic_hamming(window, phrase.chars.as_slice()).is_ok_and(|distance| distance == wrong)
            && window
                .iter()
                .zip(&phrase.chars)
                .enumerate()
                .all(|(index, (one, other))| one == other || stands_alone(reading, at + index));
        is_typo.then_some(at)
    })
}

/// A wrong character leaves no word: where it belongs to one (效益 for 效率), another thing is meant.
fn stands_alone(reading: &Reading<'_>, at: usize) -> bool {
    let terms = reading.text.terms();
    let word: Option<&Term> =
        terms.partition_point(|term| term.start <= at).checked_sub(1).and_then(|index| terms.get(index));
    word.is_none_or(|word| word.end - word.start == 1)
}
