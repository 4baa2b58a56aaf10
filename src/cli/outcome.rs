//! How a command ends: its exit code and the message that goes with it.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::feedback::Language;
use crate::intake::{Note, Problem};

/// Exit code of a command that was called wrongly, as clap has it.
pub(super) const USAGE: u8 = 2;
/// Exit code of a command some of whose input failed.
const FAILED: u8 = 1;

/// How a command that ran to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All of it was done.
    Done,
    /// Some input failed, and was reported.
    SomeFailed,
}

/// The command was called wrongly; nothing was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub String);

/// The exit code; an error is reported on stderr first. Whoever closed stdout has seen enough: that is no failure.
pub(super) fn exit_code(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(FAILED),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("error: {error:#}"));
            ExitCode::from(if error.is::<UsageError>() { USAGE } else { FAILED })
        }
    }
}

/// Writes a line to stderr, if anyone still reads it.
pub(super) fn complain(line: impl fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Writes to stderr what cannot be read or used.
pub(super) fn tell(problem: &Problem, language: Language) {
    let mark = if language == Language::Chinese { "错误：" } else { "error: " };
    complain(format_args!("{mark}{}", problem.line(language)));
}

/// Writes to stderr what was decided on the way.
pub(super) fn tell_note(note: &Note, language: Language) {
    let mark = if language == Language::Chinese { "注：" } else { "note: " };
    complain(format_args!("{mark}{}", note.line(language)));
}

/// Writes lines to stdout.
///
/// # Errors
///
/// Where nobody reads them.
pub(super) fn say(lines: impl fmt::Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{lines}")
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io_errors = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    io_errors.map(io::Error::kind).any(|kind| kind == io::ErrorKind::BrokenPipe)
}
