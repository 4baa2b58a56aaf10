//! Wrong characters: a run of a wording with one character written wrong. The only file that knows strsim.
//!
//! In four to eight characters any wrong one will do. In two or three it must sound or look like the right one. No word
//! of the dictionary is a way of writing another: 权利 is not 权力 written wrong, nor 效益 效率.

use super::scan::{Hit, HitKind, Reading};
use crate::lexicon::{confusion, lexicon, unit_at};
use crate::rubric::{Phrase, Rubric};
use crate::text::fold::is_han;
use crate::text::{Text, is_known};

/// Characters from which a run bears any wrong one.
const LONG_CHARS: usize = 4;

/// Adds a hit for every term that a clause writes with a wrong character. Only clauses that have something else of
/// the wording are looked at, and only characters that belong to no word.
pub fn add_typos(rubric: &Rubric, reading: &Reading<'_>, hits: &mut [Vec<Hit>]) {
    let chars = reading.text.folded().chars();
    let mut clauses = reading.text.clauses().iter().enumerate().peekable();
    let mut changed: Vec<usize> = Vec::new();
    let doubtful = reading.text.terms().iter().filter(|term| term.end - term.start == 1);
    for at in doubtful.map(|term| term.start) {
        while clauses.next_if(|(_, clause)| clause.end <= at).is_some() {}
        let Some((clause_index, clause)) = clauses.peek().copied().filter(|(_, clause)| clause.start <= at) else {
            continue;
        };
        if chars.get(at).is_none_or(|c| !is_han(*c)) {
            continue;
        }
        for (phrase, start) in rubric.compiled.phrases.around(chars, at) {
            let end = start + phrase.chars.len();
            if start < clause.start || end > clause.end {
                continue;
            }
            let run = chars.get(start..end).unwrap_or_default();
            if strsim::generic_hamming(run, phrase.chars.as_slice()) != Ok(1) {
                continue;
            }
            let of_wording = hits.get(phrase.wording).map(Vec::as_slice).unwrap_or_default();
            if of_wording.iter().all(|hit| hit.clause() != clause_index)
                || !is_typo(rubric, reading.text, phrase, start, at)
            {
                continue;
            }
            let in_clause = of_wording.iter().filter(|hit| hit.clause() == clause_index);
            let found: Vec<usize> = in_clause
                .filter(|hit| matches!(hit.kind, HitKind::Same | HitKind::Alias | HitKind::Typo))
                .map(Hit::term)
                .collect();
            for (term, (start, end)) in terms(rubric, phrase, start) {
                let Some(of) = rubric.compiled.wordings.get(phrase.wording).and_then(|of| of.terms.get(term)) else {
                    continue;
                };
                let unit = unit_at(&reading.units, start);
                if found.contains(&term) || unit.is_some_and(|unit| of.sense.bearing.is_beside(unit.bearing())) {
                    continue;
                }
                if let Some(hits) = hits.get_mut(phrase.wording) {
                    hits.push(Hit::new((start, end), clause_index, term, HitKind::Typo).stated(unit, of.sense));
                    changed.push(phrase.wording);
                }
            }
        }
    }
    changed.sort_unstable();
    changed.dedup();
    for wording in changed {
        let Some(hits) = hits.get_mut(wording) else { continue };
        hits.sort_by_key(|hit| (hit.clause(), hit.end(), hit.start(), hit.term()));
    }
}

/// The terms of a phrase that starts at `start`, each with its place.
fn terms(rubric: &Rubric, phrase: &Phrase, start: usize) -> impl Iterator<Item = (usize, (usize, usize))> {
    let wording = rubric.compiled.wordings.get(phrase.wording);
    let mut at = start;
    (phrase.terms.0..phrase.terms.1).filter_map(move |term| {
        let from = at;
        at += wording?.terms.get(term)?.length;
        Some((term, (from, at)))
    })
}

/// Whether the character at `at` is a wrong one of the phrase that starts at `start`.
fn is_typo(rubric: &Rubric, text: &Text<'_>, phrase: &Phrase, start: usize, at: usize) -> bool {
    let chars = text.folded().chars();
    let (Some(written), Some(right)) = (chars.get(at), phrase.chars.get(at - start)) else { return false };
    let Some((_, (from, to))) = terms(rubric, phrase, start).find(|(_, (from, to))| (*from..*to).contains(&at)) else {
        return false;
    };
    // The one character that differs may be another.
    if written == right {
        return false;
    }
    let alike = || confusion(*written, *right).is_some();
    let joins = lexicon().is_stop_character(*written);
    let needs_alike = joins || to - from == 1 || phrase.chars.len() < LONG_CHARS;
    let fits = phrase.chars.len() >= LONG_CHARS || (!joins && stands_alone(text, from, to));
    let known = || is_known(&chars.get(from..to).unwrap_or_default().iter().collect::<String>());
    fits && (!needs_alike || alike()) && (to - from == 1 || !known())
}

/// Whether words begin at `start` and end at `end`.
fn stands_alone(text: &Text<'_>, start: usize, end: usize) -> bool {
    let terms = text.terms();
    let begins = terms.binary_search_by_key(&start, |term| term.start).is_ok();
    begins && terms.binary_search_by_key(&end, |term| term.end).is_ok()
}
