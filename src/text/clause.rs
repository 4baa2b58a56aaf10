//! Sentences and clauses of a text, kept inside the items of its outline.

use super::fold::{Folded, is_han};
use super::marker::Marker;

/// A stretch between two marks of punctuation, without them. Positions are of the folded view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
    /// Index of the sentence that it belongs to.
    pub sentence: usize,
    /// Index of the list item that it belongs to: how many markers stand before it.
    pub item: usize,
    /// Index of the paragraph (line) that it belongs to.
    pub paragraph: usize,
}

// === impl Clause ===

impl Clause {
    /// How many folded characters it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it has none. Never true of a clause that `clauses` made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// Cuts a text into clauses. Markers open an item and belong to no clause.
pub(super) fn clauses(folded: &Folded, markers: &[Marker]) -> Vec<Clause> {
    let chars = folded.chars();
    let mut clauses = Vec::with_capacity(chars.len() / 8 + 1);
    let mut markers = markers.iter().peekable();
    let mut open = Clause { start: 0, end: 0, sentence: 0, item: 0, paragraph: 0 };
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if let Some(marker) = markers.next_if(|marker| marker.start <= at) {
            close(&mut clauses, chars, &open, at);
            open.item += 1;
            at = marker.end.max(at + 1);
            open.start = at;
            continue;
        }
        if ends_clause(chars, at) {
            close(&mut clauses, chars, &open, at);
            open.sentence += usize::from(ends_sentence(*c));
            open.paragraph += usize::from(*c == '\n');
            open.start = at + 1;
        }
        at += 1;
    }
    close(&mut clauses, chars, &open, chars.len());
    clauses
}

/// Keeps the clause from `open` to `end`, unless it is marks only, as a quotation mark after 。 is.
fn close(clauses: &mut Vec<Clause>, chars: &[char], open: &Clause, end: usize) {
    if chars.get(open.start..end).is_some_and(|clause| clause.iter().any(|c| is_han(*c) || c.is_alphanumeric())) {
        clauses.push(Clause { end, ..*open });
    }
}

/// Whether the character at `at` parts two clauses: not the comma of 1,000, the colon of 7:30 or the dot of 3.5.
pub(super) fn ends_clause(chars: &[char], at: usize) -> bool {
    match chars.get(at) {
        Some(',' | ':') => {
            let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
            !(digit(at.checked_sub(1)) && digit(Some(at + 1)))
        }
        // A half-width full stop parts clauses where it is written for 。, that is after a Han character.
        Some('.') => at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| is_han(*c)),
        Some(c) => matches!(c, ';' | '?' | '!' | '。' | '\n'),
        None => false,
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '.' | '?' | '!' | ';' | '\n')
}
