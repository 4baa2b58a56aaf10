//! `yuejuan grade`: answers in, feedback out in the same order, to stdout or into a folder of results.

mod folder;
mod interrupt;
mod progress;
mod rubrics;
mod stdout;

use anyhow::Context;
use rayon::ThreadPoolBuilder;

use super::args::{Color, GradeArgs};
use super::columns::naming;
use super::input;
use super::outcome::{Outcome, UsageError};
use crate::intake::{Items, Settings, read_answers};
use crate::report::text::Style;
use crate::run::Rubrics;
use progress::Progress;

/// Marks every answer; inputs that fail are reported and the rest goes on.
///
/// # Errors
///
/// Where a rubric or the folder cannot be used, stdin is named twice or the output cannot be written.
pub(super) fn run(args: &GradeArgs) -> anyhow::Result<Outcome> {
    input::stdin_once(&args.answers, "answers")?;
    let rubrics = rubrics::rubrics(&args.rubric, args.reading)?;
    let settings =
        Settings { naming: naming(&args.column)?, question_ids: rubrics.question_ids(), ..Settings::default() };
    let stdin = ["-".into()];
    let paths = if args.answers.is_empty() { &stdin } else { args.answers.as_slice() };
    let read_so_far = std::sync::Arc::clone(&settings.progress);
    let items = read_answers(paths, settings);
    if matches!(rubrics, Rubrics::Shipped) && !items.extent().1 {
        let problem = "name the rubric with --rubric; only rows of tables can name one themselves, by their 题号";
        return Err(UsageError(problem.to_owned()).into());
    }
    let marking = Marking { rubrics, items, progress: Progress::new(read_so_far), args };
    let marked = |marking: Marking<'_>| match &args.output {
        Some(output) => folder::run(marking, output, paths),
        None => stdout::run(marking),
    };
    match args.threads {
        None => marked(marking),
        Some(threads) => {
            let pool = ThreadPoolBuilder::new().num_threads(threads.get()).build();
            pool.context("the threads cannot be started")?.install(|| marked(marking))
        }
    }
}

/// What is to be marked, and how.
struct Marking<'a> {
    rubrics: Rubrics,
    items: Items,
    progress: Progress,
    args: &'a GradeArgs,
}

pub(super) use folder::show_made;

/// How text looks on stdout.
pub(super) fn style(color: Color) -> Style {
    stdout::style(color)
}
