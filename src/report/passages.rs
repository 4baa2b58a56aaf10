//! The passages of an answer that count, in the order in which they open, none crossing another. Every report of an
//! answer marks these.

use super::labels::{FULL, Labels, OPPOSITE, PARTIAL, WRONG_CHARACTER};
use crate::feedback::{Coverage, Evidence, EvidenceReason, Feedback, KeypointFeedback, LanguageNoteKind};
use crate::span::Span;
use crate::text::whole_words;

/// A passage and what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub span: Span,
    pub verdict: Verdict,
    /// What it counts for, with the sign of the verdict.
    pub tag: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Full,
    Partial,
    Opposite,
    WrongCharacter,
}

/// The passages of `text` to mark.
pub(super) fn passages(feedback: &Feedback, text: &str, labels: &Labels) -> Vec<Mark> {
    nested(marks(feedback, text, labels))
}

// === which passages ===

fn marks(feedback: &Feedback, text: &str, labels: &Labels) -> Vec<Mark> {
    let keypoints = feedback.keypoints.iter().flat_map(|keypoint| {
        keypoint.evidence.iter().filter_map(|evidence| {
            let verdict = verdict(keypoint, evidence)?;
            let span = whole_words(text, evidence.span);
            Some(Mark { span, verdict, tag: format!("{}{}", keypoint.keypoint_id, verdict.sign()) })
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

// === impl Verdict ===

impl Verdict {
    /// The sign by which a reader knows it.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Full => FULL,
            Self::Partial => PARTIAL,
            Self::Opposite => OPPOSITE,
            Self::WrongCharacter => WRONG_CHARACTER,
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
