//! Wrong characters: a run of a wording with one character written wrong. The only file that knows strsim.

use super::scan::{Hit, HitKind, Reading};
use crate::lexicon::{lexicon, unit_at};
use crate::rubric::Rubric;

/// Adds a hit for every term that a clause writes with a wrong character. Only clauses that have something else of
/// the wording are looked at. A wrong character leaves no word: where it belongs to one (效益 for 效率), another
/// thing is meant, and so it is with a word that only joins others.
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
        if chars.get(at).is_none_or(|c| lexicon().is_stop_character(*c)) {
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
            let (Some(wording), Some(hits)) =
                (rubric.compiled.wordings.get(phrase.wording), hits.get_mut(phrase.wording))
            else {
                continue;
            };
            let in_clause = hits.iter().filter(|hit| hit.clause() == clause_index);
            let found: Vec<usize> = in_clause
                .filter(|hit| matches!(hit.kind, HitKind::Same | HitKind::Alias | HitKind::Typo))
                .map(Hit::term)
                .collect();
            if hits.iter().all(|hit| hit.clause() != clause_index) {
                continue;
            }
            let mut start = start;
            for term in phrase.terms.0..phrase.terms.1 {
                let Some(of) = wording.terms.get(term) else { continue };
                let end = start + of.length;
                if !found.contains(&term) {
                    let hit = Hit::new((start, end), clause_index, term, HitKind::Typo);
                    hits.push(hit.stated(unit_at(&reading.units, start), of.sense));
                    changed.push(phrase.wording);
                }
                start = end;
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
