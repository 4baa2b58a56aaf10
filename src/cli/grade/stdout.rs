//! Feedback to stdout: a report for people, or JSON.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::AtomicBool;

use anstream::{AutoStream, ColorChoice};

use super::{Marking, Progress};
use crate::cli::args::{Color, Format};
use crate::cli::outcome::{Outcome, tell, tell_note};
use crate::feedback::Language;
use crate::grading::{Submission, grade};
use crate::intake::Answer;
use crate::report::text::{Style, render};
use crate::rubric::Rubric;
use crate::run::{Done, Keep, pipeline};
use crate::wire::{feedback_json, feedback_json_pretty};

/// Columns of a report that no terminal reads.
const DEFAULT_COLUMNS: usize = 80;
/// Columns beyond which lines of a report are hard to read.
const MOST_COLUMNS: usize = 100;

/// Everything that turns an answer into output.
struct Look {
    format: Format,
    language: Language,
    style: Style,
}

/// Marks and prints.
///
/// # Errors
///
/// Where stdout cannot be written.
pub(super) fn run(marking: Marking<'_>) -> anyhow::Result<Outcome> {
    let Marking { rubrics, items, mut progress, args } = marking;
    let look = Look { format: args.format, language: args.language.into(), style: style(args.color) };
    progress.show(&items);
    let (mut outcome, mut is_first) = (Outcome::Done, true);
    let stop = AtomicBool::new(false);
    let mark = |answer: Answer, rubric: &Rubric| look.output(&answer, rubric);
    pipeline(items, &rubrics, Keep::Stream, &stop, mark, |batch| {
        let count = batch.len() as u64;
        progress.suspend(|| write(batch, &look, &mut is_first, &mut outcome))?;
        progress.add(count);
        Ok(())
    })?;
    Progress::finish(&progress);
    Ok(outcome)
}

fn write(batch: Vec<Done<String>>, look: &Look, is_first: &mut bool, outcome: &mut Outcome) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for done in batch {
        match done {
            Done::Marked(output) => {
                if look.format == Format::Text && !std::mem::take(is_first) {
                    out.write_all(b"\n")?;
                }
                out.write_all(output.as_bytes())?;
            }
            Done::Problem(problem) => {
                *outcome = Outcome::SomeFailed;
                tell(&problem, look.language);
            }
            Done::Note(note) => tell_note(&note, look.language),
        }
    }
    out.flush()
}

// === impl Look ===

impl Look {
    /// The output for one answer, its last line break included.
    fn output(&self, answer: &Answer, rubric: &Rubric) -> String {
        let Answer { candidate, text, .. } = answer;
        let feedback = grade(rubric, &Submission { id: &candidate.id, text, language: self.language });
        match self.format {
            Format::Text => render(&feedback, text, &rubric.title, self.style, self.language),
            Format::Json => feedback_json_pretty(&feedback, text) + "\n",
            Format::Jsonl => feedback_json(&feedback, text) + "\n",
        }
    }
}

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
