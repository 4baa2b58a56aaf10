//! The elements of whole documents, and what is missing when one of them is taken out.
//!
//! A line of `tests/data/documents/<genre>.txt` is `element|text`, and goes on the line above where it starts with `+`.
//! A `note` is a remark that belongs to no element.

use std::fs;

use yuejuan::feedback::Language;
use yuejuan::inspection::{Inspection, inspect};
use yuejuan::rubric::{ElementKind, genre};

/// A document in parts, each with its element; `None` for a remark.
struct Document {
    genre: String,
    parts: Vec<Part>,
}

#[derive(Clone)]
struct Part {
    kind: Option<ElementKind>,
    text: String,
    /// Whether it goes on the line above.
    joined: bool,
}

fn kind(name: &str) -> Option<ElementKind> {
    match name {
        "title" => Some(ElementKind::Title),
        "number" => Some(ElementKind::DocumentNumber),
        "addressee" => Some(ElementKind::Addressee),
        "body" => Some(ElementKind::Body),
        "closing" => Some(ElementKind::Closing),
        "attachment" => Some(ElementKind::Attachment),
        "signature" => Some(ElementKind::Signature),
        "date" => Some(ElementKind::Date),
        "note" => None,
        _ => panic!("no element {name}"),
    }
}

fn part(line: &str) -> Part {
    let (name, text) = line.split_once('|').unwrap();
    let joined = name.starts_with('+');
    Part { kind: kind(name.trim_start_matches('+')), text: text.to_owned(), joined }
}

fn join<'p>(parts: impl Iterator<Item = &'p Part>, line_break: &str) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() && !part.joined {
            text.push_str(line_break);
        }
        text.push_str(&part.text);
    }
    text
}

fn documents() -> Vec<Document> {
    let mut files: Vec<_> = fs::read_dir("tests/data/documents").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let document = |path: &std::path::PathBuf| Document {
        genre: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        parts: fs::read_to_string(path).unwrap().lines().map(part).collect(),
    };
    files.iter().map(document).collect()
}

pub fn found(inspection: &Inspection) -> Vec<(ElementKind, String)> {
    let present = inspection.elements.iter().filter_map(|element| Some((element.kind, element.evidence.as_ref()?)));
    present.map(|(kind, evidence)| (kind, evidence.quote.clone())).collect()
}

// === impl Document ===

impl Document {
    fn kinds(&self) -> Vec<ElementKind> {
        let mut kinds: Vec<ElementKind> = self.parts.iter().filter_map(|part| part.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Its text and elements without those parts that are one element.
    fn without(&self, taken: Option<ElementKind>, line_break: &str) -> (String, Vec<(ElementKind, String)>) {
        let mut left = Vec::new();
        let mut apart = false;
        for part in &self.parts {
            if taken.is_some() && part.kind == taken {
                // What went on its line opens a line of its own now.
                apart |= !part.joined;
                continue;
            }
            left.push(Part { joined: part.joined && !apart, ..part.clone() });
            apart = false;
        }
        let of = |wanted| (wanted, join(left.iter().filter(|part| part.kind == Some(wanted)), line_break));
        let expected = self.kinds().into_iter().filter(|kind| Some(*kind) != taken).map(of).collect();
        (join(left.iter(), line_break), expected)
    }
}

#[test]
fn every_element_is_found_and_only_the_one_taken_out_is_missing() {
    let documents = documents();
    assert!(documents.len() >= 10);
    let mut wrong = Vec::new();
    for document in &documents {
        let known = genre(&document.genre).unwrap();
        let taken = std::iter::once(None).chain(document.kinds().into_iter().map(Some));
        for (taken, line_break) in taken.flat_map(|taken| [(taken, "\n"), (taken, "\r\n\r\n　　")]) {
            let (text, expected) = document.without(taken, line_break);
            let inspection = inspect(&text, Some(known), Language::Chinese);
            let found = found(&inspection);
            let missing: Vec<ElementKind> =
                document.kinds().into_iter().filter(|kind| found.iter().all(|(found, _)| found != kind)).collect();
            if found != expected || missing != Vec::from_iter(taken) {
                let found: Vec<_> = found.iter().filter(|element| !expected.contains(element)).collect();
                wrong.push(format!("{} without {taken:?}: missing {missing:?}, found {found:?}", known.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn documents_have_what_their_genre_requires() {
    for document in documents() {
        let (text, _) = document.without(None, "\n");
        let inspection = inspect(&text, genre(&document.genre), Language::Chinese);
        assert_eq!(inspection.missing().collect::<Vec<_>>(), [], "{}", document.genre);
    }
}
