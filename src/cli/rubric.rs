//! `yuejuan rubric …`, and how a command finds its rubric. Knows paths; what makes a rubric valid is the library's.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::args::{Depth, RubricCommand};
use super::check;
use super::outcome::{Outcome, UsageError};
use super::wording;
use crate::intake::{BYTE_ORDER_MARK, read_text};
use crate::rubric::{Problem, Rubric, json_schema, parse_toml, shipped, shipped_ids, shipped_source};

/// Runs one of the subcommands.
///
/// # Errors
///
/// Where stdout cannot be written or a shipped rubric is not there.
pub(super) fn run(command: &RubricCommand) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    match command {
        RubricCommand::Draft(args) => return super::draft::run(&mut out, args),
        RubricCommand::Check(args) => return check::run(&mut out, args),
        RubricCommand::List => list(&mut out)?,
        RubricCommand::Show { id } => {
            let source = shipped_source(id).ok_or_else(|| unknown(id))?;
            out.write_all(source.as_bytes())?;
        }
        RubricCommand::Schema => {
            let schema = serde_json::to_string_pretty(&json_schema()).context("the schema cannot be written")?;
            writeln!(out, "{schema}")?;
        }
        RubricCommand::Wording { files } => return wording::run(&mut out, files),
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The rubric that `name` stands for: a file where it looks like one, else a shipped rubric, else a file.
///
/// # Errors
///
/// Where there is none, or it has problems; all of them are named.
pub(super) fn resolve(name: &str) -> Result<Arc<Rubric>, UsageError> {
    let path = Path::new(name);
    let looks_like_path = path.components().count() > 1 || path.extension().is_some();
    if !looks_like_path && let Some(rubric) = shipped(name) {
        return Ok(rubric);
    }
    if !looks_like_path && !path.exists() {
        return Err(unknown(name));
    }
    read(path).map(Arc::new).map_err(|lines| UsageError(format!("the rubric cannot be used\n{}", lines.join("\n"))))
}

/// The same rubric, read as the command line says where it says so.
///
/// # Errors
///
/// Never: a rubric that was valid is so again.
pub(super) fn read_at(rubric: Arc<Rubric>, reading: Option<Depth>) -> Result<Arc<Rubric>, UsageError> {
    let id = rubric.id.clone();
    let again = Rubric::read_at(rubric, reading.map(crate::rubric::Depth::from));
    again.map_err(|_| UsageError(format!("rubric {id} is not valid")))
}

/// A rubric from its file, or a line for every problem with it.
fn read(path: &Path) -> Result<Rubric, Vec<String>> {
    let source = source(path).map_err(|problem| vec![problem])?;
    let rubric = parse_toml(&source).and_then(Rubric::new);
    let located = |problem: Problem| match problem.line {
        Some(line) => format!("{}:{line}: {problem}", path.display()),
        None => format!("{}: {problem}", path.display()),
    };
    rubric.map_err(|problems| problems.into_iter().map(located).collect())
}

/// The rubrics of a folder's `.toml` files, in the order of their names.
///
/// # Errors
///
/// Where the folder or a file cannot be read, a rubric has problems, or two have the same id; all are named.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<Rubric>, UsageError> {
    let unreadable = |error: io::Error| UsageError(format!("{}: {error}; check the path", folder.display()));
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let (mut rubrics, mut lines): (Vec<Rubric>, Vec<String>) = (Vec::new(), Vec::new());
    for file in &files {
        match read(file) {
            Ok(rubric) if rubrics.iter().any(|other| other.id == rubric.id) => {
                lines.push(format!(
                    "{}: id: {:?} stands in another file of the folder; give it another",
                    file.display(),
                    rubric.id
                ));
            }
            Ok(rubric) => rubrics.push(rubric),
            Err(problems) => lines.extend(problems),
        }
    }
    if lines.is_empty() {
        Ok(rubrics)
    } else {
        Err(UsageError(format!("the rubrics of the folder cannot be used\n{}", lines.join("\n"))))
    }
}

/// The text of a rubric file, or a line that says why it cannot be read. A byte order mark stays before it, so that a
/// mended file keeps it; one that was in GB18030 is mended into UTF-8, as TOML asks for.
pub(super) fn source(path: &Path) -> Result<String, String> {
    let place = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{place}: {error}; check the path and that you may read it"))?;
    let text = read_text(&bytes).map_err(|error| format!("{place}: {error}"))?;
    let mark = if bytes.starts_with(BYTE_ORDER_MARK.as_bytes()) { BYTE_ORDER_MARK } else { "" };
    Ok(format!("{mark}{text}"))
}

fn list(out: &mut impl Write) -> io::Result<()> {
    let rubrics: Vec<Arc<Rubric>> = shipped_ids().into_iter().filter_map(shipped).collect();
    let width = rubrics.iter().map(|rubric| rubric.id.len()).max().unwrap_or_default();
    for rubric in &rubrics {
        let Rubric { id, title, kind, max_score, .. } = rubric.as_ref();
        let max_score = max_score.to_string();
        writeln!(out, "{id:width$}  {:KIND_COLUMNS$}  {max_score:>5}  {title}", kind.name())?;
    }
    Ok(())
}

/// Columns of the longest name of a kind.
const KIND_COLUMNS: usize = "official_document".len();

fn unknown(name: &str) -> UsageError {
    let ids = shipped_ids().join(", ");
    UsageError(format!("no rubric `{name}`: there is no such file, and the shipped ones are {ids}"))
}
