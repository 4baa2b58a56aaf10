//! An answer as pieces of text and the marks around them, for markup.

use super::passages::{Mark, Verdict};
use crate::span::Span;

/// A piece of a marked text. Marks nest: the last opened closes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text as the candidate wrote it.
    Text(String),
    /// A mark opens, of this class.
    Open(&'static str),
    /// The innermost open mark closes, with what it counts for.
    Close(String),
}

/// A text with its marks, which nest and stand in the order in which they open.
pub(super) fn pieces(text: &str, marks: Vec<Mark>) -> Vec<Piece> {
    let mut writer = Writer { text, at: 0, open: Vec::new(), pieces: Vec::new() };
    for mark in marks {
        writer.close_until(mark.span.start);
        writer.copy_to(mark.span.start);
        writer.pieces.push(Piece::Open(class(mark.verdict)));
        writer.open.push(mark);
    }
    writer.close_until(usize::MAX);
    writer.copy_to(text.len());
    writer.pieces
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Full => "full",
        Verdict::Partial => "partial",
        Verdict::Opposite => "opposite",
        Verdict::WrongCharacter => "wrong",
    }
}

/// Text without characters that would steer what comes after it.
pub(super) fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => Some(c),
        '\r' => None,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some('�'),
        c if c.is_control() => Some('�'),
        c => Some(c),
    };
    text.chars().filter_map(shown).collect()
}

struct Writer<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Mark>,
    pieces: Vec<Piece>,
}

// === impl Writer ===

impl Writer<'_> {
    fn copy_to(&mut self, end: usize) {
        let passage = Span { start: self.at, end }.quote(self.text);
        if !passage.is_empty() {
            self.pieces.push(Piece::Text(visible(passage)));
        }
        self.at = self.at.max(end);
    }

    fn close_until(&mut self, position: usize) {
        while let Some(mark) = self.open.pop_if(|mark| mark.span.end <= position) {
            self.copy_to(mark.span.end);
            self.pieces.push(Piece::Close(mark.tag));
        }
    }
}
