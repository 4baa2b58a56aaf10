//! What comes out of the files of a class: answers, what cannot be read, and what was decided on the way. Knows no format.

use super::messages::{Decided, Reason};
use crate::class::{Candidate, HumanMarks};
use crate::feedback::Language;

/// One thing that reading the files of a class brings up, in their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An answer to mark.
    Answer(Answer),
    /// Something that cannot be read; the rest goes on.
    Problem(Problem),
    /// Something that was left out or decided, and is no fault.
    Note(Note),
}

/// One candidate's answer to one question, as a file has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Where it came from, for people: `class.xlsx:3`.
    pub place: String,
    /// Who wrote it.
    pub candidate: Candidate,
    /// The question's id; empty where the file does not say.
    pub question_id: String,
    /// What the candidate wrote.
    pub text: String,
    /// What humans gave; the keypoints are all columns that hold marks and are nothing else.
    pub human: HumanMarks,
}

/// Something that cannot be read. Never quotes what a candidate wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, or the entry of an archive, or the sheet.
    pub place: String,
    /// Which row or line, from 1; none where it is about all of the file.
    pub row: Option<usize>,
    /// The column by its header; empty where it is about all of the row.
    pub column: String,
    /// What is wrong and what to do.
    pub reason: Reason,
}

/// A problem in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The file, or the entry of an archive, or the sheet.
    pub place: String,
    /// Which row or line, from 1; none where it is about all of the file.
    pub row: Option<usize>,
    /// The column by its header; empty where it is about all of the row.
    pub column: String,
    /// What is wrong and what to do.
    pub reason: String,
}

/// Something that was left out or decided on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file, or the entry of an archive.
    pub place: String,
    /// What was decided.
    pub decided: Decided,
}

// === impl Problem ===

impl Problem {
    /// A problem with all of a file.
    #[must_use]
    pub fn of_file(place: &str, reason: Reason) -> Self {
        Self { place: place.to_owned(), row: None, column: String::new(), reason }
    }

    /// A problem with an answer, by its place.
    #[must_use]
    pub fn of_answer(place: &str, reason: Reason) -> Self {
        let (file, row) = place_and_row(place);
        Self { place: file.to_owned(), row, column: String::new(), reason }
    }

    /// A problem with a row, or with one of its cells.
    #[must_use]
    pub fn of_row(place: &str, row: usize, column: &str, reason: Reason) -> Self {
        Self { place: place.to_owned(), row: Some(row), column: column.to_owned(), reason }
    }

    /// In words.
    #[must_use]
    pub fn told(&self, language: Language) -> Told {
        let Self { place, row, column, reason } = self;
        Told { place: place.clone(), row: *row, column: column.clone(), reason: reason.text(language) }
    }

    /// On one line.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let Told { place, row, column, reason } = self.told(language);
        let row = row.map(|row| format!(":{row}")).unwrap_or_default();
        match (language, column.as_str()) {
            (Language::Chinese, "") => format!("{place}{row}：{reason}"),
            (Language::Chinese, column) => format!("{place}{row}：“{column}”列：{reason}"),
            (Language::English, "") => format!("{place}{row}: {reason}"),
            (Language::English, column) => format!("{place}{row}: column {column}: {reason}"),
        }
    }
}

/// The file of a place, and the row where it has one: of `class.csv:3` they are `class.csv` and 3.
#[must_use]
pub(crate) fn place_and_row(place: &str) -> (&str, Option<usize>) {
    let parted = place.rsplit_once(':').and_then(|(file, row)| Some((file, Some(row.parse().ok()?))));
    parted.unwrap_or((place, None))
}

// === impl Note ===

impl Note {
    /// On one line.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let text = self.decided.text(language);
        match language {
            Language::Chinese => format!("{}：{text}", self.place),
            Language::English => format!("{}: {text}", self.place),
        }
    }
}
