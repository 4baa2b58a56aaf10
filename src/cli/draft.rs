//! `yuejuan rubric draft`: files in, a rubric file out.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::args::DraftArgs;
use super::input;
use super::outcome::{Outcome, UsageError};
use crate::drafting::{Key, Request, draft, to_toml};
use crate::intake::read_table;
use crate::points::Points;

/// Runs the command.
///
/// # Errors
///
/// Where a file cannot be read or written, or there is nothing to draft from.
pub(super) fn run(out: &mut impl Write, args: &DraftArgs) -> anyhow::Result<Outcome> {
    let question = text(&args.question)?;
    let references = args.reference.iter().map(|path| text(path)).collect::<Result<Vec<_>, _>>()?;
    let references: Vec<&str> = references.iter().map(String::as_str).collect();
    let key = args.key.as_deref().map(key).transpose()?;
    let max_score = args.max_score.map(marks).transpose()?;
    let material = args.material.as_deref().map(text).transpose()?.unwrap_or_default();
    let named = args.output.as_deref().and_then(Path::file_stem).map(|stem| id_of(&stem.to_string_lossy()));
    let id = args.id.clone().or(named).unwrap_or_default();
    let request = Request {
        id: &id,
        title: args.title.as_deref().unwrap_or_default(),
        question: &question,
        references: &references,
        key: key.as_ref(),
        material: &material,
        max_score,
        reading: args.reading.into(),
    };
    let drafted = draft(&request).map_err(|error| UsageError(error.to_string()))?;
    let toml = to_toml(&drafted);
    match &args.output {
        Some(path) => {
            fs::write(path, toml).with_context(|| format!("{} cannot be written", path.display()))?;
            let keypoints: usize = drafted.draft.groups.iter().map(|group| group.keypoints.len()).sum();
            let (path, max_score) = (path.display(), drafted.draft.max_score);
            writeln!(out, "{path}: {keypoints} keypoints, max {max_score}")?;
        }
        None => out.write_all(toml.as_bytes())?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn text(path: &Path) -> Result<String, UsageError> {
    input::text(path).map_err(|error| UsageError(error.to_string()))
}

/// The key, from a table where the file is one, else from lines of text.
fn key(path: &Path) -> Result<Key, UsageError> {
    let is_table =
        path.extension().is_some_and(|end| ["csv", "tsv", "xlsx"].iter().any(|table| end.eq_ignore_ascii_case(table)));
    let key = if is_table {
        let bad = |what: String| UsageError(format!("{}: {what}", path.display()));
        let bytes = fs::read(path).map_err(|error| bad(format!("{error}; check the path and that you may read it")))?;
        Key::from_rows(&read_table(&bytes).map_err(|error| bad(error.to_string()))?.rows)
    } else {
        Key::parse(&text(path)?)
    };
    key.map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{}: {error}", path.display())).collect();
        UsageError(format!("the key cannot be used\n{}", lines.join("\n")))
    })
}

fn marks(marks: f64) -> Result<Points, UsageError> {
    let points = Points::from_f64(marks).filter(|points| *points > Points::ZERO);
    points.ok_or_else(|| UsageError(format!("--max-score {marks}: use a multiple of 0.01 above 0, at most 10000")))
}

/// A rubric's id from the name of its file: what an id may not hold becomes hyphens; empty where nothing is left.
fn id_of(stem: &str) -> String {
    let lawful = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let letters: String = stem.chars().map(lawful).take(ID_MAX_CHARS).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// Characters of the longest id.
const ID_MAX_CHARS: usize = 64;
