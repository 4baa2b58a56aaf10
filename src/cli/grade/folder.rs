//! A class into a folder of results, in a run that can be stopped and gone on with.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::Marking;
use super::interrupt::stop_on_interrupt;
use super::pipeline::{self, Done};
use super::rubrics::Rubrics;
use crate::class::Entry;
use crate::cli::args::{GradeArgs, Language, Report};
use crate::cli::outcome::{Outcome, UsageError, complain, say};
use crate::feedback;
use crate::grading::{Submission, grade};
use crate::intake::{Answer, Problem, Settings, read_answers};
use crate::outputs::{LIKENESS_MAX, Made, SHEETS_MAX, Sheets, Wanted, make};
use crate::results::{
    Columns, Folder, FolderError, Input, Manifest, Output, PROBLEMS, QuestionRubric, RESULTS, Start, TABLE, Totals,
    Written,
};
use crate::rubric::{Rubric, shipped, shipped_ids};

/// Problems that are printed one by one; the file has all of them.
const SHOWN_PROBLEMS: u64 = 20;
/// Bytes read at a time to make sure that an input is the same.
const HASH_BUFFER_BYTES: usize = 256 << 10;

/// Marks into a folder.
///
/// # Errors
///
/// Where the folder cannot be used or written.
pub(super) fn run(marking: Marking<'_>, output: &Path, paths: &[PathBuf]) -> anyhow::Result<Outcome> {
    let began = Instant::now();
    let Marking { rubrics, items, mut progress, args } = marking;
    let language: feedback::Language = args.language.into();
    let folder = Folder::new(output);
    let start = match (args.resume, args.force) {
        (true, _) => Start::Resume,
        (_, true) => Start::Force,
        _ => Start::Fresh,
    };
    // Said before inputs are hashed, which takes its time.
    if start == Start::Fresh && folder.has_results() {
        return Err(UsageError(FolderError::HasResults(output.to_owned()).to_string()).into());
    }
    let known = rubrics.known();
    let manifest = manifest(args, &known, paths)?;
    let mut written =
        folder.start(start, manifest, Columns::new(&known, language), language).map_err(|error| match error {
            FolderError::File(..) => anyhow::Error::from(error),
            error => UsageError(error.to_string()).into(),
        })?;
    let columns = written.columns().clone();
    let before = written.answers_before();
    if before > 0 {
        complain(format_args!("{before} answers are marked already; going on with the others"));
    }
    let stop = stop_on_interrupt();
    progress.show(&items);
    let mark = |answer: Answer, rubric: &Rubric| Written::new(&entry(answer, rubric, language), &columns);
    let is_whole = pipeline::run(items, &rubrics, before, &stop, mark, |batch| {
        let count = batch.len() as u64;
        progress.suspend(|| write(batch, &mut written))?;
        progress.add(count);
        Ok(())
    })
    .with_context(|| format!("{} cannot be written", output.display()))?;
    progress.finish();
    if !is_whole {
        let so_far = written.totals().answers();
        complain(format_args!("stopped after {so_far} answers; the same command with --resume goes on"));
        return Ok(Outcome::SomeFailed);
    }
    let (totals, problems) = written.finish()?;
    let seconds = began.elapsed().as_secs_f64();
    let made = outputs(&folder, &rubrics, args, paths)?;
    summarize(&folder, &totals, problems, totals.answers() - before, seconds, args.language)?;
    show_made(&made, args.language)?;
    Ok(if problems == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

/// What is made from the results in a second pass.
fn outputs(folder: &Folder, rubrics: &Rubrics, args: &GradeArgs, paths: &[PathBuf]) -> anyhow::Result<Made> {
    let known: Vec<Arc<Rubric>> = match rubrics {
        Rubrics::Shipped => shipped_ids().into_iter().filter_map(shipped).collect(),
        _ => rubrics.known().into_iter().map(|(_, rubric)| rubric).collect(),
    };
    let title = paths.first().and_then(|path| path.file_stem()).unwrap_or_default().to_string_lossy();
    let is_wanted = |report| args.reports.is_empty() || args.reports.contains(&report);
    let sheets = match args.reports.as_slice() {
        [] => Sheets::Few,
        named if named.contains(&Report::Sheets) => Sheets::Always,
        _ => Sheets::Never,
    };
    let wanted = Wanted { workbook: is_wanted(Report::Workbook), page: is_wanted(Report::Page), sheets };
    Ok(make(folder, &known, &title, args.language.into(), wanted)?)
}

fn entry(answer: Answer, rubric: &Rubric, language: feedback::Language) -> Entry {
    let Answer { place, candidate, question_id, text, human } = answer;
    let feedback = grade(rubric, &Submission { id: &candidate.id, text: &text, language });
    let is_keypoint = |id: &String| rubric.keypoints.iter().any(|keypoint| keypoint.id == *id);
    let mut human = human;
    human.keypoints.retain(|id, _| is_keypoint(id));
    Entry { place, candidate, question_id, answer: text, human, feedback }
}

fn write(batch: Vec<Done<Written>>, written: &mut Output) -> io::Result<()> {
    for done in batch {
        match done {
            Done::Marked(answer) => written.add(&answer)?,
            Done::Problem(problem) => {
                written.add_problem(&problem)?;
                show(&problem, written.problems());
            }
            Done::Note(note) => complain(format_args!("note: {note}")),
        }
    }
    written.flush()
}

fn show(problem: &Problem, count: u64) {
    if count <= SHOWN_PROBLEMS {
        complain(format_args!("error: {problem}"));
    } else if count == SHOWN_PROBLEMS + 1 {
        complain(format_args!("error: more of them in {PROBLEMS}"));
    }
}

fn summarize(
    folder: &Folder,
    totals: &Totals,
    problems: u64,
    marked: u64,
    seconds: f64,
    language: Language,
) -> io::Result<()> {
    let is_chinese = language == Language::Zh;
    for question in totals.questions() {
        let name = if question.question_id.is_empty() { &question.rubric_id } else { &question.question_id };
        let (answers, mean, max) = (question.answers, question.mean(), question.max_score);
        if is_chinese {
            say(format_args!("{name}：{answers} 份，平均 {mean:.2} 分，满分 {max}"))?;
        } else {
            say(format_args!("{name}: {answers} answers, mean {mean:.2} of {max}"))?;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let rate = marked as f64 / seconds.max(f64::MIN_POSITIVE);
    let (results, table, list) = (folder.file(RESULTS), folder.file(TABLE), folder.file(PROBLEMS));
    let (results, table, list) = (results.display(), table.display(), list.display());
    let answers = totals.answers();
    if is_chinese {
        say(format_args!("共 {answers} 份，本次阅 {marked} 份，用时 {seconds:.1} 秒（每秒 {rate:.0} 份）"))?;
        say(format_args!("结果：{results} {table}"))?;
        if problems > 0 {
            say(format_args!("未能读取 {problems} 处：{list}"))?;
        }
    } else {
        say(format_args!("{answers} answers, {marked} marked now in {seconds:.1} s ({rate:.0}/s)"))?;
        say(format_args!("results: {results} {table}"))?;
        if problems > 0 {
            say(format_args!("{problems} not read: {list}"))?;
        }
    }
    Ok(())
}

fn show_made(made: &Made, language: Language) -> io::Result<()> {
    let files: Vec<String> = made.files.iter().map(|file| file.display().to_string()).collect();
    let is_chinese = language == Language::Zh;
    if !files.is_empty() {
        say(format_args!("{}{}", if is_chinese { "成绩单：" } else { "reports: " }, files.join(" ")))?;
    }
    if made.sheets_left_out {
        complain(if is_chinese {
            format!("注：超过 {SHEETS_MAX} 份，没有逐份写评语单；要写请加 --reports sheets")
        } else {
            format!("note: more than {SHEETS_MAX} answers, so no sheet for each; --reports sheets writes them")
        });
    }
    if made.likeness_left_out {
        complain(if is_chinese {
            format!("注：一道题超过 {LIKENESS_MAX} 份，没有查雷同")
        } else {
            format!("note: more than {LIKENESS_MAX} answers to a question, so like ones were not looked for")
        });
    }
    Ok(())
}

// === what is run ===

fn manifest(args: &GradeArgs, rubrics: &[(String, Arc<Rubric>)], paths: &[PathBuf]) -> Result<Manifest, UsageError> {
    let rubric = |(question, rubric): &(String, Arc<Rubric>)| QuestionRubric {
        question: question.clone(),
        id: rubric.id.clone(),
        revision: rubric.revision.clone(),
    };
    if args.resume && paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(UsageError("stdin cannot be read again; --resume needs answers in files".to_owned()));
    }
    let language = match args.language {
        Language::Zh => "zh",
        Language::En => "en",
    };
    let inputs = paths.iter().map(|path| input(path.as_path())).collect();
    Ok(Manifest::new(language, rubrics.iter().map(rubric).collect(), inputs, args.column.clone()))
}

/// An input by its files; those that cannot be read count with their names alone, and are reported where they are read.
fn input(path: &Path) -> Input {
    let mut input = Input { path: path.display().to_string(), files: 0, bytes: 0, sha256: String::new() };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; HASH_BUFFER_BYTES];
    for file in read_answers(&[path.to_owned()], Settings::default()).files() {
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
