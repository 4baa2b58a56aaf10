//! A class into a folder of results: what is said of the run while it goes and at its end. The run itself is the library's.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Marking;
use super::interrupt::stop_on_interrupt;
use crate::cli::args::{GradeArgs, Language, Report};
use crate::cli::outcome::{Outcome, UsageError, complain, say, tell, tell_note};
use crate::feedback;
use crate::intake::Problem;
use crate::outputs::{LIKENESS_MAX, Made, SHEETS_MAX, Sheets, Wanted, make};
use crate::results::{Folder, FolderError, PROBLEMS, RESULTS, REVIEWED, Start, TABLE, Totals};
use crate::run::{Ended, Rubrics, Run, RunError, Step, input};

/// Problems that are printed one by one; the file has all of them.
const SHOWN_PROBLEMS: u64 = 20;

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
    if args.resume && paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(UsageError("stdin cannot be read again; --resume needs answers in files".to_owned()).into());
    }
    let inputs = paths.iter().map(|path| input(path)).collect();
    let run = Run::start(&folder, start, rubrics.clone(), language, inputs, args.column.clone());
    let run = run.map_err(|error| match error {
        RunError::Folder(FolderError::File(..)) | RunError::Write(_) | RunError::Rubrics(_) => {
            anyhow::Error::from(error)
        }
        RunError::Folder(error) => UsageError(error.to_string()).into(),
    })?;
    let before = run.answers_before();
    if before > 0 {
        complain(if language == feedback::Language::Chinese {
            format!("已经阅了 {before} 份，接着阅其余的")
        } else {
            format!("{before} answers are marked already; going on with the others")
        });
    }
    let stop = stop_on_interrupt();
    progress.show(&items);
    let mut problems_shown = 0;
    let ended = run.mark(items, &stop, |step| {
        progress.suspend(|| show(&step, &mut problems_shown, language));
        progress.add(step.answers);
    });
    progress.finish();
    let Ended { is_whole, totals, problems } = ended.map_err(|error| match error {
        RunError::Write(error) => anyhow::Error::from(error).context(format!("{} cannot be written", output.display())),
        error => error.into(),
    })?;
    if !is_whole {
        let so_far = totals.answers();
        complain(if language == feedback::Language::Chinese {
            format!("阅了 {so_far} 份后停下；同一条命令加 --resume 接着阅")
        } else {
            format!("stopped after {so_far} answers; the same command with --resume goes on")
        });
        return Ok(Outcome::SomeFailed);
    }
    let seconds = began.elapsed().as_secs_f64();
    let made = outputs(&folder, &rubrics, args, paths)?;
    summarize(&folder, &totals, problems, totals.answers() - before, seconds, args.language)?;
    show_made(&made, language)?;
    Ok(if problems == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

/// What is made from the results in a second pass.
fn outputs(folder: &Folder, rubrics: &Rubrics, args: &GradeArgs, paths: &[PathBuf]) -> anyhow::Result<Made> {
    let title = paths.first().and_then(|path| path.file_stem()).unwrap_or_default().to_string_lossy();
    let is_wanted = |report| args.reports.is_empty() || args.reports.contains(&report);
    let sheets = match args.reports.as_slice() {
        [] => Sheets::Few,
        named if named.contains(&Report::Sheets) => Sheets::Always,
        _ => Sheets::Never,
    };
    let wanted = Wanted { workbook: is_wanted(Report::Workbook), page: is_wanted(Report::Page), sheets };
    Ok(make(folder, folder.path(), &rubrics.all(), &title, args.language.into(), wanted)?)
}

/// Tells of what a step brought up; `shown` counts problems so far.
fn show(step: &Step, shown: &mut u64, language: feedback::Language) {
    let show_problem = |problem: &Problem| {
        *shown += 1;
        if *shown <= SHOWN_PROBLEMS {
            tell(problem, language);
        } else if *shown == SHOWN_PROBLEMS + 1 {
            complain(if language == feedback::Language::Chinese {
                format!("错误：其余的见 {PROBLEMS}")
            } else {
                format!("error: more of them in {PROBLEMS}")
            });
        }
    };
    step.problems.iter().for_each(show_problem);
    step.notes.iter().for_each(|note| tell_note(note, language));
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
            say(format_args!("有问题的 {problems} 处：{list}"))?;
        }
    } else {
        say(format_args!("{answers} answers, {marked} marked now in {seconds:.1} s ({rate:.0}/s)"))?;
        say(format_args!("results: {results} {table}"))?;
        if problems > 0 {
            say(format_args!("{problems} problems: {list}"))?;
        }
    }
    Ok(())
}

pub(in crate::cli) fn show_made(made: &Made, language: feedback::Language) -> io::Result<()> {
    let files: Vec<String> = made.files.iter().map(|file| file.display().to_string()).collect();
    let is_chinese = language == feedback::Language::Chinese;
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
    if made.decisions_left_out > 0 {
        let count = made.decisions_left_out;
        complain(if is_chinese {
            format!("注：{REVIEWED} 里有 {count} 份的作答不在了，或者后来重阅成别的分，这几份的复核分没有用上")
        } else {
            format!("note: {count} decisions of {REVIEWED} are on answers that are gone or were marked otherwise since")
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
