//! Answers from DOCX documents: one candidate a file, or one with a heading a candidate. `body` reads the text as a person
//! sees it, `numbering` makes the markers that the word processor makes; here stands who wrote what.

mod body;
mod numbering;

use super::archive::part;
use super::item::{Answer, Item, Note, Problem};
use super::limits::ANSWER_BYTES_MAX;
use super::messages::{Decided, Reason};
use super::names::{named_fields, person};
use crate::class::{Candidate, HumanMarks};
use body::{Paragraph, paragraphs};
use numbering::Numbering;

/// Everything that a document says. `candidate` is who wrote it by the file's name.
pub(super) fn read(file: &[u8], place: &str, candidate: Candidate) -> Vec<Item> {
    let paragraphs = match text(file) {
        Ok(paragraphs) => paragraphs,
        Err(error) => return vec![Item::Problem(Problem::of_file(place, error))],
    };
    let by_line: Vec<usize> =
        starts(&paragraphs, |paragraph| named_fields(&paragraph.text).is_some_and(|who| !who.name.is_empty()));
    if by_line.len() > 1 {
        return split(&paragraphs, &by_line, place, &candidate, Decided::PartedByLines(by_line.len()));
    }
    let by_heading = starts(&paragraphs, |paragraph| paragraph.is_heading);
    let is_person = |at: &usize| paragraphs.get(*at).is_some_and(|paragraph| person(&paragraph.text).is_some());
    // A file that is itself named after a candidate is that candidate's, with headings of the answer's own.
    if by_heading.len() > 1 && candidate.name.is_empty() && by_heading.iter().all(is_person) {
        return split(&paragraphs, &by_heading, place, &candidate, Decided::PartedByHeadings(by_heading.len()));
    }
    vec![answer(&paragraphs, place, candidate)]
}

fn text(file: &[u8]) -> Result<Vec<Paragraph>, Reason> {
    let part = |name| -> Result<Option<String>, Reason> {
        let Some(bytes) = part(file, name)? else { return Ok(None) };
        String::from_utf8(bytes).map(Some).map_err(|_| Reason::BrokenDocument)
    };
    let document = part("word/document.xml")?.ok_or(Reason::NoDocument)?;
    let (styles, numbering) = (part("word/styles.xml")?, part("word/numbering.xml")?);
    let numbering = Numbering::new(&numbering.unwrap_or_default(), &styles.unwrap_or_default());
    paragraphs(&document, numbering).map_err(|_| Reason::BrokenDocument)
}

fn starts(paragraphs: &[Paragraph], is_start: impl Fn(&Paragraph) -> bool) -> Vec<usize> {
    paragraphs.iter().enumerate().filter(|(_, paragraph)| is_start(paragraph)).map(|(at, _)| at).collect()
}

/// An answer for each part that starts with who wrote it.
fn split(paragraphs: &[Paragraph], starts: &[usize], place: &str, file: &Candidate, how: Decided) -> Vec<Item> {
    let note = |decided| Item::Note(Note { place: place.to_owned(), decided });
    let mut items = vec![note(how)];
    let before = starts.first().and_then(|first| paragraphs.get(..*first)).unwrap_or_default();
    if before.iter().any(|paragraph| !paragraph.text.trim().is_empty()) {
        items.push(note(Decided::BeforeTheFirst));
    }
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(paragraphs.len());
        let Some((first, rest)) = paragraphs.get(*start..end).and_then(<[Paragraph]>::split_first) else { continue };
        let who = named_fields(&first.text).or_else(|| person(&first.text)).unwrap_or_default();
        let class = if who.class.is_empty() { file.class.clone() } else { who.class };
        items.push(answer(rest, &format!("{place}:{}", number + 1), Candidate { class, ..who }));
    }
    items
}

/// The answer in paragraphs; lines at its start that only say who wrote it (姓名：…) are no part of it.
fn answer(paragraphs: &[Paragraph], place: &str, mut candidate: Candidate) -> Item {
    let mut lines =
        paragraphs.iter().map(|paragraph| paragraph.text.as_str()).skip_while(|line| line.trim().is_empty()).peekable();
    while let Some(said) = lines.peek().and_then(|line| named_fields(line)) {
        for (field, said) in
            [(&mut candidate.name, said.name), (&mut candidate.number, said.number), (&mut candidate.class, said.class)]
        {
            if !said.is_empty() {
                *field = said;
            }
        }
        lines.next();
    }
    let text = lines.collect::<Vec<_>>().join("\n").trim_end().to_owned();
    if text.len() > ANSWER_BYTES_MAX {
        return Item::Problem(Problem::of_file(place, Reason::LongAnswer(text.len())));
    }
    if candidate.id.is_empty() {
        let ids = [&candidate.number, &candidate.name].into_iter().find(|id| !id.is_empty()).cloned();
        candidate.id = ids.unwrap_or_else(|| place.to_owned());
    }
    Item::Answer(Answer {
        place: place.to_owned(),
        candidate,
        question_id: String::new(),
        text,
        human: HumanMarks::default(),
    })
}
