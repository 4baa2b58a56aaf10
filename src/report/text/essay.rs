//! What a report says of an essay as a whole, and of what is copied from the source material.

use super::items::pointers;
use super::layout::{Page, Run, Tone};
use crate::feedback::{EssayCheck, Feedback, MaterialFeedback, QuotationFeedback};
use crate::report::labels::{FULL, Labels, MISSED};

/// The checks of an essay, the sayings that it quotes and what moved the range.
pub(super) fn essay(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    let Some(essay) = &feedback.essay else { return };
    page.heading(labels.essay);
    for EssayCheck { kind, passed, message, evidence } in &essay.checks {
        let (sign, tone) = if *passed { (FULL, Tone::Full) } else { (MISSED, Tone::Partial) };
        let line = format!("{sign} {}{}", labels.check(*kind), labels.colon);
        page.item(&[Run::new(&line, tone), Run::plain(&format!("{message}{}", pointers(evidence)))]);
    }
    let misquoted =
        |of: &&QuotationFeedback| !of.quotation.is_empty() && letters(&of.quotation) != letters(&of.evidence.quote);
    for QuotationFeedback { index: _, quotation, evidence } in essay.quotations.iter().filter(misquoted) {
        page.detail(&[Run::plain(&format!("{} → 「{quotation}」", pointers(std::slice::from_ref(evidence)).trim()))]);
    }
    if !essay.reasons.is_empty() {
        page.item(&[Run::new(&format!("{}{}", labels.reasons, labels.colon), Tone::Dim)]);
        for reason in &essay.reasons {
            page.detail(&[Run::plain(reason)]);
        }
    }
}

/// What is copied, with the longest runs.
pub(super) fn material(page: &mut Page, feedback: &Feedback, labels: &Labels) {
    let Some(MaterialFeedback { copied: _, count: _, share: _, runs, message }) = &feedback.material else { return };
    page.heading(labels.material);
    page.item(&[Run::plain(&format!("{message}{}", pointers(runs)))]);
}

/// What two wordings of a saying differ in where they differ at all.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
