//! `yuejuan review apply`: what a reviewer filled in goes beside the results, which stay as they are.

use std::collections::HashMap;
use std::fs;

use anyhow::Context;

use super::args::ReviewApplyArgs;
use super::outcome::{Outcome, UsageError, complain};
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
    // Rows by id and question; results are read once, however many there are.
    let mut rows: HashMap<(String, String), Vec<ReviewRow>> = HashMap::new();
    for row in std::mem::take(&mut sheet.rows) {
        rows.entry((row.id.clone(), row.question.clone())).or_default().push(row);
    }
    let mut problems = sheet.problems;
    let mut reviewed: Vec<Reviewed> = Vec::new();
    for line in lines {
        let line = line.context("the results cannot be read")?;
        let entry = read_line(&line).context("the results cannot be read")?;
        let Some(waiting) = rows.get_mut(&(entry.candidate.id.clone(), entry.question_id.clone())) else { continue };
        let is_its = |row: &ReviewRow| row.place.is_empty() || row.place == entry.place;
        let Some(at) = waiting.iter().position(is_its) else { continue };
        let row = waiting.remove(at);
        let bad = |reason: String| Problem::of_row(&place, row.row, &row.column, reason);
        let feedback = &entry.feedback;
        if row.score > feedback.max_score {
            let max = feedback.max_score;
            problems.push(bad(format!("more than the {max} marks that can be had; mend it")));
        } else if !row.revision.is_empty() && row.revision != feedback.rubric_revision {
            let reason = "the answer was marked anew by another rubric since; review the new marked.xlsx";
            problems.push(bad(reason.to_owned()));
        } else {
            let decided = Reviewed {
                place: entry.place,
                id: row.id,
                question: row.question,
                rubric_revision: feedback.rubric_revision.clone(),
                engine_score: feedback.score.as_f64(),
                reviewed_score: row.score.as_f64(),
                note: row.note,
            };
            reviewed.push(decided);
        }
    }
    for row in rows.into_values().flatten() {
        let reason = "no answer of the results has this id and question, or another row has them too";
        problems.push(Problem::of_row(&place, row.row, &row.column, reason));
    }
    problems.sort_by_key(|problem| problem.row);
    for problem in problems.iter().take(SHOWN_PROBLEMS) {
        complain(format_args!("error: {problem}"));
    }
    if problems.len() > SHOWN_PROBLEMS {
        complain(format_args!("error: {} more cells cannot be used", problems.len() - SHOWN_PROBLEMS));
    }
    write(&folder, &reviewed)?;
    let changed = reviewed.iter().filter(|one| one.engine_score.total_cmp(&one.reviewed_score).is_ne()).count();
    super::outcome::say(format_args!(
        "{} reviewed, {changed} of them changed; {} agreed with as they are, {} not usable\n{}",
        reviewed.len(),
        sheet.agreed,
        problems.len(),
        folder.file(REVIEWED).display()
    ))?;
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// Writes the decisions in the order of the results.
fn write(folder: &Folder, reviewed: &[Reviewed]) -> anyhow::Result<()> {
    let mut lines = String::new();
    for one in reviewed {
        lines.push_str(&serde_json::to_string(one).context("a decision cannot be written")?);
        lines.push('\n');
    }
    folder.write_reviewed(&lines)?;
    Ok(())
}
