//! 格式: which elements a document shows, and what they earn.

use super::elements::elements;
use super::messages::Messages;
use crate::feedback::{ElementFeedback, Evidence, EvidenceReason, FormatFeedback};
use crate::points::Points;
use crate::rubric::{ElementKind, FormatPolicy};
use crate::text::Text;

/// The elements of a document, and the marks that they earn.
pub fn format(policy: &FormatPolicy, text: &Text<'_>, messages: Messages) -> (FormatFeedback, Points) {
    if policy.genre.is_empty() && policy.elements.is_empty() {
        return (FormatFeedback::default(), Points::ZERO);
    }
    let found = elements(text);
    let mut kinds: Vec<ElementKind> =
        policy.elements.iter().map(|(kind, _)| *kind).chain(found.iter().map(|(kind, _)| *kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let elements: Vec<ElementFeedback> = kinds
        .into_iter()
        .map(|kind| {
            let asked = policy.elements.iter().find(|(asked, _)| *asked == kind);
            let span = found.iter().find(|(present, _)| *present == kind).map(|(_, span)| *span);
            let evidence = span.map(|span| Evidence {
                span,
                quote: span.quote(text.original()).to_owned(),
                reason: EvidenceReason::Rule,
            });
            let max_points = asked.map_or(Points::ZERO, |(_, points)| *points);
            let points = if evidence.is_some() { max_points } else { Points::ZERO };
            ElementFeedback { kind, required: asked.is_some(), evidence, points, max_points }
        })
        .collect();
    let points = elements.iter().map(|element| element.points).sum();
    let missing = elements.iter().filter(|element| element.required && element.evidence.is_none());
    let missing: Vec<ElementKind> = missing.map(|element| element.kind).collect();
    let message = messages.format(&policy.genre, &missing);
    (FormatFeedback { genre: policy.genre.clone(), elements, message }, points)
}
