//! The inspection of a text for a terminal: outline, elements, length.

use super::Style;
use super::items::pointers;
use super::layout::{Page, Run, Tone};
use crate::feedback::{Language, MarkerFeedback, StructureFault};
use crate::inspection::{InspectedElement, Inspection};
use crate::report::labels::{FULL, Labels, MISSED, family as family_name};
use crate::rubric::Requirement;
use crate::text::CountMode;

/// The ways of counting, as they are listed.
const MODES: [CountMode; 4] = [CountMode::Word, CountMode::Nonblank, CountMode::Grid, CountMode::Han];

/// Renders the inspection of the text `id` for a terminal. The last line ends with a line break.
#[must_use]
pub fn render_inspection(inspection: &Inspection, id: &str, style: Style, language: Language) -> String {
    let Inspection { genre, markers, faults, elements, counts, message } = inspection;
    let labels = Labels::of(language);
    let mut page = Page::new(style);
    page.rule();
    page.line(&[Run::new(id, Tone::Strong)]);
    page.rule();

    page.heading(labels.outline);
    if markers.is_empty() {
        page.item(&[Run::new(labels.unnumbered, Tone::Dim)]);
    }
    for MarkerFeedback { family, level, ordinal, span: _, quote } in markers {
        let indent = "　".repeat(level.saturating_sub(1));
        let line = format!("{indent}{quote}  ({} · {} {level} · {ordinal})", family_name(*family), labels.level);
        page.item(&[Run::plain(&line)]);
    }
    for StructureFault { kind, message, evidence } in faults {
        let text = format!("{MISSED} {}{}{message}{}", labels.fault(*kind), labels.colon, pointers(evidence));
        page.item(&[Run::plain(&text)]);
    }

    let heading = if genre.is_empty() { String::new() } else { format!("{}{genre}", labels.colon) };
    page.heading(&format!("{}{heading}", labels.format));
    for item in elements {
        element(&mut page, item, labels, genre);
    }
    if !message.is_empty() {
        page.item(&[Run::plain(message)]);
    }

    page.heading(labels.length);
    for mode in MODES {
        page.item(&[Run::plain(&format!("{} {} ({})", counts.get(mode), labels.unit, labels.mode(mode)))]);
    }
    page.finish()
}

fn element(page: &mut Page, item: &InspectedElement, labels: &Labels, genre: &str) {
    let InspectedElement { kind, requirement, evidence } = item;
    let (sign, tone) = match (evidence, requirement) {
        (Some(_), _) => (FULL, Tone::Full),
        (None, Some(Requirement::Required)) => (MISSED, Tone::Strong),
        (None, _) => (ABSENT, Tone::Dim),
    };
    let note = match requirement {
        Some(Requirement::Required) => labels.required,
        Some(Requirement::Optional) => labels.permitted,
        None => labels.optional,
    };
    let note = if genre.is_empty() { String::new() } else { format!("  ({note})") };
    let line = format!("{sign} {}{note}", labels.element(*kind));
    page.item(&[Run::new(&line, tone), Run::plain(&pointers(evidence.as_slice()))]);
}

/// Neither there nor asked for.
const ABSENT: &str = "·";
