//! What a text is made of, without a rubric: its outline, the elements of a document, its length. Knows nothing of
//! marks, and no format.

use crate::feedback::{Evidence, EvidenceReason, Language, MarkerFeedback, StructureFault};
use crate::grading::{Messages, elements, markers, numbering_faults};
use crate::rubric::{ElementKind, Genre, Requirement};
use crate::text::{Counts, Text};

/// What a text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The genre that it was held against, or empty.
    pub genre: String,
    /// The numbering markers in the order of the text.
    pub markers: Vec<MarkerFeedback>,
    /// What is wrong with the numbering.
    pub faults: Vec<StructureFault>,
    /// The elements that are there or that the genre names, in the order of [`ElementKind`].
    pub elements: Vec<InspectedElement>,
    /// The length in every mode.
    pub counts: Counts,
    /// What the genre misses, in words; empty where there is no genre.
    pub message: String,
}

/// One element of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectedElement {
    /// Which element.
    pub kind: ElementKind,
    /// Whether the genre asks for it; `None` where it does not, or where there is no genre.
    pub requirement: Option<Requirement>,
    /// Where it stands, if it is there.
    pub evidence: Option<Evidence>,
}

/// Inspects a text, and holds it against a genre where there is one; messages are in `language`.
///
/// ```
/// use yuejuan::feedback::Language;
/// use yuejuan::inspection::inspect;
/// use yuejuan::rubric::{ElementKind, genre};
/// let text = "爱护河道倡议书\n一、不往河里倒垃圾，也劝别人不倒。\n三、看见漂浮物随手捞起来，交给保洁员。";
/// let inspection = inspect(text, genre("倡议书"), Language::Chinese);
/// let missing: Vec<ElementKind> = inspection.missing().collect();
/// assert_eq!(missing, [ElementKind::Addressee, ElementKind::Signature, ElementKind::Date]);
/// assert_eq!((inspection.markers.len(), inspection.faults.len(), inspection.counts.word), (2, 1, 43));
/// ```
#[must_use]
pub fn inspect(text: &str, genre: Option<&Genre>, language: Language) -> Inspection {
    let text = &Text::new(text);
    let messages = Messages::new(language);
    let elements = inspected(text, genre);
    let missing: Vec<ElementKind> = elements.iter().filter(|element| element.is_missing()).map(|e| e.kind).collect();
    let name = genre.map(|genre| genre.name.as_str()).unwrap_or_default();
    Inspection {
        genre: name.to_owned(),
        markers: markers(text),
        faults: numbering_faults(text, messages),
        elements,
        counts: *text.counts(),
        message: if genre.is_some() { messages.format(name, &missing) } else { String::new() },
    }
}

fn inspected(text: &Text<'_>, genre: Option<&Genre>) -> Vec<InspectedElement> {
    let found = elements(text);
    let named = genre.into_iter().flat_map(|genre| &genre.elements).map(|(kind, _)| *kind);
    let mut kinds: Vec<ElementKind> = named.chain(found.iter().map(|(kind, _)| *kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let element = |kind| {
        let span = found.iter().find(|(present, _)| *present == kind).map(|(_, span)| *span);
        let quoted = |span: crate::span::Span| span.quote(text.original()).to_owned();
        let evidence = span.map(|span| Evidence { span, quote: quoted(span), reason: EvidenceReason::Rule });
        InspectedElement { kind, requirement: genre.and_then(|genre| genre.requirement(kind)), evidence }
    };
    kinds.into_iter().map(element).collect()
}

// === impl Inspection ===

impl Inspection {
    /// The elements that the genre requires and the text lacks.
    pub fn missing(&self) -> impl Iterator<Item = ElementKind> {
        self.elements.iter().filter(|element| element.is_missing()).map(|element| element.kind)
    }
}

// === impl InspectedElement ===

impl InspectedElement {
    /// Whether it must be there and is not.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.requirement == Some(Requirement::Required) && self.evidence.is_none()
    }
}
