//! Rows from the files that are named: answers, questions, and marks that stand apart from the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::args::ScoredArgs;
use crate::cli::columns::naming;
use crate::cli::outcome::UsageError;
use crate::intake::{AnswerRow, Field, Naming, RowProblem, answer_row, read_records};

/// Endings of the files that a folder is read for.
const ENDINGS: [&str; 3] = ["jsonl", "csv", "xlsx"];

/// Everything that was read.
pub(in crate::cli) struct Rows {
    pub answers: Vec<FileRow>,
    /// Questions by their id.
    pub questions: BTreeMap<String, AnswerRow>,
}

/// An answer's row.
pub(in crate::cli) struct FileRow {
    /// The file, as it was named.
    pub place: String,
    /// Its name without folder and ending.
    pub stem: String,
    pub row: AnswerRow,
    /// The rows of `--marks` files with the same id, in the order of the files.
    pub marks: Vec<AnswerRow>,
}

// === impl FileRow ===

impl FileRow {
    pub(in crate::cli) fn problem(&self, column: &str, what: &'static str, advice: &'static str) -> String {
        let problem = RowProblem { row: self.row.row, column: column.to_owned(), what, advice };
        format!("{}: {problem}", self.place)
    }
}

/// Reads every file that the arguments name.
///
/// # Errors
///
/// Where a file cannot be read or has no answers at all.
pub(in crate::cli) fn gather(
    scored: &[PathBuf],
    args: &ScoredArgs,
    questions: &[PathBuf],
    problems: &mut Vec<String>,
) -> Result<Rows, UsageError> {
    let naming = &naming(&args.column)?;
    let mut answers: Vec<FileRow> = Vec::new();
    for path in expand(scored)? {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let rows = read(&path, naming, problems)?;
        if !rows.is_empty() && rows.iter().all(|row| row.answer.is_none()) {
            return Err(no_column(&path, Field::Answer, "作答"));
        }
        let place = path.display().to_string();
        answers.extend(rows.into_iter().map(|row| FileRow {
            place: place.clone(),
            stem: stem.clone(),
            row,
            marks: Vec::new(),
        }));
    }
    if let Some(marker) = &args.marker {
        answers.retain(|answer| answer.row.marker == *marker);
    }
    drop_repeated(&mut answers, problems);
    for path in &args.marks {
        attach(&mut answers, path, read(path, naming, problems)?, problems)?;
    }
    let mut by_id = BTreeMap::new();
    for path in questions {
        for row in read(path, naming, problems)? {
            let id = if row.question_id.is_empty() { row.id.clone() } else { row.question_id.clone() };
            by_id.insert(id, row);
        }
    }
    Ok(Rows { answers, questions: by_id })
}

fn expand(named: &[PathBuf]) -> Result<Vec<PathBuf>, UsageError> {
    let mut files = BTreeSet::new();
    for path in named {
        if path.is_dir() {
            let entries = fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
            let is_table = |path: &PathBuf| {
                path.extension().is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
            };
            files.extend(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(is_table));
        } else {
            files.insert(path.clone());
        }
    }
    if files.is_empty() {
        return Err(UsageError(
            "no .jsonl, .csv or .xlsx file to evaluate; name one, or run it where corpus/answers is".to_owned(),
        ));
    }
    Ok(files.into_iter().collect())
}

fn read(path: &Path, naming: &Naming, problems: &mut Vec<String>) -> Result<Vec<AnswerRow>, UsageError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let place = path.display();
    let read = read_records(&bytes).map_err(|error| UsageError(format!("{place}: {error}")))?;
    problems.extend(read.problems.iter().map(|problem| format!("{place}: {problem}")));
    let mut rows = Vec::new();
    for record in &read.records {
        match answer_row(record, naming) {
            Ok(row) => rows.push(row),
            Err(problem) => problems.push(format!("{place}: {problem}")),
        }
    }
    Ok(rows)
}

/// Two answers of one id to one question cannot be told apart: the first stands.
fn drop_repeated(answers: &mut Vec<FileRow>, problems: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    answers.retain(|answer| {
        let row = &answer.row;
        let is_new = row.id.is_empty() || seen.insert((answer.place.clone(), row.question_id.clone(), row.id.clone()));
        if !is_new {
            problems.push(answer.problem(Field::Id.name(), "the id stands twice", "give each answer its own"));
        }
        is_new
    });
}

/// Puts marks to the answers of their ids.
fn attach(
    answers: &mut [FileRow],
    path: &Path,
    marks: Vec<AnswerRow>,
    problems: &mut Vec<String>,
) -> Result<(), UsageError> {
    if !marks.is_empty() && marks.iter().all(|row| row.id.is_empty()) {
        return Err(no_column(path, Field::Id, "编号"));
    }
    for row in marks {
        let is_same = |answer: &&mut FileRow| {
            answer.row.id == row.id && (row.question_id.is_empty() || answer.row.question_id == row.question_id)
        };
        let mut found = answers.iter_mut().filter(is_same);
        match (found.next(), found.next()) {
            (Some(answer), None) => answer.marks.push(row),
            (None, _) => {
                let what = "no answer has this id";
                let problem =
                    RowProblem { row: row.row, column: Field::Id.name().to_owned(), what, advice: "mend the id" };
                problems.push(format!("{}: {problem}", path.display()));
            }
            (Some(_), Some(_)) => {
                let what = "several answers have this id";
                let advice = "add a column question_id";
                let problem = RowProblem { row: row.row, column: Field::Id.name().to_owned(), what, advice };
                problems.push(format!("{}: {problem}", path.display()));
            }
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> UsageError {
    UsageError(format!("cannot read {}: {error}; check the path", path.display()))
}

fn no_column(path: &Path, field: Field, header: &str) -> UsageError {
    let (place, name) = (path.display(), field.name());
    UsageError(format!("{place}: no column for the {name}; head it {header}, or name it with --column {name}=HEADER"))
}
