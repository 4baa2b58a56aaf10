//! Every item of the feedback in words, a section a dimension. Sections with nothing to say are left out.

use super::layout::{Page, Run, Tone, signed};
use crate::feedback::{
    CalibrationFeedback, Coverage, Deduction, ElementFeedback, Evidence, Feedback, Flag, KeypointFeedback,
    LanguageNote, LengthFeedback, StructureFault,
};
use crate::report::labels::{FULL, Labels, MISSED, WRONG_CHARACTER, sign};
use crate::text::excerpt;

/// Longest quote of a passage that is only pointed at, in characters; evidence for marks is quoted in full.
const POINTER_CHARS: usize = 30;

/// The keypoints in the order of the rubric.
pub(super) fn keypoints(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    if feedback.keypoints.is_empty() {
        return;
    }
    let judged = feedback.essay.is_some();
    page.heading(if judged { labels.essay_keypoints } else { labels.keypoints });
    for item in &feedback.keypoints {
        keypoint(page, item, judged, labels);
    }
}

fn keypoint(page: &mut Page, item: &KeypointFeedback, judged: bool, labels: &Labels) {
    let tone = coverage_tone(item.coverage);
    let mut marks = format!("{} {}", sign(item.coverage), item.keypoint_id);
    if !judged {
        marks = format!("{marks}  {} / {}", item.points, item.max_points);
    }
    let mut head = vec![Run::new(&marks, tone)];
    if !item.point.is_empty() {
        head.push(Run::plain(&format!("  {}", item.point)));
    }
    if !item.counted && !judged {
        head.push(Run::new(&format!("  ({})", labels.not_counted), Tone::Dim));
    }
    page.item(&head);
    for evidence in &item.evidence {
        let reason = format!("  {}", labels.reason(evidence.reason));
        page.detail(&[Run::new(&format!("「{}」", one_line(&evidence.quote)), tone), Run::new(&reason, Tone::Dim)]);
    }
    if !item.missing.is_empty() {
        let missing = format!("{}{}{}", labels.missing, labels.colon, item.missing.join(labels.separator));
        page.detail(&[Run::new(&missing, Tone::Partial)]);
    }
    message(page, &item.message);
}

fn coverage_tone(coverage: Coverage) -> Tone {
    match coverage {
        Coverage::Full => Tone::Full,
        Coverage::Partial => Tone::Partial,
        Coverage::Missed => Tone::Dim,
        Coverage::Contradicted => Tone::Opposite,
    }
}

/// The marks for content as the teacher gives them.
pub(super) fn calibration(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    let Some(CalibrationFeedback { points, message, .. }) = &feedback.calibration else { return };
    page.heading(labels.calibration);
    page.item(&[Run::plain(&format!("{}{}{message}", signed(*points), labels.colon))]);
}

/// What is wrong with the layout.
pub(super) fn structure(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    let structure = &feedback.structure;
    if structure.faults.is_empty() && structure.message.is_empty() {
        return;
    }
    page.heading(labels.structure);
    for StructureFault { kind, message, evidence } in &structure.faults {
        let text = format!("{MISSED} {}{}{message}{}", labels.fault(*kind), labels.colon, pointers(evidence));
        page.item(&[Run::plain(&text)]);
    }
    if !structure.message.is_empty() {
        page.item(&[Run::plain(&structure.message)]);
    }
}

/// The length and its limits on one line.
pub(super) fn length(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    page.heading(labels.length);
    let LengthFeedback { mode, count, counts: _, min, max, verdict, message } = &feedback.length;
    let mut line = format!("{count} {} ({})", labels.unit, labels.mode(*mode));
    let limits = match (min, max) {
        (Some(min), Some(max)) => Some(format!("{min}–{max}")),
        (Some(min), None) => Some(format!("≥ {min}")),
        (None, Some(max)) => Some(format!("≤ {max}")),
        (None, None) => None,
    };
    if let Some(limits) = limits {
        line = format!("{line} · {} {limits}", labels.limits);
    }
    page.item(&[Run::plain(&format!("{line} · {}", labels.length_verdict(*verdict)))]);
    if !message.is_empty() {
        page.item(&[Run::plain(message)]);
    }
}

