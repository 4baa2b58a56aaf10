//! The text of a document as a person sees it: paragraphs as lines, with tabs, line breaks and the cells of tables; without
//! what was deleted, moved away or hidden, without field codes and phonetic guides. Knows nothing of candidates.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::limits::ELEMENT_DEPTH_MAX;
use super::numbering::Numbering;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    /// Its text with the marker of its list; line breaks within it stay.
    pub text: String,
    /// Whether it is a heading of the first level.
    pub is_heading: bool,
}

/// The markup cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadMarkup;

/// Elements of which nothing is seen: what was deleted or moved away, what repeats a text box for older programs, field
/// codes, phonetic guides, drawings' own names, and what a paragraph or run was before a change.
const UNSEEN: [&str; 9] =
    ["del", "moveFrom", "Fallback", "instrText", "delInstrText", "rt", "pPrChange", "rPrChange", "docPr"];

/// Reads the paragraphs of `word/document.xml` in their order.
pub(super) fn paragraphs(document: &str, numbering: Numbering) -> Result<Vec<Paragraph>, BadMarkup> {
    let mut reader = Reader::from_str(document);
    let mut walk =
        Walk { numbering, done: Vec::new(), open: Vec::new(), path: Vec::new(), unseen: None, is_hidden: false };
    loop {
        match reader.read_event().map_err(|_| BadMarkup)? {
            Event::Start(start) => {
                walk.start(&start);
                walk.path.push(start.local_name().as_ref().to_owned());
                if walk.path.len() > ELEMENT_DEPTH_MAX {
                    return Err(BadMarkup);
                }
            }
            Event::Empty(start) => {
                walk.start(&start);
                walk.end(start.local_name().as_ref());
            }
            Event::End(end) => {
                walk.path.pop();
                walk.end(end.local_name().as_ref());
            }
            Event::Text(text) => walk.text(&text),
            Event::CData(text) => walk.text(&text),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) => entity(&reference),
                    Err(_) => None,
                };
                walk.text(character.map(String::from).unwrap_or_default().as_str());
            }
            Event::Eof => return Ok(walk.done),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The entities that XML has of its own; no others are known, so none can grow.
fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a property that is there is meant: `w:val="0"` takes it back.
fn is_on(start: &BytesStart<'_>) -> bool {
    !attribute(start, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

/// A paragraph that is not at its end: text boxes have paragraphs within paragraphs.
#[derive(Default)]
struct Open {
    text: String,
    style: String,
    /// Level of its outline, from 0, where it has one of its own.
    outline: Option<u32>,
    /// Id and level of its list, as far as the paragraph itself says.
    list: (Option<String>, Option<usize>),
}

struct Walk {
    numbering: Numbering,
    done: Vec<Paragraph>,
    open: Vec<Open>,
    /// The elements around, by their names.
    path: Vec<String>,
    /// How many elements were around the one of which nothing is seen.
    unseen: Option<usize>,
    /// Whether the run is hidden.
    is_hidden: bool,
}

// === impl Walk ===

impl Walk {
    fn start(&mut self, start: &BytesStart<'_>) {
        if self.unseen.is_some() {
            return;
        }
        let name = start.local_name();
        let name: &str = name.as_ref();
        let is_paragraph_property = self.path.iter().any(|element| element == "pPr");
        match name {
            "p" => self.open.push(Open::default()),
            "r" => self.is_hidden = false,
            "vanish" if !is_paragraph_property => self.is_hidden = is_on(start),
            // A tab stop is an element of the same name.
            "tab" if !is_paragraph_property => self.add("\t"),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            "pStyle" => self.set(|open| open.style = attribute(start, "val").unwrap_or_default()),
            "outlineLvl" => {
                self.set(|open| open.outline = attribute(start, "val").and_then(|value| value.parse().ok()));
            }
            "numId" => self.set(|open| open.list.0 = attribute(start, "val")),
            "ilvl" => self.set(|open| open.list.1 = attribute(start, "val").and_then(|value| value.parse().ok())),
            // Within properties `del` says that the end of a paragraph was deleted, which hides no text.
            name if UNSEEN.contains(&name) && !is_paragraph_property => self.unseen = Some(self.path.len()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(depth) = self.unseen {
            if self.path.len() <= depth {
                self.unseen = None;
            }
            return;
        }
        if name == "p"
            && let Some(open) = self.open.pop()
        {
            let marker = self.numbering.marker(&open.style, open.list.0.as_deref(), open.list.1);
            let is_heading = open.outline.or_else(|| self.numbering.outline(&open.style)) == Some(0);
            self.done.push(Paragraph { text: marker + &open.text, is_heading });
        }
    }

    fn text(&mut self, text: &str) {
        // Other elements with characters in them are markup.
        if self.path.last().is_some_and(|element| element == "t") {
            self.add(text);
        }
    }

    fn add(&mut self, text: &str) {
        if self.unseen.is_none()
            && !self.is_hidden
            && let Some(open) = self.open.last_mut()
        {
            open.text.push_str(text);
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.last_mut() {
            change(open);
        }
    }
}
