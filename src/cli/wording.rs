//! `yuejuan rubric wording`: what questions ask for, a line each. Knows files and JSON; how questions are read is the
//! library's.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use serde::Serialize;

use super::input;
use super::outcome::{Outcome, complain};
use crate::drafting::question::{LengthRule, LengthScope, QuestionReading, read_question};

/// A reading as it is printed. The order of the fields is that of the output.
#[derive(Debug, Serialize)]
struct Line {
    kind: &'static str,
    genre: String,
    length: Option<Length>,
    marks: Option<serde_json::Number>,
    itemized: Option<bool>,
    one_paragraph: bool,
    format_waived: bool,
    writer: String,
    addressee: String,
}

#[derive(Debug, Serialize)]
struct Length {
    min: Option<u32>,
    max: Option<u32>,
    target: Option<u32>,
    scope: &'static str,
}

/// Reads every line of the files as a question. A file that cannot be read is reported, and the others are read.
///
/// # Errors
///
/// Where stdin is named twice or `out` cannot be written.
pub(super) fn run(out: &mut impl Write, files: &[PathBuf]) -> anyhow::Result<Outcome> {
    input::stdin_once(files, "files")?;
    let stdin = [PathBuf::from("-")];
    let mut outcome = Outcome::Done;
    for file in if files.is_empty() { &stdin } else { files } {
        let text = match input::text(file) {
            Ok(text) => text,
            Err(error) => {
                complain(format_args!("error: {error}"));
                outcome = Outcome::SomeFailed;
                continue;
            }
        };
        for question in text.lines() {
            let line = serde_json::to_string(&line(read_question(question))).context("a line cannot be written")?;
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn line(reading: QuestionReading) -> Line {
    let QuestionReading { kind, genre, length, marks, itemized, one_paragraph, format_waived, writer, addressee } =
        reading;
    Line {
        kind: kind.name(),
        genre,
        length: length.map(|LengthRule { min, max, target, scope }| Length {
            min,
            max,
            target,
            scope: match scope {
                LengthScope::Whole => "whole",
                LengthScope::Part => "part",
            },
        }),
        // As people write marks: 20, not 20.0.
        marks: marks.and_then(|points| points.to_string().parse().ok()),
        itemized,
        one_paragraph,
        format_waived,
        writer,
        addressee,
    }
}
