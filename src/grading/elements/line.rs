//! The lines of a document and the plain questions about one. Knows nothing of elements.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::text::Text;
use crate::text::fold::is_han;

/// Positions of the folded view, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub start: usize,
    pub end: usize,
}

/// A line of the document that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    pub chars: &'t [char],
    pub range: Range,
    /// Whether a numbering marker opens it.
    pub numbered: bool,
}

/// The lines of a text that are not blank.
pub(super) fn lines<'t>(text: &'t Text<'_>) -> Vec<Line<'t>> {
    let markers = text.outline().markers.iter().filter(|marker| marker.opens_line);
    let numbered: HashSet<usize, FixedState> = markers.map(|marker| marker.start).collect();
    let mut start = 0;
    let mut lines = Vec::new();
    for chars in text.folded().chars().split(|c| *c == '\n') {
        let end = start + chars.len();
        if !chars.is_empty() {
            lines.push(Line { chars, range: Range { start, end }, numbered: numbered.contains(&start) });
        }
        start = end + 1;
    }
    lines
}

// === impl Range ===

impl Range {
    /// From the start of this one to the end of `other`.
    pub(super) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

// === impl Line ===

impl Line<'_> {
    /// The positions of its characters `from..to`.
    pub(super) fn part(&self, from: usize, to: usize) -> Range {
        Range { start: self.range.start + from, end: self.range.start + to }
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        self.chars.last().is_some_and(|c| matches!(c, '。' | '!' | '?' | ';' | '…' | '"' | ')'))
    }
}

/// Whether `chars` begin with `word`.
pub(super) fn begins(chars: &[char], word: &str) -> bool {
    word.chars().eq(chars.iter().copied().take(word.chars().count()))
}

/// Whether `chars` end with `word`.
pub(super) fn ends(chars: &[char], word: &str) -> bool {
    let start = chars.len().checked_sub(word.chars().count());
    start.and_then(|start| chars.get(start..)).is_some_and(|end| word.chars().eq(end.iter().copied()))
}

/// Whether `chars` begin with one of `words`.
pub(super) fn begins_any(chars: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| begins(chars, word))
}

/// Whether `chars` end with one of `words`.
pub(super) fn ends_any(chars: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| ends(chars, word))
}

/// Whether there is anything of a name in `chars`: a Han character or a placeholder.
pub(super) fn has_name(chars: &[char]) -> bool {
    chars.iter().any(|c| is_han(*c) || is_placeholder(*c))
}

/// What stands for a name or number that an exam leaves open.
pub(super) fn is_placeholder(c: char) -> bool {
    matches!(c, 'x' | '×' | '*' | '某' | '○' | '_' | '✕' | '╳')
}
