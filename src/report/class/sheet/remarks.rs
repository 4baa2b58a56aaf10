//! What a sheet says beside the keypoints: an essay's make-up, deductions, length, structure, format and language.

use crate::feedback::{Deduction, ElementFeedback, Evidence, Feedback, LanguageNote, LanguageNoteKind, LengthVerdict};
use crate::points::Points;
use crate::report::class::words::Words;
use crate::report::labels::{FULL, Labels, MISSED, WRONG_CHARACTER};
use crate::report::marked::visible;
use crate::text::excerpt;

/// One remark.
pub(super) struct Remark {
    /// How it is coloured: `full` where all is well, `missed` where something is not.
    pub class: &'static str,
    pub sign: &'static str,
    pub name: String,
    pub text: String,
}

/// Characters of a passage that a remark points to.
const POINTER_CHARS: usize = 18;
/// Remarks of one kind on language: the rest say the same.
const NOTES_MAX: usize = 6;

/// The checks of an essay's make-up, and what moved its range.
pub(super) fn checks(feedback: &Feedback, labels: &Labels) -> Vec<Remark> {
    let checks = feedback.essay.iter().flat_map(|essay| &essay.checks);
    checks.map(|check| judged(check.passed, labels.check(check.kind), &check.message)).collect()
}

/// Everything else that is worth saying; what is as it should be is said in a word.
pub(super) fn remarks(feedback: &Feedback, labels: &Labels, words: Words) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for Deduction { rule, message, .. } in &feedback.deductions {
        let name = format!("{} · {}", labels.deductions, words.rule(rule));
        remarks.push(Remark { class: "opposite", sign: "−", name, text: visible(message) });
    }
    let length = &feedback.length;
    let within = !matches!(length.verdict, LengthVerdict::Over | LengthVerdict::Under);
    remarks.push(judged(within, labels.length, &length.message));
    let structure = &feedback.structure;
    if structure.faults.is_empty() && !structure.message.is_empty() {
        remarks.push(judged(true, labels.structure, &structure.message));
    }
    // A fault that cost marks stands among the deductions, in the same words.
    let has_cost = |message: &str| feedback.deductions.iter().any(|of| of.message.contains(message));
    for fault in structure.faults.iter().filter(|fault| !has_cost(&fault.message)) {
        let text = format!("{}{}", fault.message, pointers(&fault.evidence));
        let name = format!("{} · {}", labels.structure, labels.fault(fault.kind));
        remarks.push(judged(false, &name, &text));
    }
    remarks.extend(elements(feedback, labels));
    let mut shown: Vec<(LanguageNoteKind, usize)> = Vec::new();
    for note in &feedback.language {
        let count = match shown.iter_mut().find(|(kind, _)| *kind == note.kind) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                shown.push((note.kind, 1));
                1
            }
        };
        if count <= NOTES_MAX {
            remarks.push(language(note, labels));
        }
    }
    if let Some(material) = feedback.material.as_ref().filter(|material| material.copied > 0) {
        remarks.push(Remark {
            class: "missed",
            sign: "·",
            name: labels.material.to_owned(),
            text: visible(&material.message),
        });
    }
    remarks
}

/// The elements asked for, on one line.
fn elements(feedback: &Feedback, labels: &Labels) -> Option<Remark> {
    let required: Vec<&ElementFeedback> = feedback.format.elements.iter().filter(|of| of.required).collect();
    if required.is_empty() {
        return None;
    }
    let element = |of: &&ElementFeedback| {
        let sign = if of.evidence.is_some() { FULL } else { MISSED };
        let marks =
            if of.max_points > Points::ZERO { format!(" {}/{}", of.points, of.max_points) } else { String::new() };
        format!("{sign} {}{marks}", labels.element(of.kind))
    };
    let all = required.iter().all(|of| of.evidence.is_some());
    let text = required.iter().map(element).collect::<Vec<_>>().join("　");
    let genre = &feedback.format.genre;
    let name = if genre.is_empty() { labels.format.to_owned() } else { format!("{} · {genre}", labels.format) };
    Some(judged(all, &name, &text))
}

fn language(note: &LanguageNote, labels: &Labels) -> Remark {
    let quote = excerpt(&note.evidence.quote, POINTER_CHARS);
    let quote = if note.kind == LanguageNoteKind::LongSentence { format!("“{quote}” ") } else { String::new() };
    Remark {
        class: "wrong",
        sign: WRONG_CHARACTER,
        name: labels.note(note.kind).to_owned(),
        text: visible(&format!("{quote}{}", note.message)),
    }
}

fn judged(well: bool, name: &str, text: &str) -> Remark {
    let (class, sign) = if well { ("full", FULL) } else { ("missed", MISSED) };
    Remark { class, sign, name: visible(name), text: visible(text) }
}

fn pointers(evidence: &[Evidence]) -> String {
    let shown = evidence.iter().filter(|evidence| !evidence.quote.is_empty()).take(2);
    shown.map(|evidence| format!(" “{}”", excerpt(&evidence.quote, POINTER_CHARS))).collect()
}
