//! 语言: wrong characters in the key's terms, sentences too long to follow, spoken words.

use super::integrity::passage;
use super::messages::Messages;
use super::scan::{Hit, HitKind, Reading};
use crate::feedback::{Evidence, EvidenceReason, LanguageNote, LanguageNoteKind};
use crate::lexicon::{Role, lexicon, word_confusion};
use crate::points::Points;
use crate::rubric::Rubric;

/// Characters of a sentence past which it is hard to follow: twice what style guides for official prose advise.
const SENTENCE_MAX_CHARS: usize = 120;

/// The remarks on an answer, and the marks that wrong characters take. `paid` are the hits that earned marks.
pub fn language<'h>(
    rubric: &Rubric,
    reading: &Reading<'_>,
    paid: impl Iterator<Item = (&'h Hit, &'h str)>,
    messages: Messages,
) -> (Vec<LanguageNote>, Points) {
    let mut notes: Vec<LanguageNote> = Vec::new();
    for (hit, term) in paid.filter(|(hit, _)| hit.kind == HitKind::Typo) {
        let evidence =
            Evidence { reason: EvidenceReason::WrongCharacter, ..passage(reading.text, hit.start(), hit.end()) };
        let as_written: String =
            reading.text.folded().chars().get(hit.start()..hit.end()).unwrap_or_default().iter().collect();
        if as_written == term || notes.iter().any(|note| note.evidence.span == evidence.span) {
            continue;
        }
        let confusion = word_confusion(&as_written, term);
        let suggestion = if rubric.wordings_visible { term.to_owned() } else { String::new() };
        let message = messages.wrong_character(&evidence.quote, &suggestion, confusion);
        notes.push(LanguageNote { kind: LanguageNoteKind::WrongCharacter, message, suggestion, evidence });
    }
    let typos = notes.len();
    for (start, end) in long_sentences(reading) {
        notes.push(note(LanguageNoteKind::LongSentence, String::new(), passage(reading.text, start, end), messages));
    }
    for word in &reading.words {
        if let Role::Spoken(index) = word.role {
            let written = lexicon().written(index).to_owned();
            notes.push(note(
                LanguageNoteKind::SpokenWord,
                written,
                passage(reading.text, word.start, word.end),
                messages,
            ));
        }
    }
    let taken =
        rubric.typos.map_or(Points::ZERO, |policy| policy.points.times(typos / policy.every.max(1)).min(policy.max));
    (notes, taken)
}

fn note(kind: LanguageNoteKind, suggestion: String, evidence: Evidence, messages: Messages) -> LanguageNote {
    LanguageNote { kind, message: messages.language(kind, &evidence.quote, &suggestion), suggestion, evidence }
}

/// Sentences over the limit, as positions.
fn long_sentences(reading: &Reading<'_>) -> Vec<(usize, usize)> {
    let mut sentences: Vec<(usize, (usize, usize))> = Vec::new();
    for clause in reading.text.clauses() {
        match sentences.last_mut() {
            Some((sentence, extent)) if *sentence == clause.sentence => extent.1 = clause.end,
            _ => sentences.push((clause.sentence, (clause.start, clause.end))),
        }
    }
    sentences.into_iter().map(|(_, extent)| extent).filter(|(start, end)| end - start > SENTENCE_MAX_CHARS).collect()
}