/// The elements of the document.
pub(super) fn format(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    let format = &feedback.format;
    if format.elements.is_empty() && format.message.is_empty() {
        return;
    }
    let heading = if format.genre.is_empty() {
        labels.format.to_owned()
    } else {
        format!("{}{}{}", labels.format, labels.colon, format.genre)
    };
    page.heading(&heading);
    for item in &format.elements {
        element(page, item, labels);
    }
    if !format.message.is_empty() {
        page.item(&[Run::plain(&format.message)]);
    }
}

fn element(page: &mut Page, item: &ElementFeedback, labels: &Labels) {
    let ElementFeedback { kind, required, evidence, points, max_points } = item;
    let (sign, tone) = if evidence.is_some() { (FULL, Tone::Full) } else { (MISSED, Tone::Dim) };
    let mut line = format!("{sign} {}", labels.element(*kind));
    if max_points.hundredths() != 0 {
        line = format!("{line}  {points} / {max_points}");
    }
    if !required {
        line = format!("{line}  ({})", labels.optional);
    }
    page.item(&[Run::new(&line, tone), Run::plain(&pointers(evidence.as_slice()))]);
}

/// Wrong characters, long sentences and spoken words.
pub(super) fn language(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    if feedback.language.is_empty() {
        return;
    }
    page.heading(labels.notes);
    for LanguageNote { kind, message, suggestion, evidence } in &feedback.language {
        let mut line = format!("{WRONG_CHARACTER} {}{}", labels.note(*kind), pointers(std::slice::from_ref(evidence)));
        if !suggestion.is_empty() {
            line = format!("{line} → 「{suggestion}」");
        }
        page.item(&[Run::plain(&line)]);
        self::message(page, message);
    }
}

/// What was taken, and by which rule.
pub(super) fn deductions(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    if feedback.deductions.is_empty() {
        return;
    }
    page.heading(labels.deductions);
    for Deduction { rule, part: _, points, reduced, message, evidence } in &feedback.deductions {
        let mut line = format!(" {rule}{}{message}{}", labels.colon, pointers(evidence));
        if *reduced {
            line = format!("{line} ({})", labels.reduced);
        }
        page.item(&[Run::new(&signed(-*points), Tone::Opposite), Run::plain(&line)]);
    }
}

/// What a person should look at.
pub(super) fn flags(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    if feedback.flags.is_empty() {
        return;
    }
    page.heading(labels.flags);
    for Flag { code, keypoint_id, message, evidence } in &feedback.flags {
        let keypoint = if keypoint_id.is_empty() { String::new() } else { format!(" {keypoint_id}") };
        let line = format!("! {}{keypoint}{}{message}{}", labels.flag(*code), labels.colon, pointers(evidence));
        page.item(&[Run::new(&line, Tone::Partial)]);
    }
}

/// Two or three sentences for the candidate.
pub(super) fn summary(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    if feedback.summary.is_empty() {
        return;
    }
    page.heading(labels.summary);
    page.line(&[Run::plain(&feedback.summary)]);
}

fn message(page: &mut Page, message: &str) {
    if !message.is_empty() {
        page.detail(&[Run::plain(message)]);
    }
}

/// The passages that something is about, shortened.
pub(super) fn pointers(evidence: &[Evidence]) -> String {
    evidence.iter().filter(|evidence| !evidence.quote.is_empty()).map(|evidence| pointer(&evidence.quote)).collect()
}

fn pointer(quote: &str) -> String {
    format!(" 「{}」", excerpt(quote, POINTER_CHARS))
}

/// A quote without its line breaks: they are shown where it stands in the answer.
fn one_line(quote: &str) -> String {
    quote.replace("\r\n", " ").replace(['\n', '\r'], " ")
}
