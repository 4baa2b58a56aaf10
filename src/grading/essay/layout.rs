//! The lay-out of an essay: title, paragraphs with their headings and sentences. Knows nothing of what they say.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::text::Text;
use crate::text::fold::{is_han, is_word};

/// Positions of the folded view, half open.
pub(super) type Range = std::ops::Range<usize>;

/// An essay, laid out.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Its title, where there is one.
    pub title: Option<Range>,
    /// Its paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// Letters of all paragraphs.
    pub letters: usize,
}

/// A paragraph of an essay.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// All of it, its heading included.
    pub range: Range,
    /// The heading that stands on a line of its own above it.
    pub heading: Option<Range>,
    /// Its sentences, up to 。？！ or a line's end.
    pub sentences: Vec<Range>,
    /// How many letters it has.
    pub letters: usize,
    /// Whether a numbering marker opens it or its heading.
    pub numbered: bool,
}

/// The longest line that may be a title, in letters: a row and a half of the answer sheet.
const TITLE_LINE_MAX_LETTERS: usize = 40;
/// The longest heading, in letters.
const HEADING_MAX_LETTERS: usize = 40;

/// How many letters stand at some positions.
pub(super) fn letters(text: &Text<'_>, range: &Range) -> usize {
    let chars = text.folded().chars().get(range.clone()).unwrap_or_default();
    chars.iter().filter(|c| is_han(**c) || is_word(**c)).count()
}

/// Whether a sentence asks.
pub(super) fn asks(text: &Text<'_>, sentence: &Range) -> bool {
    text.folded().chars().get(sentence.clone()).unwrap_or_default().contains(&'?')
}

// === impl Layout ===

impl Layout {
    pub(super) fn new(text: &Text<'_>) -> Self {
        let chars = text.folded().chars();
        let markers = text.outline().markers.iter().filter(|marker| marker.opens_line);
        let numbered: HashSet<usize, FixedState> = markers.map(|marker| marker.start).collect();
        let mut lines: Vec<Range> = Vec::new();
        let mut start = 0;
        for line in chars.split(|c| *c == '\n') {
            let range = start..start + line.len();
            start = range.end + 1;
            if letters(text, &range) > 0 {
                lines.push(range);
            }
        }
        let mut layout = Self::default();
        let is_title = |line: &Range| {
            !numbered.contains(&line.start)
                && letters(text, line) <= TITLE_LINE_MAX_LETTERS
                && is_open(chars, line)
                && !chars.get(line.clone()).unwrap_or_default().contains(&'。')
        };
        let mut at = 0;
        if let Some(first) = lines.first().filter(|line| lines.len() > 1 && is_title(line)) {
            // A line that opens with a dash explains the title.
            let below =
                lines.get(1).filter(|line| lines.len() > 2 && chars.get(line.start) == Some(&'—') && is_title(line));
            layout.title = Some(first.start..below.unwrap_or(first).end);
            at = 1 + usize::from(below.is_some());
        }
        let is_heading = |line: &Range| letters(text, line) <= HEADING_MAX_LETTERS && is_open(chars, line);
        while let Some(line) = lines.get(at) {
            let next = lines.get(at + 1).filter(|next| is_heading(line) && !is_heading(next));
            let body = next.unwrap_or(line);
            layout.paragraphs.push(Paragraph {
                range: line.start..body.end,
                heading: next.map(|_| line.clone()),
                sentences: sentences(text, body),
                letters: letters(text, &(line.start..body.end)),
                numbered: numbered.contains(&line.start),
            });
            at += 1 + usize::from(next.is_some());
        }
        layout.letters = layout.paragraphs.iter().map(|paragraph| paragraph.letters).sum();
        layout
    }
}

/// Whether a line does not end as a sentence or clause does.
fn is_open(chars: &[char], line: &Range) -> bool {
    let last = line.end.checked_sub(1).and_then(|last| chars.get(last));
    !last.is_some_and(|c| matches!(c, '。' | ';' | ',' | '、' | ':' | '…'))
}

/// The sentences of a line; marks that close a quotation or bracket belong to the sentence before them.
fn sentences(text: &Text<'_>, line: &Range) -> Vec<Range> {
    let chars = text.folded().chars();
    let ends = |at: usize| chars.get(at).is_some_and(|c| matches!(c, '。' | '?' | '!'));
    let closes = |at: usize| chars.get(at).is_some_and(|c| matches!(c, '"' | '\'' | ')' | '。' | '?' | '!'));
    let mut sentences = Vec::new();
    let mut start = line.start;
    for at in line.clone() {
        let ended = at + 1 == line.end || (ends(at) || (closes(at) && at > start && ends(at - 1))) && !closes(at + 1);
        if ended {
            let sentence = start..at + 1;
            if letters(text, &sentence) > 0 {
                sentences.push(sentence);
            }
            start = at + 1;
        }
    }
    sentences
}
