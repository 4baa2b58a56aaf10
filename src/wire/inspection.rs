//! Inspection → wire. Knows nothing of how the message is sent.

use super::feedback::{element_place, fault, list, marker};
use super::position::Positions;
use super::{count, pb};
use crate::inspection::{InspectedElement, Inspection};
use crate::rubric::Requirement;
use crate::text::Counts;

/// The message for an inspection; `text` is the text that was inspected, from which positions are counted.
#[must_use]
pub fn inspection_into_pb(inspection: Inspection, text: &str) -> pb::InspectTextResponse {
    let missing = inspection.missing().map(super::rubric::element_kind).collect();
    let Inspection { genre, markers, faults, elements, counts, message } = inspection;
    let at = &Positions::new(text);
    pb::InspectTextResponse {
        genre,
        markers: list(markers, |item| marker(item, at)),
        faults: list(faults, |item| fault(item, at)),
        elements: list(elements, |item| element(item, at)),
        missing,
        counts: Some(length_counts(counts)),
        message,
    }
}

/// The message for the length in every mode.
pub(super) fn length_counts(counts: Counts) -> pb::LengthCounts {
    let Counts { word, nonblank, grid, han } = counts;
    pb::LengthCounts { word: count(word), nonblank: count(nonblank), grid: count(grid), han: count(han) }
}

fn element(element: InspectedElement, at: &Positions<'_>) -> pb::InspectedElement {
    let InspectedElement { kind, requirement, evidence } = element;
    let requirement = match requirement {
        None => pb::ElementRequirement::Unspecified,
        Some(Requirement::Required) => pb::ElementRequirement::Required,
        Some(Requirement::Optional) => pb::ElementRequirement::Optional,
    };
    let present = evidence.is_some();
    let pb::Evidence { start, end, quote, reason: _ } = element_place(evidence, at);
    pb::InspectedElement {
        kind: super::rubric::element_kind(kind),
        requirement: requirement.into(),
        present,
        start,
        end,
        quote,
    }
}
