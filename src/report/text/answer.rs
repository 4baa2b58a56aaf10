//! The answer itself, with every passage that counts marked where it stands.

use std::iter::Peekable;

use super::labels::{FULL, Labels, OPPOSITE, PARTIAL, WRONG_CHARACTER};
use super::layout::{Page, Run, Tone};
use crate::feedback::{Coverage, Evidence, EvidenceReason, Feedback, KeypointFeedback, LanguageNoteKind};
use crate::span::Span;

/// A passage and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    span: Span,
    verdict: Verdict,
    /// What it counts for, with the sign of the verdict.
    tag: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Full,
    Partial,
    Opposite,
    WrongCharacter,
}

/// Writes the answer and, where anything is marked, what the signs mean.
pub(super) fn write(page: &mut Page, feedback: &Feedback, text: &str, labels: &Labels) {
    page.heading(labels.answer);
    if text.trim().is_empty() {
        page.wrapped(&[Run::new(labels.blank, Tone::Dim)], INDENT_COLUMNS, INDENT_COLUMNS);
        return;
    }
    let marks = nested(marks(feedback, text, labels));
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

// === which passages ===

fn marks(feedback: &Feedback, text: &str, labels: &Labels) -> Vec<Mark> {
    let keypoints = feedback.keypoints.iter().flat_map(|keypoint| {
        keypoint.evidence.iter().filter_map(|evidence| {
            let verdict = verdict(keypoint, evidence)?;
            Some(Mark { span: evidence.span, verdict, tag: format!("{}{}", keypoint.keypoint_id, verdict.sign()) })
        })
    });
    let wrong = feedback.language.iter().filter(|note| note.kind == LanguageNoteKind::WrongCharacter).map(|note| {
        let verdict = Verdict::WrongCharacter;
        Mark { span: note.evidence.span, verdict, tag: format!("{}{}", labels.wrong_character, verdict.sign()) }
    });
    keypoints.chain(wrong).filter(|mark| !mark.span.quote(text).is_empty()).collect()
}

/// What a passage shows; nothing where the keypoint is missed all the same.
fn verdict(keypoint: &KeypointFeedback, evidence: &Evidence) -> Option<Verdict> {
    match (evidence.reason, keypoint.coverage) {
        (EvidenceReason::Opposite, _) | (_, Coverage::Contradicted) => Some(Verdict::Opposite),
        (_, Coverage::Missed) => None,
        (EvidenceReason::WrongCharacter, _) => Some(Verdict::WrongCharacter),
        (_, Coverage::Full) => Some(Verdict::Full),
        (_, Coverage::Partial) => Some(Verdict::Partial),
    }
}

impl Verdict {
    fn sign(self) -> &'static str {
        match self {
            Self::Full => FULL,
            Self::Partial => PARTIAL,
            Self::Opposite => OPPOSITE,
            Self::WrongCharacter => WRONG_CHARACTER,
        }
    }

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

// === nesting ===

/// The marks in the order in which they open, outer before inner, none crossing another: a mark that would
/// cross is cut in two, and marks of one span become one.
fn nested(marks: Vec<Mark>) -> Vec<Mark> {
    let mut queue: std::collections::BinaryHeap<Opening> = marks.into_iter().map(Opening).collect();
    let mut open: Vec<Span> = Vec::new();
    let mut nested: Vec<Mark> = Vec::new();
    while let Some(Opening(mut mark)) = queue.pop() {
        open.retain(|outer| outer.end > mark.span.start);
        let crossed = open.iter().map(|outer| outer.end).filter(|end| *end < mark.span.end).min();
        if let Some(end) = crossed {
            queue.push(Opening(Mark { span: Span { start: end, end: mark.span.end }, ..mark.clone() }));
            mark.span.end = end;
            queue.push(Opening(mark));
            continue;
        }
        match nested.last_mut().filter(|last| last.span == mark.span) {
            Some(last) if last.tag.split(' ').any(|tag| tag == mark.tag) => {}
            Some(last) => {
                last.tag = format!("{} {}", last.tag, mark.tag);
                last.verdict = last.verdict.max(mark.verdict);
            }
            None => {
                open.push(mark.span);
                nested.push(mark);
            }
        }
    }
    nested
}

/// A mark in a queue that gives the first to open first, the longest of them before the others.
#[derive(PartialEq, Eq)]
struct Opening(Mark);

impl Ord for Opening {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |mark: &Mark| (std::cmp::Reverse(mark.span.start), mark.span.end);
        key(&self.0).cmp(&key(&other.0)).then_with(|| other.0.tag.cmp(&self.0.tag))
    }
}

impl PartialOrd for Opening {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
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
