//! `yuejuan review apply`: what a reviewer filled in goes beside the results, which stay as they are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;

use anyhow::Context;

use super::args::ReviewApplyArgs;
use super::outcome::{Outcome, UsageError, complain};
use crate::class;
use crate::intake::{Problem, ReviewRow, read_review};
use crate::results::{Folder, FolderError, REVIEWED, Reviewed, read_line};

/// Bad cells that are listed one by one on stderr.
const SHOWN_PROBLEMS: usize = 50;

/// Matches the reviewed rows with the results and writes what was decided.
///
/// # Errors
///
/// Where a file cannot be used.
pub(super) fn apply(args: &ReviewApplyArgs) -> anyhow::Result<Outcome> {
    let place = args.workbook.display().to_string();
    let file = fs::read(&args.workbook)
        .map_err(|error| UsageError(format!("{place}: {error}; check the path and that you may read it")))?;
    let mut sheet = read_review(&file, &place).map_err(|problem| UsageError(problem.to_string()))?;
    let folder = Folder::new(&args.output);
    let lines = folder.lines().map_err(|error| match error {
        FolderError::NoResults(_) => anyhow::Error::from(UsageError(error.to_string())),
        error => error.into(),
    })?;
    let mut problems = std::mem::take(&mut sheet.problems);
    let mut rows = by_answer(std::mem::take(&mut sheet.rows), &place, &mut problems);
    for line in lines {
        let line = line.context("the results cannot be read")?;
        let entry = read_line(&line).context("the results cannot be read")?;
        if let Some(waiting) = rows.get_mut(&(entry.candidate.id.clone(), entry.question_id.clone())) {
            waiting.decision = match waiting.decision {
                None => Some(decide(&waiting.row, &entry)),
                Some(_) => {
                    Some(Err("several answers have this id and question; give each its own id and mark anew".into()))
                }
            };
        }
    }
    let mut reviewed: Vec<(usize, Reviewed)> = Vec::new();
    for Waiting { row, decision } in rows.into_values() {
        let none = || Err("no answer of the results has this id and question; leave both as they were".to_owned());
        match decision.unwrap_or_else(none) {
            Ok(decided) => reviewed.push((row.row, decided)),
            Err(reason) => problems.push(Problem::of_row(&place, row.row, &row.column, reason)),
        }
    }
    reviewed.sort_by_key(|(row, _)| *row);
    problems.sort_by_key(|problem| problem.row);
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        complain(format_args!("error: {problem}"));
    }
    if problems.len() > SHOWN_PROBLEMS {
        complain(format_args!("error: {} more cells cannot be used", problems.len() - SHOWN_PROBLEMS));
    }
    write(&folder, &reviewed)?;
    let changed = reviewed.iter().filter(|(_, one)| one.engine_score.total_cmp(&one.reviewed_score).is_ne()).count();
    super::outcome::say(format_args!(
        "{} reviewed, {changed} of them changed; {} agreed with as they are, {} not usable\n{}",
        reviewed.len(),
        sheet.agreed,
        problems.len(),
        folder.file(REVIEWED).display()
    ))?;
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// A reviewed row until its answer is found.
struct Waiting {
    row: ReviewRow,
    /// What comes of it, or why nothing does.
    decision: Option<Result<Reviewed, String>>,
}

/// Rows by id and question, so that the results are read once, however many there are.
fn by_answer(rows: Vec<ReviewRow>, place: &str, problems: &mut Vec<Problem>) -> HashMap<(String, String), Waiting> {
    let mut waiting: HashMap<(String, String), Waiting> = HashMap::new();
    for row in rows {
        match waiting.entry((row.id.clone(), row.question.clone())) {
            Entry::Vacant(free) => {
                free.insert(Waiting { row, decision: None });
            }
            Entry::Occupied(_) => {
                let reason = "a row above has this id and question too; leave one of them";
                problems.push(Problem::of_row(place, row.row, &row.column, reason));
            }
        }
    }
    waiting
}

fn decide(row: &ReviewRow, entry: &class::Entry) -> Result<Reviewed, String> {
    let feedback = &entry.feedback;
    if row.score > feedback.max_score {
        return Err(format!("more than the {} marks that can be had; mend it", feedback.max_score));
    }
    if !row.revision.is_empty() && row.revision != feedback.rubric_revision {
        return Err("the answer was marked anew by another rubric since; review the new marked.xlsx".to_owned());
    }
    Ok(Reviewed {
        place: entry.place.clone(),
        id: row.id.clone(),
        question: row.question.clone(),
        rubric_revision: feedback.rubric_revision.clone(),
        engine_score: feedback.score.as_f64(),
        reviewed_score: row.score.as_f64(),
        note: row.note.clone(),
    })
}

/// Writes the decisions in the order of the sheet.
fn write(folder: &Folder, reviewed: &[(usize, Reviewed)]) -> anyhow::Result<()> {
    let mut lines = String::new();
    for (_, one) in reviewed {
        lines.push_str(&serde_json::to_string(one).context("a decision cannot be written")?);
        lines.push('\n');
    }
    folder.write_reviewed(&lines)?;
    Ok(())
}
