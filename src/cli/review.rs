//! `yuejuan review apply`: what a reviewer filled in goes beside the results, which stay as they are, and into the reports.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::io;

use anyhow::Context;

use super::args::ReviewApplyArgs;
use super::grade::show_made;
use super::outcome::{Outcome, UsageError, complain, say, tell};
use crate::class;
use crate::feedback::Language;
use crate::intake::{Problem, Reason, ReviewRow, read_review};
use crate::outputs::remake;
use crate::results::{Folder, FolderError, Manifest, REVIEWED, Reviewed, read_line};
use crate::run::{RUBRICS, kept_rubrics};

/// Bad cells that are listed one by one on stderr.
const SHOWN_PROBLEMS: usize = 50;

/// Matches the reviewed rows with the results, writes what was decided, and makes the reports anew with it.
///
/// # Errors
///
/// Where a file cannot be used.
pub(super) fn apply(args: &ReviewApplyArgs) -> anyhow::Result<Outcome> {
    let place = args.workbook.display().to_string();
    let folder = Folder::new(&args.output);
    let manifest = folder.manifest()?;
    let language = args.language.map(Language::from).or(manifest.as_ref().map(Manifest::language)).unwrap_or_default();
    let file = fs::read(&args.workbook)
        .map_err(|error| UsageError(Problem::of_file(&place, Reason::unreadable(&error)).line(language)))?;
    let mut sheet = read_review(&file, &place).map_err(|problem| UsageError(problem.line(language)))?;
    let mut problems = std::mem::take(&mut sheet.problems);
    let rows = by_answer(std::mem::take(&mut sheet.rows), &place, &mut problems);
    let rows = decided(&folder, rows)?;
    let mut reviewed: Vec<(usize, Reviewed)> = Vec::new();
    for Waiting { row, decision } in rows.into_values() {
        match decision.unwrap_or(Err(Reason::NoSuchAnswer)) {
            Ok(decided) => reviewed.push((row.row, decided)),
            Err(reason) => problems.push(Problem::of_row(&place, row.row, &row.column, reason)),
        }
    }
    reviewed.sort_by_key(|(row, _)| *row);
    problems.sort_by_key(|problem| problem.row);
    show(&problems, language);
    write(&folder, &reviewed)?;
    summarize(&folder, &reviewed, sheet.agreed, problems.len(), language)?;
    let title = manifest.as_ref().map(Manifest::title).unwrap_or_default();
    remade(&folder, &title, language)?;
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// Makes the reports anew, where the rubrics are at hand.
fn remade(folder: &Folder, title: &str, language: Language) -> anyhow::Result<()> {
    if !folder.file(RUBRICS).exists() {
        complain(match language {
            Language::Chinese => {
                format!("注：没有 {RUBRICS}，成绩单和报告没有重做；用同一条 grade 命令加 --resume 补上")
            }
            Language::English => {
                format!(
                    "note: {RUBRICS} is missing, so the reports stay as they were; `grade --resume` makes them anew"
                )
            }
        });
        return Ok(());
    }
    let rubrics = kept_rubrics(folder.path())?;
    show_made(&remake(folder, &rubrics.all(), title, language)?, language)?;
    Ok(())
}

fn show(problems: &[Problem], language: Language) {
    problems.iter().take(SHOWN_PROBLEMS).for_each(|problem| tell(problem, language));
    if let Some(more) = problems.len().checked_sub(SHOWN_PROBLEMS).filter(|more| *more > 0) {
        complain(match language {
            Language::Chinese => format!("错误：另有 {more} 格用不了"),
            Language::English => format!("error: {more} more cells cannot be used"),
        });
    }
}

fn summarize(
    folder: &Folder,
    reviewed: &[(usize, Reviewed)],
    agreed: usize,
    unusable: usize,
    language: Language,
) -> io::Result<()> {
    let count = reviewed.len();
    let changed = reviewed.iter().filter(|(_, one)| one.engine_score.total_cmp(&one.reviewed_score).is_ne()).count();
    let file = folder.file(REVIEWED);
    let file = file.display();
    match language {
        Language::Chinese => {
            let unusable = if unusable > 0 { format!("，{unusable} 格用不了") } else { String::new() };
            say(format_args!(
                "复核 {count} 份，改分 {changed} 份；{agreed} 份没有填，照引擎的分{unusable}\n复核分：{file}"
            ))
        }
        Language::English => say(format_args!(
            "{count} reviewed, {changed} of them changed; {agreed} agreed with as they are, {unusable} not usable\n{file}"
        )),
    }
}

/// Reads the results and decides on each row whose answer is there.
fn decided(
    folder: &Folder,
    mut rows: HashMap<(String, String), Waiting>,
) -> anyhow::Result<HashMap<(String, String), Waiting>> {
    let lines = folder.lines().map_err(|error| match error {
        FolderError::NoResults(_) => anyhow::Error::from(UsageError(error.to_string())),
        error => error.into(),
    })?;
    for line in lines {
        let line = line.context("the results cannot be read")?;
        let entry = read_line(&line).context("the results cannot be read")?;
        if let Some(waiting) = rows.get_mut(&(entry.candidate.id.clone(), entry.question_id.clone())) {
            waiting.decision = Some(match waiting.decision {
                None => decide(&waiting.row, &entry),
                Some(_) => Err(Reason::SharedId),
            });
        }
    }
    Ok(rows)
}

/// A reviewed row until its answer is found.
struct Waiting {
    row: ReviewRow,
    /// What comes of it, or why nothing does.
    decision: Option<Result<Reviewed, Reason>>,
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
                problems.push(Problem::of_row(place, row.row, &row.column, Reason::SecondRow));
            }
        }
    }
    waiting
}

fn decide(row: &ReviewRow, entry: &class::Entry) -> Result<Reviewed, Reason> {
    let feedback = &entry.feedback;
    if row.score > feedback.max_score {
        return Err(Reason::MoreThan(feedback.max_score));
    }
    if !row.revision.is_empty() && row.revision != feedback.rubric_revision {
        return Err(Reason::MarkedAnew);
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
