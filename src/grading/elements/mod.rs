//! The elements of an official document, recognised by their place and shape: the tail is read from the end upwards,
//! then the head from the top, and the body is what is left between them. Knows nothing of what a rubric asks for.

mod date;
mod head;
mod line;
mod names;
mod tail;

use crate::rubric::ElementKind;
use crate::span::Span;
use crate::text::Text;
use line::{Range, lines};

/// The shortest body, in characters: less than this says nothing.
const BODY_MIN_CHARS: usize = 30;

/// The elements that a document shows, each once, in the order of the document.
///
/// ```
/// use yuejuan::grading::elements;
/// use yuejuan::text::Text;
/// let text = Text::new("爱护河道倡议书\n全体居民：\n小河流过家门，清水要靠大家。请不往河里倒垃圾，看见漂浮物随手捞起来，遇到偷排及时说。\n清河社区居委会\n2024年5月6日");
/// let quotes: Vec<&str> = elements(&text).iter().map(|(_, span)| span.quote(text.original())).collect();
/// assert_eq!((quotes.len(), quotes[1], quotes[4]), (5, "全体居民：", "2024年5月6日"));
/// ```
#[must_use]
pub fn elements(text: &Text<'_>) -> Vec<(ElementKind, Span)> {
    recognise(text).into_iter().map(|(kind, range)| (kind, text.span(range.start, range.end))).collect()
}

/// Where the body of a document stands, as positions of the folded view; all of it where no body is found.
#[must_use]
pub fn body(text: &Text<'_>) -> std::ops::Range<usize> {
    let found = recognise(text).into_iter().find(|(kind, _)| *kind == ElementKind::Body);
    found.map_or(0..text.folded().chars().len(), |(_, range)| range.start..range.end)
}

/// The elements in the order of the document.
fn recognise(text: &Text<'_>) -> Vec<(ElementKind, Range)> {
    let lines = lines(text);
    let tail = tail::read(&lines);
    let head = head::read(lines.get(..tail.first_line).unwrap_or_default());
    let body = between(&lines, head.body_start, tail.body_end);
    let mut found: Vec<(ElementKind, Range)> = [
        (ElementKind::Title, head.title),
        (ElementKind::DocumentNumber, head.number),
        (ElementKind::Addressee, head.addressee),
        (ElementKind::Body, body),
        // A line that is title and thanks at once is the title.
        (ElementKind::Closing, tail.closing.filter(|closing| closing.start >= head.body_start)),
        (ElementKind::Attachment, tail.attachment),
        (ElementKind::Signature, tail.signature.or(head.signature)),
        (ElementKind::Date, tail.date.or(head.date)),
    ]
    .into_iter()
    .filter_map(|(kind, range)| Some((kind, range?)))
    .collect();
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// The lines between head and tail, where they are long enough to say something.
fn between(lines: &[line::Line<'_>], start: usize, end: Option<usize>) -> Option<Range> {
    let last = lines.iter().map(|line| line.range.end).max().unwrap_or_default();
    let end = end.unwrap_or(last);
    let inside = lines.iter().map(|line| Range { start: line.range.start.max(start), end: line.range.end.min(end) });
    let inside: Vec<Range> = inside.filter(|range| range.start < range.end).collect();
    let body = Range { start: inside.first()?.start, end: inside.last()?.end };
    (body.end - body.start >= BODY_MIN_CHARS).then_some(body)
}
