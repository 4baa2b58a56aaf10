//! A class into a folder of results, in a run that can be stopped and gone on with. Knows nothing of who started it, nor
//! of how far it is shown; the reports on its results are made by `outputs`.

mod again;
mod kept;
mod pipeline;
mod rubrics;

pub use kept::{KeptError, RUBRICS, keep_rubrics, kept_rubrics};
pub use pipeline::{Done, Keep, pipeline};
pub use rubrics::{Rubrics, TwoRubrics};

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use crate::class::Entry;
use crate::feedback::Language;
use crate::grading::{Submission, grade};
use crate::intake::{Answer, Items, Note, Problem, Settings, read_answers};
use crate::results::{Columns, Folder, FolderError, Input, Manifest, Output, QuestionRubric, Start, Totals, Written};
use crate::rubric::Rubric;

/// A run whose folder is open.
#[derive(Debug)]
pub struct Run {
    rubrics: Rubrics,
    language: Language,
    output: Output,
}

/// What a step of a run brought up, after it was written.
#[derive(Debug, Default)]
pub struct Step {
    /// Answers that were marked in it.
    pub answers: u64,
    /// What could not be read or marked.
    pub problems: Vec<Problem>,
    /// What was left out or decided.
    pub notes: Vec<Note>,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// Whether it came to the end of its input.
    pub is_whole: bool,
    /// What is in the folder.
    pub totals: Totals,
    /// What could not be read or marked.
    pub problems: u64,
}

/// Why a run could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Results cannot be written.
    #[error("the results cannot be written: {0}; check the rights and the space on the disk")]
    Write(#[from] io::Error),
    /// The folder cannot be opened or closed.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The rubrics cannot be kept in it.
    #[error(transparent)]
    Rubrics(#[from] KeptError),
}

/// Bytes read at a time to make sure that an input is the same.
const HASH_BUFFER_BYTES: usize = 256 << 10;

// === impl Run ===

impl Run {
    /// Opens the folder of a run: `inputs` says what is read, `columns` which columns were named.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be used.
    pub fn start(
        folder: &Folder,
        start: Start,
        rubrics: Rubrics,
        language: Language,
        inputs: Vec<Input>,
        columns: Vec<String>,
    ) -> Result<Self, RunError> {
        let known = rubrics.known();
        let questions = known.iter().map(|(question, rubric)| QuestionRubric {
            question: question.clone(),
            id: rubric.id.clone(),
            revision: rubric.revision.clone(),
        });
        let manifest = Manifest::new(language.code(), questions.collect(), inputs, columns);
        let output = folder.start(start, manifest, Columns::new(&known, language), language)?;
        let of_one = |question: String| Some(question).filter(|question| !question.is_empty());
        let kept: Vec<_> = known.into_iter().map(|(question, rubric)| (of_one(question), rubric)).collect();
        keep_rubrics(folder.path(), &kept)?;
        Ok(Self { rubrics, language, output })
    }

    /// Answers that were there when it began.
    #[must_use]
    pub fn answers_before(&self) -> u64 {
        self.output.answers_before()
    }

    /// Marks the answers that are not there yet, until the end or until `stop` is set, and tells of each step.
    ///
    /// # Errors
    ///
    /// Where results cannot be written.
    pub fn mark(self, items: Items, stop: &AtomicBool, mut tell: impl FnMut(Step) + Send) -> Result<Ended, RunError> {
        let Self { rubrics, language, mut output } = self;
        let (columns, before) = (output.columns().clone(), output.answers_before());
        let mark = |answer: Answer, rubric: &Rubric| Written::new(&entry(answer, rubric, language), &columns);
        let is_whole = pipeline(items, &rubrics, Keep::Folder { skip: before }, stop, mark, |batch| {
            tell(write(batch, &mut output)?);
            Ok(())
        })?;
        if !is_whole {
            output.flush()?;
            return Ok(Ended { is_whole, totals: output.totals().clone(), problems: output.problems() });
        }
        let (totals, problems) = output.finish()?;
        Ok(Ended { is_whole, totals, problems })
    }
}

fn entry(answer: Answer, rubric: &Rubric, language: Language) -> Entry {
    let Answer { place, candidate, question_id, text, mut human } = answer;
    let feedback = grade(rubric, &Submission { id: &candidate.id, text: &text, language });
    let is_keypoint = |id: &String| rubric.keypoints.iter().any(|keypoint| keypoint.id == *id);
    human.keypoints.retain(|id, _| is_keypoint(id));
    Entry { place, candidate, question_id, answer: text, human, feedback, review: None }
}

fn write(batch: Vec<Done<Written>>, output: &mut Output) -> io::Result<Step> {
    let mut step = Step::default();
    for done in batch {
        match done {
            Done::Marked(answer) => {
                output.add(&answer)?;
                step.answers += 1;
            }
            Done::Problem(problem) => {
                output.add_problem(&problem)?;
                step.problems.push(problem);
            }
            Done::Note(note) => step.notes.push(note),
        }
    }
    output.flush()?;
    Ok(step)
}

/// An input by its files; those that cannot be read count with their names alone, and are reported where they are read.
#[must_use]
pub fn input(path: &Path) -> Input {
    let mut input = Input { path: path.display().to_string(), files: 0, bytes: 0, sha256: String::new() };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; HASH_BUFFER_BYTES];
    let path: PathBuf = path.to_owned();
    for file in read_answers(&[path], Settings::default()).files() {
        input.files += 1;
        hash.update(file.to_string_lossy().as_bytes());
        hash.update([0]);
        let Ok(mut content) = File::open(file) else { continue };
        while let Ok(length @ 1..) = content.read(&mut buffer) {
            hash.update(buffer.get(..length).unwrap_or_default());
            input.bytes += length as u64;
        }
    }
    input.sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    input
}
