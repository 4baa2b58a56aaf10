//! What comes out of the files of a class: answers, what cannot be read, and what was decided on the way. Knows no format.

use std::fmt;

use crate::class::{Candidate, HumanMarks};

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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
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
    /// What was decided, and why.
    pub text: String,
}

// === impl Problem ===

impl Problem {
    /// A problem with all of a file.
    #[must_use]
    pub fn of_file(place: &str, reason: impl fmt::Display) -> Self {
        Self { place: place.to_owned(), reason: reason.to_string(), ..Self::default() }
    }

    /// A problem with an answer, by its place.
    #[must_use]
    pub fn of_answer(place: &str, reason: impl fmt::Display) -> Self {
        let row = place.rsplit_once(':').and_then(|(file, row)| Some((file, row.parse().ok()?)));
        match row {
            Some((file, row)) => Self::of_row(file, row, "", reason),
            None => Self::of_file(place, reason),
        }
    }

    /// A problem with a row, or with one of its cells.
    #[must_use]
    pub fn of_row(place: &str, row: usize, column: &str, reason: impl fmt::Display) -> Self {
        let column = column.to_owned();
        Self { place: place.to_owned(), row: Some(row), column, reason: reason.to_string() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, row, column, reason } = self;
        f.write_str(place)?;
        if let Some(row) = row {
            write!(f, ":{row}")?;
        }
        if !column.is_empty() {
            write!(f, ": column {column}")?;
        }
        write!(f, ": {reason}")
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}
