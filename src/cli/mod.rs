//! The command line: parses arguments, resolves files and calls the library. Owns exit codes and messages for
//! people; must not know how marks are made.
//!
//! Exit codes: 0 all went well, 1 some input failed, 2 the command was called wrongly.

mod args;
mod calibrate;
mod call;
mod check;
mod columns;
mod draft;
mod evaluate;
mod grade;
mod input;
mod inspect;
mod outcome;
mod review;
mod rubric;
mod serve;
mod store;
mod wording;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, ReviewCommand};
use outcome::Outcome;

/// Runs the program on its arguments.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing is left to do where the message itself cannot be written.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(outcome::USAGE));
        }
    };
    outcome::exit_code(dispatch(&cli.command))
}

fn dispatch(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Grade(args) => grade::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Rubric { command } => rubric::run(command),
        Command::Serve(args) => serve::run(args),
        Command::Call(args) => call::run(args),
        Command::Key { command } => store::keys(command),
        Command::Store { command } => store::run(command),
        Command::Evaluate(args) => evaluate::run(args),
        Command::Review { command: ReviewCommand::Apply(args) } => review::apply(args),
        Command::Calibrate(args) => calibrate::run(args),
    }
}
