//! `yuejuan rubric check`: problems and findings of rubric files, with their lines, and repairs of the files.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use serde_json::json;

use super::args::{CheckArgs, CheckFormat};
use super::outcome::Outcome;
use super::rubric::source;
use crate::linting::{Finding, Severity, lint};
use crate::rubric::{Fix, Problem, Rubric, line_of_path, parse_toml, repair, shipped, shipped_ids};

/// Times that a file is mended and looked at again: what a fix brings to light is mended too.
const ROUNDS_MAX: usize = 8;

/// What stands in the lines of the output, whatever found it.
struct Remark {
    level: Level,
    id: &'static str,
    line: Option<usize>,
    path: String,
    what: String,
    advice: String,
    fix: Option<Fix>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Note,
    /// Mended by `--fix`.
    Fixed,
}

/// How many remarks of each level there are.
#[derive(Default)]
struct Tally {
    errors: usize,
    warnings: usize,
    notes: usize,
    fixed: usize,
}

/// Checks every file, and mends it where that is asked for.
///
/// # Errors
///
/// Where stdout or a mended file cannot be written.
pub(super) fn run(out: &mut impl Write, args: &CheckArgs) -> anyhow::Result<Outcome> {
    let strangers: Vec<Arc<Rubric>> = shipped_ids().into_iter().filter_map(shipped).collect();
    let strangers: Vec<&Rubric> = strangers.iter().map(AsRef::as_ref).collect();
    let mut tally = Tally::default();
    for file in &args.files {
        let (rubric, remarks) = match source(file) {
            Ok(source) if args.fix => mend(file, source, &strangers)?,
            Ok(source) => examine(&source, &strangers),
            Err(line) => (None, vec![unreadable(file, line)]),
        };
        let mut of_file = Tally::default();
        for remark in &remarks {
            of_file.add(remark.level);
            match args.format {
                CheckFormat::Text => writeln!(out, "{}", remark.line_of(file))?,
                CheckFormat::Json => writeln!(out, "{}", remark.json(file))?,
            }
        }
        if let (CheckFormat::Text, Some(Rubric { id, keypoints, max_score, revision, .. })) = (args.format, &rubric) {
            let (file, count) = (file.display(), keypoints.len());
            let verdict = of_file.verdict();
            writeln!(out, "{file}: {verdict} ({id}, {count} keypoints, max {max_score}, revision {revision})")?;
        }
        tally.merge(&of_file);
    }
    if args.format == CheckFormat::Text {
        writeln!(out, "{}: {}", counted(args.files.len(), "file"), tally.summary())?;
    }
    out.flush()?;
    let failed = tally.errors > 0 || (args.strict && tally.warnings > 0);
    Ok(if failed { Outcome::SomeFailed } else { Outcome::Done })
}

/// What there is to say about a rubric file, and the rubric where it is valid.
fn examine(source: &str, strangers: &[&Rubric]) -> (Option<Rubric>, Vec<Remark>) {
    match parse_toml(source).and_then(Rubric::new) {
        Err(problems) => (None, problems.into_iter().map(Remark::from).collect()),
        Ok(rubric) => {
            let located = |finding: Finding| Remark { line: line_of_path(source, &finding.path), ..finding.into() };
            let remarks = lint(&rubric, strangers).into_iter().map(located).collect();
            (Some(rubric), remarks)
        }
    }
}

/// Mends a file as far as no judgement is needed; what was mended and what is left.
fn mend(file: &Path, source: String, strangers: &[&Rubric]) -> anyhow::Result<(Option<Rubric>, Vec<Remark>)> {
    let mut mended = source.clone();
    let mut remarks: Vec<Remark> = Vec::new();
    for _ in 0..ROUNDS_MAX {
        let (_, found) = examine(&mended, strangers);
        let fixable: Vec<Remark> = found.into_iter().filter(|remark| remark.fix.is_some()).collect();
        let fixes: Vec<Fix> = fixable.iter().filter_map(|remark| remark.fix.clone()).collect();
        let Ok(next) = repair(&mended, &fixes) else { break };
        if next == mended {
            break;
        }
        mended = next;
        remarks.extend(fixable.into_iter().map(|remark| Remark { level: Level::Fixed, ..remark }));
    }
    if mended != source {
        replace(file, &mended).with_context(|| {
            format!("{}: the mended rubric cannot be written; check that you may write there", file.display())
        })?;
    }
    let (rubric, left) = examine(&mended, strangers);
    remarks.extend(left);
    Ok((rubric, remarks))
}

/// Puts a new content in place of a file's, all of it or nothing; a link still leads to it afterwards.
fn replace(file: &Path, content: &str) -> io::Result<()> {
    let file = fs::canonicalize(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside: PathBuf = file.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = write_new(&beside, content, &fs::metadata(&file)?).and_then(|()| fs::rename(&beside, &file));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, content: &str, like: &fs::Metadata) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.set_permissions(like.permissions())?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

fn unreadable(file: &Path, line: String) -> Remark {
    let place = format!("{}: ", file.display());
    let what = line.strip_prefix(&place).unwrap_or(&line);
    let (what, advice) = what.rsplit_once("; ").unwrap_or((what, ""));
    Problem::new("(file)", what, advice).into()
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

// === impl Remark ===

impl Remark {
    /// `FILE:LINE: level[id] path: what; advice`
    fn line_of(&self, file: &Path) -> String {
        let Self { level, id, line, path, what, advice, fix } = self;
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        let place = format!("{}{line}: {level}[{id}]", file.display());
        match (level, fix) {
            (Level::Fixed, Some(fix)) => format!("{place} {fix}: {what}"),
            _ => format!("{place} {path}: {what}; {advice}"),
        }
    }

    fn json(&self, file: &Path) -> serde_json::Value {
        let Self { level, id, line, path, what, advice, fix } = self;
        json!({
            "file": file.display().to_string(),
            "line": line,
            "level": level.to_string(),
            "id": id,
            "path": path,
            "what": what,
            "advice": advice,
            "fixable": fix.is_some(),
        })
    }
}

impl From<Problem> for Remark {
    fn from(problem: Problem) -> Self {
        let Problem { id, path, line, what, advice, fix } = problem;
        Self { level: Level::Error, id, line, path, what, advice, fix }
    }
}

impl From<Finding> for Remark {
    fn from(finding: Finding) -> Self {
        let Finding { id, severity, path, what, advice, fix } = finding;
        let level = match severity {
            Severity::Warning => Level::Warning,
            Severity::Note => Level::Note,
        };
        Self { level, id, line: None, path, what, advice, fix }
    }
}

// === impl Level ===

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Fixed => "fixed",
        })
    }
}

// === impl Tally ===

impl Tally {
    fn add(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Note => self.notes += 1,
            Level::Fixed => self.fixed += 1,
        }
    }

    fn merge(&mut self, other: &Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.fixed += other.fixed;
    }

    /// What a valid rubric's line says of it.
    fn verdict(&self) -> String {
        if self.warnings + self.notes == 0 {
            return "ok".to_owned();
        }
        format!("{}, {}", counted(self.warnings, "warning"), counted(self.notes, "note"))
    }

    fn summary(&self) -> String {
        let left = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let mut summary = left.map(|(count, noun)| counted(count, noun)).join(", ");
        if self.fixed > 0 {
            summary.push_str(&format!(", {} fixed", self.fixed));
        }
        summary
    }
}
