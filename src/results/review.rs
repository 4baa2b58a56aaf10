//! `reviewed.jsonl`: what a person decided on answers that the engine marked, in the order of the sheet that they filled in.
//! Never changes the results; whoever reads them back puts each decision beside its answer.

use std::collections::HashMap;
use std::fs;
use std::io;

use serde::{Deserialize, Serialize};

use super::{Folder, FolderError, REVIEWED};
use crate::class::{Entry, Review};
use crate::points::Points;

/// A person's decision on one answer. The order of the fields is that of the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reviewed {
    /// Where the answer came from, as in the results.
    pub place: String,
    /// The submission's id.
    pub id: String,
    /// The question's id; empty where the input does not say.
    pub question: String,
    /// Revision of the rubric that the engine's score is by.
    pub rubric_revision: String,
    /// The engine's score in marks.
    pub engine_score: f64,
    /// The person's score in marks, 0 to the ceiling of the score.
    pub reviewed_score: f64,
    /// Why, in the person's words; may be empty.
    pub note: String,
}

/// The decisions of a folder, by answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decisions {
    by_answer: HashMap<(String, String), Reviewed>,
}

// === impl Folder ===

impl Folder {
    /// What people decided on its answers; nothing where nobody did.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn decisions(&self) -> Result<Decisions, FolderError> {
        let file = self.file(REVIEWED);
        let content = match fs::read_to_string(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Decisions::default()),
            content => content.map_err(|error| FolderError::File(file.clone(), error))?,
        };
        let read = |(line, number): (&str, usize)| {
            serde_json::from_str(line).map_err(|_| FolderError::NoDecision(file.clone(), number))
        };
        Ok(Decisions::new(content.lines().zip(1..).map(read).collect::<Result<_, _>>()?))
    }

    /// Writes what a person decided, in place of what was decided before.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write_reviewed(&self, lines: &str) -> Result<(), FolderError> {
        self.replace(REVIEWED, lines)
    }
}

// === impl Decisions ===

impl Decisions {
    /// Of some decisions; of two on one answer the later one stands.
    #[must_use]
    pub fn new(reviewed: Vec<Reviewed>) -> Self {
        let by_answer = reviewed.into_iter().map(|one| ((one.id.clone(), one.question.clone()), one)).collect();
        Self { by_answer }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_answer.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_answer.is_empty()
    }

    /// The entry with the decision on it; without one where it was marked otherwise since, or is another answer.
    #[must_use]
    pub fn put_on(&self, entry: Entry) -> Entry {
        if self.is_empty() {
            return entry;
        }
        let found = self.by_answer.get(&(entry.candidate.id.clone(), entry.question_id.clone()));
        let review = found
            .filter(|of| is_on(of, &entry))
            .and_then(|of| Some(Review { score: Points::from_f64(of.reviewed_score)?, note: of.note.clone() }));
        Entry { review, ..entry }
    }
}

fn is_on(reviewed: &Reviewed, entry: &Entry) -> bool {
    let feedback = &entry.feedback;
    reviewed.place == entry.place
        && reviewed.rubric_revision == feedback.rubric_revision
        && Points::from_f64(reviewed.engine_score) == Some(feedback.score)
}
