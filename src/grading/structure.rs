//! 条理: whether the answer is laid out in points as asked, and whether its numbering is sound.

use super::integrity::passage;
use super::messages::Messages;
use crate::feedback::{Evidence, MarkerFeedback, StructureFault, StructureFaultKind, StructureFeedback};
use crate::points::Points;
use crate::rubric::{Rubric, StructurePolicy};
use crate::text::{FaultKind, Marker, Text};

/// What the layout is worth: the feedback, and the marks that its faults take.
pub fn structure(rubric: &Rubric, text: &Text<'_>, messages: Messages) -> (StructureFeedback, Points) {
    let policy = &rubric.structure;
    let outline = text.outline();
    let mut faults = Vec::new();
    if policy.itemized && rubric.keypoints.len() > 1 && outline.markers.is_empty() && !text.clauses().is_empty() {
        faults.push(fault(StructureFaultKind::NotItemized, vec![first_clause(text)], messages, 0));
    }
    if policy.one_paragraph {
        let lines: Vec<Evidence> =
            outline.markers.iter().filter(|marker| marker.opens_line).map(|marker| quote(text, marker)).collect();
        if lines.len() > 1 {
            faults.push(fault(StructureFaultKind::NotOneParagraph, lines, messages, 0));
        }
    }
    faults.extend(numbering_faults(text, messages));
    let taken = taken(policy, &faults);
    let message = messages.structure(policy, outline.markers.len(), faults.len());
    (StructureFeedback { markers: markers(text), faults, message }, taken)
}

/// The numbering markers of a text.
pub fn markers(text: &Text<'_>) -> Vec<MarkerFeedback> {
    let markers = text.outline().markers.iter().map(|marker| MarkerFeedback {
        family: marker.family,
        level: marker.level,
        ordinal: marker.ordinal,
        span: text.span(marker.start, marker.end),
        quote: text.quote(marker.start, marker.end).to_owned(),
    });
    markers.collect()
}

/// What is wrong with the numbering itself, whatever the question asks for.
pub fn numbering_faults(text: &Text<'_>, messages: Messages) -> Vec<StructureFault> {
    let outline = text.outline();
    let described = outline.faults().into_iter().filter_map(|found| {
        let marker = outline.markers.get(found.marker)?;
        let (kind, number) = match found.kind {
            FaultKind::Gap { missing } => (StructureFaultKind::Gap, missing),
            FaultKind::Repeat => (StructureFaultKind::Repeat, marker.ordinal),
            FaultKind::Order => (StructureFaultKind::Order, marker.ordinal),
            FaultKind::Single => (StructureFaultKind::Single, marker.ordinal),
        };
        Some(fault(kind, vec![quote(text, marker)], messages, number))
    });
    described.collect()
}

/// A layout that is missing altogether takes all that may be taken; each other fault takes its share.
fn taken(policy: &StructurePolicy, faults: &[StructureFault]) -> Points {
    let absent = |fault: &StructureFault| {
        matches!(fault.kind, StructureFaultKind::NotItemized | StructureFaultKind::NotOneParagraph)
    };
    if faults.iter().any(absent) {
        return policy.max_deduction;
    }
    policy.fault.times(faults.len()).min(policy.max_deduction)
}

fn fault(kind: StructureFaultKind, evidence: Vec<Evidence>, messages: Messages, number: usize) -> StructureFault {
    StructureFault { kind, message: messages.structure_fault(kind, number), evidence }
}

fn quote(text: &Text<'_>, marker: &Marker) -> Evidence {
    passage(text, marker.start, marker.end)
}

fn first_clause(text: &Text<'_>) -> Evidence {
    text.clauses().first().map_or_else(|| passage(text, 0, 0), |clause| passage(text, clause.start, clause.end))
}
