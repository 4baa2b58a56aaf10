//! `yuejuan grade`: answers in, feedback out in the same order, marked on all cores a batch at a time.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::args::{Color, Format, GradeArgs};
use super::input::{self, Answer, InputError, Source};
use super::outcome::{Outcome, complain};
use super::rubric::resolve;
use crate::feedback::{Feedback, Language};
use crate::grading::{Submission, grade};
use crate::report::text::{Style, render};
use crate::rubric::Rubric;
use crate::wire::{feedback_json, feedback_json_pretty};

/// Most answers held at once: enough to keep many cores busy between two writes.
const BATCH_ANSWERS: usize = 1024;
/// Bytes of answers after which a batch is full, so that long answers do not fill the memory.
const BATCH_BYTES: usize = 16 << 20;
/// Answers from which a progress bar is worth its line.
const PROGRESS_ANSWERS: usize = 50;
/// Columns of a report that no terminal reads.
const DEFAULT_COLUMNS: usize = 80;
/// Columns beyond which lines of a report are hard to read.
const MOST_COLUMNS: usize = 100;
/// Milliseconds between two looks of the progress bar.
const PROGRESS_MILLISECONDS: u64 = 200;

/// Everything that turns an answer into output.
struct Marking<'a> {
    rubric: &'a Rubric,
    format: Format,
    language: Language,
    style: Style,
}

/// Marks every answer; inputs that fail are reported and the rest goes on.
///
/// # Errors
///
/// Where the rubric cannot be used, stdin is named twice or stdout cannot be written.
pub(super) fn run(args: &GradeArgs) -> anyhow::Result<Outcome> {
    let rubric = resolve(&args.rubric)?;
    let sources = input::sources(&args.answers)?;
    let marking =
        Marking { rubric: &rubric, format: args.format, language: args.language.into(), style: style(args.color) };
    let progress = progress(&sources);
    let mut answers = sources.into_iter().flat_map(Source::answers);
    let mut outcome = Outcome::Done;
    let mut first = true;
    loop {
        let batch = next_batch(&mut answers);
        if batch.is_empty() {
            break;
        }
        let size = batch.len() as u64;
        let results: Vec<_> =
            batch.into_par_iter().map(|answer| answer.map(|answer| marking.output(&answer))).collect();
        progress.suspend(|| write(results, &marking, &mut first, &mut outcome))?;
        progress.inc(size);
    }
    progress.finish_and_clear();
    Ok(outcome)
}

fn next_batch(answers: &mut impl Iterator<Item = Result<Answer, InputError>>) -> Vec<Result<Answer, InputError>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_ANSWERS && bytes < BATCH_BYTES {
        let Some(answer) = answers.next() else { break };
        bytes += answer.as_ref().map_or(0, |answer| answer.text.len());
        batch.push(answer);
    }
    batch
}

fn write(
    results: Vec<Result<String, InputError>>,
    marking: &Marking<'_>,
    first: &mut bool,
    outcome: &mut Outcome,
) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for result in results {
        match result {
            Ok(output) => {
                if marking.format == Format::Text && !std::mem::take(first) {
                    out.write_all(b"\n")?;
                }
                out.write_all(output.as_bytes())?;
            }
            Err(error) => {
                *outcome = Outcome::SomeFailed;
                complain(format_args!("error: {error}"));
            }
        }
    }
    out.flush()
}

// === impl Marking ===

impl Marking<'_> {
    /// The output for one answer, its last line break included.
    fn output(&self, answer: &Answer) -> String {
        let submission = Submission { id: &answer.id, text: &answer.text, language: self.language };
        let feedback = grade(self.rubric, &submission);
        self.shown(&feedback, &answer.text)
    }

    fn shown(&self, feedback: &Feedback, text: &str) -> String {
        match self.format {
            Format::Text => render(feedback, text, &self.rubric.title, self.style, self.language),
            Format::Json => feedback_json_pretty(feedback, text) + "\n",
            Format::Jsonl => feedback_json(feedback, text) + "\n",
        }
    }
}

// === terminals ===

/// How text looks on stdout.
pub(super) fn style(color: Color) -> Style {
    let color = match color {
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        Color::Always => true,
        Color::Never => false,
    };
    let columns = if io::stdout().is_terminal() { terminal_size::terminal_size() } else { None };
    let width = columns.map_or(DEFAULT_COLUMNS, |(columns, _)| usize::from(columns.0).min(MOST_COLUMNS));
    Style { color, width }
}

/// A bar on stderr where much is to be marked; indicatif hides it where stderr is no terminal.
fn progress(sources: &[Source]) -> ProgressBar {
    let open_ended = sources.iter().any(Source::is_many);
    if !open_ended && sources.len() <= PROGRESS_ANSWERS {
        return ProgressBar::hidden();
    }
    let length = if open_ended { None } else { Some(sources.len() as u64) };
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    let template = if open_ended { "{spinner} {pos} ({per_sec})" } else { "{wide_bar} {pos}/{len} ({per_sec}, {eta})" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(PROGRESS_MILLISECONDS));
    bar
}
