//! The answer itself, with every passage that counts marked where it stands.

use std::iter::Peekable;

use super::layout::{Page, Run, Tone};
use crate::feedback::Feedback;
use crate::report::labels::{FULL, Labels, OPPOSITE, PARTIAL, WRONG_CHARACTER};
use crate::report::passages::{Mark, Verdict, passages};
use crate::span::Span;

/// Writes the answer and, where anything is marked, what the signs mean.
pub(super) fn write(page: &mut Page, feedback: &Feedback, text: &str, labels: &Labels) {
    page.heading(labels.answer);
    if text.trim().is_empty() {
        page.wrapped(&[Run::new(labels.blank, Tone::Dim)], INDENT_COLUMNS, INDENT_COLUMNS);
        return;
    }
    let marks = passages(feedback, text, labels);
    if !marks.is_empty() {
        page.line(&legend(labels));
    }
    let runs = runs(text, marks, page.colored());
    page.wrapped(&runs, INDENT_COLUMNS, INDENT_COLUMNS);
}

/// Columns by which the answer is set off.
const INDENT_COLUMNS: usize = 2;

fn legend(labels: &Labels) -> Vec<Run> {
    let signs = [
        (FULL, labels.full, Tone::Full),
        (PARTIAL, labels.partial, Tone::Partial),
        (OPPOSITE, labels.contradicted, Tone::Opposite),
        (WRONG_CHARACTER, labels.wrong_character, Tone::WrongCharacter),
    ];
    signs.iter().map(|(sign, name, tone)| Run::new(&format!("{sign} {name}  "), *tone)).collect()
}

impl Verdict {
    fn tone(self) -> Tone {
        match self {
            Self::Full => Tone::Full,
            Self::Partial => Tone::Partial,
            Self::Opposite => Tone::Opposite,
            Self::WrongCharacter => Tone::WrongCharacter,
        }
    }

    fn evidence_tone(self) -> Tone {
        match self {
            Self::Full => Tone::FullEvidence,
            Self::Partial => Tone::PartialEvidence,
            Self::Opposite => Tone::OppositeEvidence,
            Self::WrongCharacter => Tone::WrongCharacterEvidence,
        }
    }
}

// === the marked text ===

fn runs(text: &str, marks: Vec<Mark>, colored: bool) -> Vec<Run> {
    let text_end = text.trim_end().len();
    let mut writer = Writer { text, at: 0, open: Vec::new(), runs: Vec::new(), colored };
    let mut marks = marks.into_iter().peekable();
    while let Some(mark) = next_within(&mut marks, text_end) {
        writer.close_until(mark.span.start);
        writer.copy_to(mark.span.start);
        writer.open(mark);
    }
    writer.close_until(usize::MAX);
    writer.copy_to(text_end);
    writer.runs
}

fn next_within(marks: &mut Peekable<impl Iterator<Item = Mark>>, text_end: usize) -> Option<Mark> {
    marks.next_if(|mark| mark.span.start < text_end)
}

struct Writer<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Mark>,
    runs: Vec<Run>,
    colored: bool,
}

impl Writer<'_> {
    fn copy_to(&mut self, end: usize) {
        let tone = self.open.last().map_or(Tone::Plain, |mark| mark.verdict.evidence_tone());
        let passage = Span { start: self.at, end }.quote(self.text);
        if !passage.is_empty() {
            self.runs.push(Run::new(passage, tone));
        }
        self.at = self.at.max(end);
    }

    fn open(&mut self, mark: Mark) {
        if !self.colored {
            self.runs.push(Run::plain("［"));
        }
        self.open.push(mark);
    }

    /// Closes the open marks that end at or before `position`, innermost first.
    fn close_until(&mut self, position: usize) {
        while let Some(end) = self.open.last().map(|mark| mark.span.end).filter(|end| *end <= position) {
            self.copy_to(end);
            let Some(mark) = self.open.pop() else { return };
            let tag = if self.colored { format!("[{}]", mark.tag) } else { format!("］{}", mark.tag) };
            self.runs.push(Run::glued(&tag, mark.verdict.tone()));
        }
    }
}
